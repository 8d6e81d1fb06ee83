"""What downloads share: a file as it came, the name under which it is saved, and headers that let nothing in it run."""

from pathlib import Path
from urllib.parse import quote

from flask import Response

from server.errors import FileFaulty
from server.storage import BlobFaulty, BlobStore

SANDBOX = "default-src 'none'; sandbox"


def asleep(response: Response) -> Response:
    """What somebody sent, as it is. Definitions of forms are XHTML: a browser would run a script in them as ours."""
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


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
