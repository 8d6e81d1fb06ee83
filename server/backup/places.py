"""Where a backup is restored: a database that is given, or a data folder with a private PostgreSQL of its own."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from server.backup.restoring import Place
from server.config import CHECKOUT, with_driver, with_scheme
from server.stack.account import service_account
from server.stack.folder import data_folder, held
from server.stack.servers import PrivateServers
from server.storage import BlobStore, FileStore, store_at

RESTORED_CACHE_MB = 256  # of what goes through to S3


@contextmanager
def place(into: Path | None) -> Iterator[Place]:
    """Yield the place that `into` or the settings mean; raises AlreadyRunning while a stack runs there.

    With DATABASE_URL, and without `into`, that database; otherwise the folder `into`, YUDEE_VAR or `var`, where
    `make run` goes on with what was restored.
    """
    given, secret = (os.environ.get(name, "") if not into else "" for name in ("DATABASE_URL", "YUDEE_SECRET"))
    if given:
        var = Path(os.environ.get("YUDEE_VAR") or CHECKOUT / "var").absolute()
        var.mkdir(parents=True, exist_ok=True)
        yield Place(with_driver(given), store_of(var), var / "secret", secret)
        return
    with folder_for(into) as folder, PrivateServers(folder, without={"redis"}) as servers:
        store = FileStore(str(folder / "blobs"), durable=False) if into else store_of(folder)
        yield Place(servers.database_url, store, folder / "secret", secret)


@contextmanager
def scratch() -> Iterator[tuple[Place, PrivateServers]]:
    """Yield a place in the data folder, on the disk where such data lies, and its servers; all of it goes again."""
    folder = data_folder(service_account()) / "drill"
    folder.mkdir(exist_ok=True)
    folder.chmod(0o711)
    with held(folder):
        empty(folder)  # of a drill that was killed
        (folder / "servers").mkdir()
        (folder / "servers").chmod(0o711)  # the service account has to get through, whatever our umask is
        try:
            with PrivateServers(folder / "servers", durable=False) as servers:
                store = FileStore(str(folder / "blobs"), durable=False)
                yield Place(servers.database_url, store, folder / "secret"), servers
        finally:
            empty(folder)


def empty(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != "lock":
            path.unlink()


@contextmanager
def folder_for(into: Path | None) -> Iterator[Path]:
    """The data folder, held; `into` takes the place of YUDEE_VAR."""
    before = os.environ.get("YUDEE_VAR")
    if into:
        os.environ["YUDEE_VAR"] = str(into.absolute())
    try:
        folder = data_folder(service_account())
    finally:
        if into:
            os.environ.pop("YUDEE_VAR")
            os.environ.update({"YUDEE_VAR": before} if before else {})
    with held(folder):
        yield folder


def store_of(var: Path) -> BlobStore:
    """The blobs of YUDEE_BLOBS, otherwise of the data folder; a whole restoring is synced at its end."""
    place = with_scheme(os.environ.get("YUDEE_BLOBS") or str(var / "blobs"))
    return store_at(place, var=var, cache_mb=RESTORED_CACHE_MB, durable=False)
