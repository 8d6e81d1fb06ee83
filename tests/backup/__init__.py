"""Backups made, restored, tried and kept."""
