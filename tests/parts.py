"""The body of a POST as OkHttp writes it: its parts, and the boundary between them."""
