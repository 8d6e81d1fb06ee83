"""What Yudee promises, tried against the real thing; the same shape as server/ and workers/."""
