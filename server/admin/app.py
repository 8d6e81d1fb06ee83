"""Puts the pages of administration together: the room, and the views that stand in it."""

from server.admin import areas, criteria, duties, forms, people, phones  # noqa: F401  (their routes)
from server.admin.room import admin

__all__ = ["admin"]
