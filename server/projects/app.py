"""Puts the pages of projects together: the room, and the views that stand in it."""

from server.projects import acts, area_map, overview, photos, strategy, together, views, waits, working_group  # noqa: F401  (their routes)
from server.projects.room import projects

__all__ = ["projects"]
