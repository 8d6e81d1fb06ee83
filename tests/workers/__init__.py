"""What computes: drains, the clock, and the nudges between them."""
