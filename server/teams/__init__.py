"""A page for each team, by a link and without signing in: what it sent, and what the district said about it."""
