"""What is taken away: tables, files that a worker prepares, the report, the sheet of a village."""
