"""Figures at a browser: areas, villages, projects."""
