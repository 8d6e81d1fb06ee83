"""The page of a team: what it shows, to whom, and what it keeps to itself."""
