"""The header with which a download is saved under its own name."""

from urllib.parse import quote


def disposition(name: str) -> str:
    """The value of `Content-Disposition`, for a name in any alphabet."""
    plain = name.encode("ascii", "replace").decode().translate(str.maketrans('?"\\', "___"))
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
