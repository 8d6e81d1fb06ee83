"""Facts as they are read from the answers of filled forms, without a database."""
