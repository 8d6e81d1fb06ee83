"""Pictures in files: known by their content, and copied without what a camera writes into them (place, time, owner)."""

import io
import mimetypes
from pathlib import Path

from PIL import Image, ImageOps

from server.errors import NotFound

LARGEST_PX = 1600  # the longest side the forms ask of phones
MOST_PIXELS = 60_000_000
COPIED = ("JPEG", "PNG", "GIF", "WEBP")
SIGNS = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"GIF8", "image/gif"))
FOREIGN = (b"II*\0", b"MM\0*", b"\0\0\0\x0cJXL ", b"\0\0\0\x0cjP  ")  # TIFF and raw photos, JPEG XL, JPEG 2000


class PictureUnreadable(NotFound):
    """There is a file, but nobody can make of it what may be shown."""

    code = "picture-unreadable"
    th = "อ่านภาพนี้ไม่ได้ จึงไม่มีสำเนาให้ดู ไฟล์ต้นฉบับดูได้เฉพาะเจ้าหน้าที่อำเภอที่ตรวจข้อมูล"
    en = "This picture cannot be read, so there is no copy to show. The district's reviewers can open the original."


def picture_type(head: bytes) -> str | None:
    """The type of a picture that browsers show, by its first bytes; None for everything else."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for sign, kind in SIGNS if head.startswith(sign)), None)


def head_of(file: Path) -> bytes:
    """The first bytes, which say what a file is."""
    with file.open("rb") as content:
        return content.read(16)


def is_picture(file: Path, name: str) -> bool:
    """Whether a file is a picture or film by its first bytes, or is called one."""
    head, (called, _) = head_of(file), mimetypes.guess_type(name)
    is_boxed = head[4:8] == b"ftyp"  # HEIC, AVIF, MP4
    is_called = (called or "").startswith(("image/", "video/"))
    return picture_type(head) is not None or is_boxed or head.startswith(FOREIGN) or is_called


def copy(file: Path, longest: int = LARGEST_PX) -> bytes:
    """A JPEG of a picture's pixels alone, upright, at most so many pixels wide and high. Raises PictureUnreadable."""
    try:
        with Image.open(file, formats=COPIED) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise PictureUnreadable
            picture.draft("RGB", (longest, longest))  # a JPEG is decoded at a fraction of its size
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except Exception as error:  # a broken picture breaks its reader in many ways
        raise PictureUnreadable from error
    upright.thumbnail((longest, longest))
    upright.info.clear()  # a comment in the picture would be written again
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=80)
    return out.getvalue()
