"""What we claim about speed, as commands that print ratios: `make bench`, or `make bench ARGS=receive`."""
