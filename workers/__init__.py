"""What computes: drains that turn submissions into facts, and facts into grades."""
