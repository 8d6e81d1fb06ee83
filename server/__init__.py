"""Yudee's server: what receives, keeps, lets people review, and shows."""
