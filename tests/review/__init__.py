"""The district's review at a browser."""
