"""All SQL, a file for each noun; functions take the session and never commit."""
