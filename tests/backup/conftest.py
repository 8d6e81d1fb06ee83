"""A village with submissions and photos, keys, and places to restore into."""

import datetime as dt
import io
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pyrage
import pytest
from sqlalchemy import text

from server import queue, storage
from server.backup import keys, making, restoring
from server.config import Settings
from server.db import session as sessions
from server.storage import BlobStore, FileStore
from tests.factories import SECRET
from tests.fixtures.web import PUBLIC_URL

NOW = dt.datetime(2027, 3, 1, 18, tzinfo=dt.UTC)


@pytest.fixture
def keypair(tmp_path: Path) -> tuple[list, list]:
    """(those who can open, their private keys)."""
    public = keys.make(tmp_path / "key", now=NOW)
    return keys.recipients([public]), keys.identities(tmp_path / "key")


@pytest.fixture
def settings(app, database_url: str, redis_url: str, tmp_path: Path) -> Settings:
    """Of the running system that is backed up."""
    blobs = f"file:{app.extensions['blobs'].folder}"
    return Settings(database_url, redis_url, SECRET, PUBLIC_URL, blobs, tmp_path / "var")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the backups go."""
    made = tmp_path / "backups"
    made.mkdir()
    return made


@pytest.fixture
def back_up(settings: Settings, folder: Path, keypair) -> Callable[..., making.Made]:
    """Make a backup: `back_up("a.age", onto="earlier.age")`."""

    def make(name: str = "a.age", *, onto: str | None = None, now: dt.datetime = NOW) -> making.Made:
        return making.make(folder / name, settings, keypair[0], onto=folder / onto if onto else None, now=now)

    return make


@pytest.fixture
def new_place(new_database, tmp_path: Path) -> Callable[[], restoring.Place]:
    """An empty database, no blobs, no secret."""
    numbers = count()

    def make() -> restoring.Place:
        root = tmp_path / f"place{next(numbers)}"
        root.mkdir()
        return restoring.Place(
            new_database(template="template1"), FileStore(str(root / "blobs"), durable=False), root / "secret"
        )

    return make


@pytest.fixture
def restore(folder: Path, keypair, new_place) -> Callable[..., tuple[restoring.Restored, restoring.Place]]:
    """Restore a backup: what came back, and where."""

    def into(name: str = "a.age", place: restoring.Place | None = None):
        place = place or new_place()
        return restoring.restore(folder / name, keypair[1], place), place

    return into


@pytest.fixture
def move_to(app, redis_url: str) -> Iterator[Callable[[restoring.Place], None]]:
    """Let the application go on in a place; the next test is back at its own."""
    own = list(sessions._receiving)
    with ExitStack() as engines:

        def move(place: restoring.Place) -> None:
            sessions._receiving.clear()  # what is in it would be closed
            engines.callback(sessions.disconnect, sessions.connect(place.database_url))
            queue.connect(redis_url)
            app.extensions["blobs"] = place.blobs

        yield move
    sessions._receiving[:] = own


@pytest.fixture
def village(field):
    """A village with accounts, a forum, decisions and photos, digested and computed."""
    field.accounts(range(7), state="approved")
    field.forum(range(5))
    send_photos(field.phone, b"one", b"two")
    return field


def send_photos(phone, *photos: bytes) -> None:
    files = {f"plan_photo_{number}": photo for number, photo in enumerate(photos, start=1)}
    assert phone.send(phone.fill("community_plan", files=files)).status == 201


def blob_files(store: BlobStore) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in store.folder.glob("??/*")}


def opened(file: Path, identities: list) -> io.BytesIO:
    """What any program of age makes of a backup."""
    plain = io.BytesIO()
    with file.open("rb") as sealed:
        pyrage.decrypt_io(sealed, plain, identities)
    plain.seek(0)
    return plain


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def tables_in(place):
    with restoring.asked(place.database_url) as connection:
        return connection.execute(
            text("select count(*) from pg_tables where schemaname = 'public' and tablename <> 'spatial_ref_sys'")
        ).scalar_one()


def stored_now() -> dict[str, bytes]:
    return blob_files(storage.blobs())


@pytest.fixture
def nothing_in():
    def check(place):
        return tables_in(place) == 0 and blob_files(place.blobs) == {} and not place.secret.exists()

    return check
