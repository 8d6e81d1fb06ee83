"""Puts the pages of figures and of plan years together: the rooms, and the views that stand in them."""

from server.province import area_map, lists, overview, village, year_rules  # noqa: F401  (their routes)
from server.province import years as of_years  # noqa: F401
from server.province.room import province
from server.province.year_room import years

__all__ = ["province", "years"]
