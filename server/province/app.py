"""Puts the pages of figures together: the room, and the views that stand in it."""

from server.province import area_map, lists, overview, village  # noqa: F401  (their routes)
from server.province.room import province

__all__ = ["province"]
