"""Which stored files are to be compared with their names, and what was found of them."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session


class Named(NamedTuple):
    """A file that a row names. fault: what was found last, `damaged` or `missing`."""

    workspace_id: int
    sha256: bytes
    fault: str | None


# Each part by an index of its own: those nobody ever looked at, those looked at long ago, and again those at fault.
DUE = text("""
    (select workspace_id, sha256, fault, checked_at from blob where checked_at is null limit :limit)
    union all
    (select workspace_id, sha256, fault, checked_at from blob
     where fault is not null and checked_at < now() - interval '10 minutes' order by checked_at limit :limit)
    union all
    (select workspace_id, sha256, fault, checked_at from blob
     where fault is null and checked_at < now() - interval '30 days' order by checked_at limit :limit)
    order by checked_at nulls first limit :limit
""")


def due(session: Session, limit: int) -> list[Named]:
    """Files to be looked at now, whose turn is longest ago first."""
    return [Named(one.workspace_id, bytes(one.sha256), one.fault) for one in session.execute(DUE, {"limit": limit})]


AFTER = text("""
    select workspace_id, sha256, fault from blob
    where (workspace_id, sha256) > (:workspace_id, :sha256) order by workspace_id, sha256 limit :limit
""")


def after(session: Session, last: Named | None, limit: int) -> list[Named]:
    """The next files by name, for whoever looks at all of them."""
    place = {"workspace_id": last.workspace_id, "sha256": last.sha256} if last else {"workspace_id": 0, "sha256": b""}
    return [Named(row[0], bytes(row[1]), row[2]) for row in session.execute(AFTER, place | {"limit": limit})]


NOTE = text("""
    update blob b set checked_at = now(), fault = found.fault
    from unnest(cast(:workspaces as integer[]), cast(:sha256s as bytea[]), cast(:faults as text[]))
        as found (workspace_id, sha256, fault)
    where b.workspace_id = found.workspace_id and b.sha256 = found.sha256
""")


def note(session: Session, found: Sequence[Named]) -> None:
    """Write down that these were looked at, and what their fault is."""
    columns = zip(*found, strict=True) if found else ((), (), ())
    session.execute(NOTE, dict(zip(("workspaces", "sha256s", "faults"), map(list, columns), strict=True)))


FAULTY = text("select workspace_id, sha256, fault from blob where fault is not null order by sha256, workspace_id")


def faulty(session: Session) -> list[Named]:
    """Files that were found damaged or missing."""
    return [Named(row[0], bytes(row[1]), row[2]) for row in session.execute(FAULTY)]


COUNT = text("select fault, count(*) from blob where fault is not null group by fault")


def count(session: Session) -> dict[str, int]:
    """How many are at fault, by fault."""
    return dict(session.execute(COUNT).all())
