"""Puts the pages of review together: the room, and the views that stand in it."""

from server.review import dashboard, together, views  # noqa: F401  (their routes)
from server.review.room import review

__all__ = ["review"]
