"""What phones may rely on: every row of the OpenRosa tables as a test."""
