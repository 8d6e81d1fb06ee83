"""Files of submissions as a browser may have them: pictures to look at, everything else to keep."""

from pathlib import Path

from flask import Response, send_file

from server.domain import pictures
from server.downloads import asleep

SIZES = {"small": 320, "large": pictures.LARGEST_PX}  # longest side in pixels


def original(file: Path, name: str) -> Response:
    """A file exactly as it came. Its content, not its sender, says whether a browser may show it."""
    kind = pictures.picture_type(pictures.head_of(file))
    return guarded(
        send_file(file, mimetype=kind or "application/octet-stream", as_attachment=kind is None, download_name=name)
    )


def copy(file: Path, longest: int = pictures.LARGEST_PX) -> Response:
    """A picture without what a camera writes into it (position, time, owner). Raises PictureUnreadable."""
    return guarded(Response(pictures.copy(file, longest), content_type="image/jpeg"))


def guarded(response: Response) -> Response:
    """Personal data: nothing is kept, nothing inside it runs."""
    response.headers["Cache-Control"] = "no-store"
    return asleep(response)
