"""Puts the pages of administration together: the room, and the views that stand in it."""

from server.admin import forms  # noqa: F401  (its routes)
from server.admin.room import admin

__all__ = ["admin"]
