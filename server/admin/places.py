"""Places to choose from, in forms about people: those of the level that a role needs, under what lies above them."""

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter

from sqlalchemy import Row
from sqlalchemy.orm import Session

from server.db.queries import places
from server.domain.permissions import ROLES, Caller

Groups = list[tuple[Row, list[Row]]]


def districts(session: Session, caller: Caller) -> Sequence[Row]:
    """(code, name_th, name_en) of the districts of the caller's area."""
    return places.areas(session, caller.workspace_id, "district", caller.area_code)


def for_role(session: Session, caller: Caller, role: str) -> Groups:
    """Where the caller may give a role: the places of its level, each group named by its first one's `above_…`."""
    there = places.of_level(session, caller.workspace_id, ROLES[role].level, caller.area_code)
    grouped = (list(group) for _, group in groupby(there, key=attrgetter("above_code")))
    return [(group[0], group) for group in grouped]
