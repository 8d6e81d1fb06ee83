"""All parts looked at, one after the other; one that cannot be looked at never hides the others."""

from dataclasses import dataclass
from pathlib import Path

from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from server import queue
from server.db.queries import blob_checks, watching
from server.db.session import transaction
from server.domain.health import machine, work
from server.domain.health.parts import BROKEN, Part
from server.storage import BlobStore

SAMPLE = 40


@dataclass(frozen=True)
class Places:
    """Where the server keeps things. database: the folder of a PostgreSQL on this machine, when there is one."""

    store: BlobStore
    database: Path | None
    database_url: str

    @classmethod
    def of(cls, store: BlobStore, var: Path, database_url: str) -> "Places":
        own = var / "postgres"
        return cls(store, own if machine.is_there(own) else None, database_url)

    @property
    def folders(self) -> list[Path]:
        return [folder for folder in (self.store.folder, self.database) if folder is not None]


def look(places: Places) -> list[Part]:
    """Every part, in the order in which one rests on the other."""
    return [
        *look_at_database(places),
        *look_at_queue(),
        machine.blobs_writable(places.store),
        machine.disk(places.folders),
        machine.encryption(places.folders),
    ]


def look_at_receiving(places: Places) -> list[Part]:
    """What a submission needs on its way in: whether this process can receive.

    A store that all machines share is not asked: sent elsewhere, photos would fare no better, and forms without any worse.
    """
    files = [] if places.store.is_shared else [machine.blobs_writable(places.store)]
    return [schema(places), *files, machine.disk(places.folders)]


def schema(places: Places) -> Part:
    try:
        with transaction() as session:
            return work.database(watching.revision(session), places.database_url)
    except SQLAlchemyError:
        return work.DATABASE_AWAY


def look_at_database(places: Places) -> list[Part]:
    """What only the database knows; when it is away, that alone."""
    parts = [schema(places)]
    if parts[0].state == BROKEN:
        return parts
    try:
        with transaction() as session:
            waiting, failing = watching.waiting(session), watching.failing(session)
            backup, forms = watching.last_backup_age_s(session), watching.forms(session)
            sample, faulty = watching.sample_of_blobs(session, SAMPLE), blob_checks.count(session)
    except SQLAlchemyError:
        return [work.DATABASE_AWAY]
    parts += [work.waiting_part(kind, row.number, row.age_s) for kind, row in waiting.items()]
    parts += [work.failing_part(failing), work.forms(forms.provinces, forms.forms), machine.backup(backup)]
    return [*parts, machine.blobs_there(places.store, sample, faulty)]


def look_at_queue() -> list[Part]:
    """Redis, the workers and the clock, which write into it that they live."""
    try:
        return [work.workers(queue.workers_alive()), work.clock(queue.clock_age_s())]
    except RedisError:
        return [work.QUEUE_AWAY]
