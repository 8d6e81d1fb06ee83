"""The drill: a backup is restored aside, compared to the digit with what it says of itself, and computed anew."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pyrage.x25519 import Identity

from server import queue, storage
from server.backup import figures, places
from server.backup.contents import Manifest
from server.backup.making import Told
from server.backup.restoring import restore
from server.db.queries import backups, chores
from server.db.session import connect, disconnect, transaction
from server.domain import new_day, recompute
from server.domain.indicators.calendar import bangkok_date


@dataclass(frozen=True)
class Drilled:
    """What came of it. tables and figures: how many were compared; differing: those that came out otherwise.

    absent: blobs the backup never had. changes: figures that came out otherwise when all was computed anew.
    """

    made_at: str
    tables: int
    rows: int
    blobs: int
    figures: int
    differing_tables: tuple[str, ...]
    differing_figures: tuple[str, ...]
    absent: tuple[str, ...]
    changes: tuple[recompute.Change, ...]

    @property
    def is_well(self) -> bool:
        return not (self.differing_tables or self.differing_figures or self.absent or self.changes)


def drill(file: Path, identities: Sequence[Identity], *, told: Told = lambda _d, _a: None) -> Drilled:
    """Restore into a scratch place with servers of its own, compare, compute anew, and remove it all.

    This process is connected to nothing afterwards. Raises what `restore` raises.
    """
    with places.scratch() as (place, servers):
        restored = restore(file, identities, place, told=told)
        queue.connect(servers.redis_url)
        storage.connect(place.blobs)
        engine = connect(place.database_url)
        try:
            said = restored.manifest
            with transaction() as session:
                otherwise = figures.differing(said.figures, figures.roll_ups(session))
            changes = computed_anew(said)
        finally:
            disconnect(engine)
    return Drilled(
        made_at=said.made_at,
        tables=len(said.tables),
        rows=restored.rows,
        blobs=restored.blobs,
        figures=len(said.figures),
        differing_tables=restored.differing,
        differing_figures=otherwise,
        absent=restored.absent,
        changes=changes,
    )


def computed_anew(said: Manifest) -> tuple[recompute.Change, ...]:
    """What changes when everything is computed once more, as of the moment of the backup.

    What had not been computed yet at that moment, or not for that day, is computed first: it is no difference.
    """
    now = dt.datetime.fromisoformat(said.made_at)
    with transaction() as session:
        workspaces = backups.workspaces(session)
        for workspace_id in chores.due(session, new_day.CHORE, bangkok_date(now)):
            new_day.begin(session, workspace_id)
    recompute.finish_waiting(now)
    return tuple(change for one in workspaces for change in recompute.recompute(one, now=now).changes)
