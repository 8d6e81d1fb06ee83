"""What downloads share: a file that is as it came, and the header with which it is saved under its own name."""

from pathlib import Path
from urllib.parse import quote

from server.errors import FileFaulty
from server.storage import BlobFaulty, BlobStore


def stored_file(store: BlobStore, sha256: bytes) -> Path:
    """Where a stored file lies. Raises FileFaulty for one that is not there as it was."""
    try:
        return store.sound(sha256)
    except BlobFaulty as fault:
        raise FileFaulty from fault


def disposition(name: str) -> str:
    """The value of `Content-Disposition`, for a name in any alphabet."""
    plain = name.encode("ascii", "replace").decode().translate(str.maketrans('?"\\', "___"))
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
