"""The private servers and the supervisor, tried by starting, stopping and killing them."""
