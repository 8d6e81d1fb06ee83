"""The verbs and rules of Yudee: takes a session and plain values, returns plain values."""
