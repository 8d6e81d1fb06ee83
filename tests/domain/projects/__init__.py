"""The life of projects."""
