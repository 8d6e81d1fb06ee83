"""Speaks to phones: OpenRosa as ODK Collect understands it. Knows nothing of pages or indicators."""
