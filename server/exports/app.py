"""Puts what is taken away together: the room, and the views that stand in it."""

from server.exports import dictionary, views, village_sheet, waiting  # noqa: F401  (their routes)
from server.exports.room import exports

__all__ = ["exports"]
