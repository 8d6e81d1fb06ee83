"""What a camera writes into a photo: when and where it was taken. Pure; whatever the bytes, nothing is raised."""

import datetime as dt
import io
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import BinaryIO

from PIL import Image

from server.domain.indicators.calendar import BANGKOK, BE_OFFSET

MOST_BYTES = 1_000_000  # all a camera writes stands before the pixels; Pillow keeps no more of it than it is long
EXIF, GPS = 0x8769, 0x8825
TIMES = ((EXIF, 0x9003, 0x9011), (EXIF, 0x9004, 0x9012), (None, 0x0132, 0x9010))  # taken, digitised, written
NORTH, LATITUDE, EAST, LONGITUDE, STATUS, DATUM = 1, 2, 3, 4, 9, 18
MOMENT = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)")
OFFSET = re.compile(r"([+-])(\d\d):(\d\d)")
YEARS = range(1900, 2200)  # what a clock may show, however wrong it is
WGS84 = ("", "WGS84")


@dataclass(frozen=True)
class Taken:
    """When a photo was taken (with its zone) and where: latitude and longitude in degrees, WGS 84, both or neither."""

    at: dt.datetime | None = None
    position: tuple[float, float] | None = None


def taken(photo: BinaryIO) -> Taken:
    """What the camera says; of a file that is no JPEG, is broken or says nothing: nothing."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's, about damaged notes
            with Image.open(io.BytesIO(photo.read(MOST_BYTES)), formats=("JPEG",)) as picture:
                exif = picture.getexif()
                return Taken(moment_of(exif), position_of(exif.get_ifd(GPS)))
    except Exception:  # a broken file breaks its reader in many ways
        return Taken()


def moment_of(exif: Image.Exif) -> dt.datetime | None:
    """The time of the camera's clock; without an offset of its own, in Bangkok."""
    for part, time, offset in TIMES:
        notes = exif.get_ifd(part) if part else exif
        if found := moment(text(notes.get(time)), text(exif.get_ifd(EXIF).get(offset))):
            return found
    return None


def moment(time: str, offset: str) -> dt.datetime | None:
    """`2026:11:22 09:30:00`; cameras set to the Buddhist calendar write 2569."""
    written = MOMENT.match(time)
    if written is None:
        return None
    year, month, day, hour, minute, second = map(int, written.groups())
    year -= BE_OFFSET if year > 2400 else 0
    if year not in YEARS:
        return None
    try:
        return dt.datetime(year, month, day, hour, minute, second, tzinfo=zone(offset))
    except ValueError:
        return None


def zone(offset: str) -> dt.tzinfo:
    """`+07:00`. Raises ValueError for a day or more."""
    written = OFFSET.match(offset)
    if written is None:
        return BANGKOK
    ahead = dt.timedelta(hours=int(written[2]), minutes=int(written[3]))
    return dt.timezone(-ahead if written[1] == "-" else ahead)


def position_of(gps: Mapping[int, object]) -> tuple[float, float] | None:
    """Where the receiver was; None when it had no fix, or measured on another datum."""
    if text(gps.get(STATUS)) == "V" or text(gps.get(DATUM)).replace("-", "").replace(" ", "") not in WGS84:
        return None
    latitude = degrees(gps.get(LATITUDE), text(gps.get(NORTH)), "NS")
    longitude = degrees(gps.get(LONGITUDE), text(gps.get(EAST)), "EW")
    if latitude is None or longitude is None or (latitude, longitude) == (0, 0):
        return None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def degrees(parts: object, side: str, sides: str) -> float | None:
    """Degrees, minutes and seconds on a side of the equator or of Greenwich."""
    if not isinstance(parts, tuple) or len(parts) != 3 or side not in tuple(sides):
        return None
    found = sum(float(part) / 60**power for power, part in enumerate(parts))
    return None if not isfinite(found) or found < 0 else -found if side == sides[1] else found


def text(note: object) -> str:
    """A note as text; empty when it is none."""
    words = note.decode("ascii", "replace") if isinstance(note, bytes) else note
    return words.strip(" \0").upper() if isinstance(words, str) else ""
