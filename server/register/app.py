"""Puts the pages of the register together: the room, and the views that stand in it."""

from server.register import acts, views  # noqa: F401  (their routes)
from server.register.room import register

__all__ = ["register"]
