"""Tables from spreadsheets: read, refused by row, written all or none."""
