"""Figures at a browser: areas and villages."""
