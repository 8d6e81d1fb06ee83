"""Tables from spreadsheets become villages, households and projects: all rows or none, every fault by row."""
