"""Uploads bent out of shape by the hundred thousand: each is taken whole, or refused and leaves nothing behind."""
