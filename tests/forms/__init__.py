"""The forms that phones fill in: each workbook says what its page in expected/ says, and converts cleanly."""
