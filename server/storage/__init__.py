"""The blob store: files by the sha256 of their content, whole before anybody hears of them; in a folder or in S3."""

from pathlib import Path
from typing import Protocol

from server.storage.files import FileStore
from server.storage.passing import CHUNK, digest_of, sync_folder
from server.storage.store import DAMAGED, MISSING, WHOLE, BlobFaulty, BlobStore, StoredBlob

__all__ = [
    "CHUNK",
    "DAMAGED",
    "MISSING",
    "WHOLE",
    "BlobFaulty",
    "BlobStore",
    "FileStore",
    "StoredBlob",
    "blobs",
    "cache_folder",
    "connect",
    "digest_of",
    "store_at",
    "store_of",
    "sync_folder",
]


class Places(Protocol):
    """What of the settings says where files lie."""

    blobs: str
    var: Path
    blob_cache_mb: int


_connected: list[BlobStore] = []


def store_at(place: str, *, var: Path, cache_mb: int, durable: bool = True) -> BlobStore:
    """The store at a place: file:/folder, or s3://bucket/prefix with a cache in the data folder.

    durable=False is for files that nobody will miss should the machine (not just this process) go down; S3 always is.
    """
    if not place.startswith("s3://"):
        return FileStore(place, durable=durable)
    from server.storage.cache import Cache
    from server.storage.s3 import S3Store  # whoever keeps files in a folder does without its libraries

    return S3Store(place, Cache(cache_folder(var), cache_mb * 1_000_000))


def store_of(settings: Places, *, durable: bool = True) -> BlobStore:
    """The store that the settings name."""
    return store_at(settings.blobs, var=settings.var, cache_mb=settings.blob_cache_mb, durable=durable)


def cache_folder(var: Path) -> Path:
    """Where a store elsewhere keeps copies, in the data folder."""
    return var / "blob-cache"


def connect(store: BlobStore) -> BlobStore:
    """Point this process at its blobs, as the database and Redis are."""
    _connected[:] = [store]
    return store


def blobs() -> BlobStore:
    """The store of this process."""
    return _connected[0]
