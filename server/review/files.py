"""Files of submissions as a browser may have them: pictures to look at, everything else to keep."""

import io
from typing import BinaryIO

from flask import Response, send_file
from PIL import Image, ImageOps

from server.errors import NotFound

SIZES = {"small": 320, "large": 1600}  # longest side in pixels
MOST_PIXELS = 60_000_000
SIGNS = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"GIF8", "image/gif"))
SANDBOX = "default-src 'none'; sandbox"


def original(content: BinaryIO, size: int, name: str) -> Response:
    """A file exactly as it came. Its content, not its sender, says whether a browser may show it."""
    kind = picture_type(content.read(16))
    content.seek(0)
    response = send_file(
        content, mimetype=kind or "application/octet-stream", as_attachment=kind is None, download_name=name
    )
    response.content_length = size
    return guarded(response)


def smaller(content: BinaryIO, longest: int) -> Response:
    """A picture made smaller, without what a camera writes into it (position, time, owner). Raises NotFound."""
    try:
        with Image.open(content, formats=("JPEG", "PNG", "GIF", "WEBP")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise NotFound
            picture.draft("RGB", (longest, longest))  # a JPEG is decoded at a fraction of its size
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except Exception as error:  # a broken picture breaks its reader in many ways
        raise NotFound from error
    upright.thumbnail((longest, longest))
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=80)
    return guarded(Response(out.getvalue(), content_type="image/jpeg"))


def guarded(response: Response) -> Response:
    """Personal data: nothing is kept, nothing inside it runs."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


def picture_type(head: bytes) -> str | None:
    """The type of a picture by its first bytes; None for everything else."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for sign, kind in SIGNS if head.startswith(sign)), None)
