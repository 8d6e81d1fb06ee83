"""The command `yudee`."""
