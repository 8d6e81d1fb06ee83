"""Submissions of a village compared with each other: the rules, and the drain."""
