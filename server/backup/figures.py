"""What must come back to the digit: every table's rows, and the roll-ups people read."""

from collections.abc import Mapping
from dataclasses import asdict

import orjson
from sqlalchemy.orm import Session

from server.backup.contents import TableDigest
from server.db.queries import backups
from server.domain import grades
from server.domain.indicators.criteria import Basis

BASES: tuple[Basis, ...] = ("official", "provisional")


def tables(session: Session) -> dict[str, TableDigest]:
    """Every table with its rows and their digest."""
    return {name: TableDigest(rows, digest) for name, rows, digest in backups.digests(session)}


def roll_ups(session: Session) -> dict[str, dict]:
    """{"50/2570/official": the counts of its grades, villages and indicators} for all that is computed."""
    found = {}
    for workspace_id, code, plan_year in backups.plan_years(session):
        for basis in BASES:
            told = grades.of_area(session, workspace_id, code, plan_year=plan_year, basis=basis)
            found[f"{code}/{plan_year}/{basis}"] = orjson.loads(orjson.dumps(asdict(told.roll_up), default=str))
    return found


def differing(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[str, ...]:
    """The names under which the two do not say the same."""
    return tuple(sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name)))
