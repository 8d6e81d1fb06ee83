"""What a camera wrote into a photo is read, and nothing a photo holds breaks the reader."""

import datetime as dt
import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image

from server.domain import exif
from server.domain.exif import Taken
from server.domain.indicators.calendar import BANGKOK
from tests import cameras
from tests.cameras import written
from tests.fixtures.field import photo

MORNING = dt.datetime(2026, 11, 22, 9, 30, tzinfo=BANGKOK)


def taken(content: bytes) -> Taken:
    return exif.taken(io.BytesIO(content))


def noted(**notes: object) -> Taken:
    """What is read of a photo with these notes beside its place."""
    given = Image.Exif()
    given.load(written())
    given.get_ifd(cameras.GPS).update({getattr(exif, name): value for name, value in notes.items()})
    return taken(photo(exif=given.tobytes()))


@pytest.mark.parametrize("place", [(19.0101, 98.8301), (-33.8568, 151.2153), (40.7128, -74.006), (0, 98.5)])
def test_a_photo_says_where_it_was_taken(place):
    assert taken(photo(exif=written(at=place))).position == pytest.approx(place, abs=1e-6)


@pytest.mark.parametrize(
    ("time", "offset", "moment"),
    [
        ("2026:11:22 09:30:00", None, MORNING),
        ("2026:11:22 02:30:00", "+00:00", MORNING),
        ("2026:11:21 21:30:00", "-05:00", MORNING),
        ("2026:11:22 09:30:00", "nonsense", MORNING),
        ("2026:11:22 09:30:00\0", None, MORNING),
        ("2569:11:22 09:30:00", None, MORNING),
        ("2567:02:29 00:00:00", None, dt.datetime(2024, 2, 29, tzinfo=BANGKOK)),
        ("2026:11:22 09:30:00", "+99:99", None),
        ("1980:01:01 00:00:00", None, dt.datetime(1980, 1, 1, tzinfo=BANGKOK)),
        ("0001:01:01 00:00:00", None, None),
        ("9999:12:31 23:59:59", "-07:00", None),
        ("0000:00:00 00:00:00", None, None),
        ("    :  :     :  :  ", None, None),
        ("2026:02:30 09:30:00", None, None),
        ("2026-11-22", None, None),
        ("", None, None),
    ],
)
def test_a_photo_says_when_it_was_taken_in_bangkok_unless_it_says_otherwise(time, offset, moment):
    assert taken(photo(exif=written(taken=time, offset=offset))).at == moment


def test_a_photo_without_a_time_of_its_own_has_that_of_its_file():
    notes = Image.Exif()
    notes[cameras.DATE_TIME] = "2026:11:22 09:30:00"

    assert taken(photo(exif=notes.tobytes())) == Taken(MORNING, None)


@pytest.mark.parametrize(
    "notes",
    [
        {"STATUS": "V"},
        {"DATUM": "TOKYO"},
        {"NORTH": "X"},
        {"NORTH": ""},
        {"LATITUDE": (91.0, 0.0, 0.0)},
        {"LATITUDE": (19.0, 0.0)},
        {"LATITUDE": 19.0},
        {"LONGITUDE": (181.0, 0.0, 0.0)},
        {"LATITUDE": (0.0, 0.0, 0.0), "LONGITUDE": (0.0, 0.0, 0.0)},
    ],
    ids=str,
)
def test_a_place_that_is_none_is_left_out_and_the_time_stays(notes):
    assert noted(**notes) == Taken(MORNING, None)


@pytest.mark.parametrize("notes", [{"STATUS": "A"}, {"DATUM": "WGS-84"}, {"DATUM": "WGS 84"}], ids=str)
def test_a_place_that_says_it_is_good_is_taken(notes):
    assert noted(**notes).position is not None


def test_a_fraction_of_nothing_is_no_place():
    whole = photo(exif=written())
    third = struct.pack(">LL", 19, 1) if struct.pack(">LL", 19, 1) in whole else struct.pack("<LL", 19, 1)
    assert third in whole

    assert taken(whole.replace(third, third[:4] + b"\0\0\0\0")).position is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xd8\xff",
        b"<html><script>alert(1)</script></html>",
        b"%PDF-1.4",
        photo(),
        photo(exif=written(at=None, taken=None)),
        photo(exif=b"Exif\0\0II*\0\xff\xff\xff\xff"),
        photo(exif=b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + b"\x01" * 60_000),
    ],
    ids=["empty", "its head alone", "a page", "a document", "no notes", "other notes", "nowhere", "65,535 notes"],
)
def test_a_file_that_says_nothing_is_nothing(content):
    assert taken(content) == Taken()


def test_a_photo_cut_behind_its_notes_still_says_where_it_was_taken():
    whole = photo(exif=written())

    assert taken(whole[: len(whole) // 2]) == taken(whole) != Taken()


@given(cut=some.integers(0, 2000))
def test_a_photo_cut_anywhere_says_what_the_whole_one_says_or_nothing(cut):
    whole = WHOLE

    assert taken(whole[:cut]) in (taken(whole), Taken())


@given(place=some.integers(0, 400), change=some.binary(min_size=1, max_size=8))
def test_damaged_notes_break_nothing(place, change):
    found = taken(WHOLE[:place] + change + WHOLE[place + len(change) :])

    assert found.at is None or found.at.tzinfo is not None
    assert found.position is None or (abs(found.position[0]) <= 90 and abs(found.position[1]) <= 180)


@given(some.binary(max_size=300))
def test_no_bytes_break_it(notes):
    assert isinstance(taken(photo_with(b"Exif\0\0" + notes)), Taken)


def photo_with(notes: bytes) -> bytes:
    """A small photo with these bytes where its notes are."""
    return b"\xff\xd8\xff\xe1" + struct.pack(">H", len(notes) + 2) + notes + PLAIN[2:]


def test_only_the_beginning_of_a_huge_file_is_read():
    class Endless(io.RawIOBase):
        """A file that never ends."""

        given = 0

        def read(self, size=-1):
            assert size > 0
            self.given += size
            return (WHOLE[:2] + b"\xff\xe2\xff\xff" * size)[:size]

    file = Endless()

    assert exif.taken(file) == Taken()
    assert file.given <= exif.MOST_BYTES


WHOLE, PLAIN = photo(size=(40, 30), exif=written()), photo(size=(8, 8))
