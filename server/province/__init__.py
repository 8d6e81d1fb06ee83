"""Pages of figures: areas and villages with their grades and why."""
