"""What a camera writes into a photo: place, time, owner."""

import io

from PIL import Image

ARTIST, DATE_TIME, EXIF, GPS = 0x013B, 0x0132, 0x8769, 0x8825
DATE_TIME_ORIGINAL, OFFSET_TIME_ORIGINAL = 0x9003, 0x9011
OWNER = "Somsri's phone"


def written(
    *,
    at: tuple[float, float] | None = (19.0101, 98.8301),
    taken: str | None = "2026:11:22 09:30:00",
    offset: str | None = None,
) -> bytes:
    """The EXIF of a photo taken somewhere (latitude, longitude) and some time, by somebody."""
    exif = Image.Exif()
    exif[ARTIST] = OWNER
    if taken:
        exif.get_ifd(EXIF)[DATE_TIME_ORIGINAL] = taken
    if offset:
        exif.get_ifd(EXIF)[OFFSET_TIME_ORIGINAL] = offset
    if at:
        latitude, longitude = at
        gps = {1: "N" if latitude >= 0 else "S", 2: sexagesimal(latitude)}
        exif.get_ifd(GPS).update(gps | {3: "E" if longitude >= 0 else "W", 4: sexagesimal(longitude)})
    return exif.tobytes()


def sexagesimal(degrees: float) -> tuple[float, float, float]:
    """Degrees, minutes, seconds."""
    minutes, seconds = divmod(abs(degrees) * 3600, 60)
    whole, minutes = divmod(minutes, 60)
    return whole, minutes, round(seconds, 4)


def place_in(photo: bytes) -> bool:
    """Whether a photo says where it was taken, or whose phone it was: by its bytes and as a reader of EXIF sees it."""
    with Image.open(io.BytesIO(photo)) as picture:
        return bool(picture.getexif().get_ifd(GPS)) or b"Somsri" in photo
