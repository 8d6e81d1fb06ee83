"""Pictures for others than reviewers: the pixels, and nothing a camera has written beside them."""

import io

import pytest
from PIL import Image, PngImagePlugin

from server.domain import pictures
from tests.cameras import OWNER, place_in, written
from tests.fixtures.field import photo

XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><exif:GPSLatitude>19,0.6N</exif:GPSLatitude></x:xmpmeta>"


@pytest.fixture
def file(tmp_path):
    """A file with this content."""

    def write(content: bytes):
        path = tmp_path / "blob"
        path.write_bytes(content)
        return path

    return write


def saved(kind: str, **more) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "#7b9e87").save(out, kind, **more)
    return out.getvalue()


def noted_png() -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", OWNER)
    notes.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return saved("PNG", pnginfo=notes, exif=written())


@pytest.mark.parametrize(
    "content",
    [
        photo("site", exif=written()),
        saved("JPEG", comment=OWNER.encode()),
        saved("JPEG", xmp=XMP),
        noted_png(),
        saved("WEBP", exif=written(), xmp=XMP),
        saved("GIF", comment=OWNER.encode()),
    ],
    ids=["EXIF", "comment", "XMP", "PNG", "WebP", "GIF"],
)
def test_a_copy_has_the_pixels_and_nothing_else(file, content):
    assert place_in(content) or b"GPSLatitude" in content

    copy = pictures.copy(file(content))

    assert not place_in(copy) and b"GPSLatitude" not in copy
    with Image.open(io.BytesIO(copy)) as read, Image.open(io.BytesIO(content)) as given:
        assert (read.format, read.size, dict(read.getexif())) == ("JPEG", given.size, {})
        assert read.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_copy_stands_upright_although_it_no_longer_says_how_the_camera_was_held(file):
    lying = Image.Exif()
    lying[0x0112] = 6

    with Image.open(io.BytesIO(pictures.copy(file(photo(size=(80, 60), exif=lying.tobytes()))))) as copy:
        assert copy.size == (60, 80)


def test_a_copy_is_no_larger_than_what_the_forms_ask_for(file):
    with Image.open(io.BytesIO(pictures.copy(file(photo(size=(2400, 1800)))))) as copy:
        assert copy.size == (1600, 1200)


@pytest.mark.parametrize(
    "content",
    [b"", b"no picture", photo()[:400], photo()[: len(photo()) // 2], saved("BMP")],
    ids=["empty", "text", "cut in its head", "cut in the middle", "another kind"],
)
def test_what_cannot_be_read_has_no_copy(file, content):
    with pytest.raises(pictures.PictureUnreadable):
        pictures.copy(file(content))


def test_a_picture_of_too_many_pixels_has_no_copy(file, monkeypatch):
    monkeypatch.setattr(pictures, "MOST_PIXELS", 64 * 48 - 1)

    with pytest.raises(pictures.PictureUnreadable):
        pictures.copy(file(saved("PNG")))


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (photo(), "plan.pdf", True),
        (saved("TIFF"), "plan", True),
        (b"\0\0\0\x18ftypheic", "plan", True),
        (b"\0\0\0\x18ftypisom", "plan", True),
        (b"anything", "1732251000.jpg", True),
        (b"anything", "film.mp4", True),
        (b"%PDF-1.4", "plan.pdf", False),
        (b"PK\x03\x04", "plan.docx", False),
        (b"", "plan", False),
    ],
)
def test_a_picture_is_known_by_its_content_or_its_name(file, content, name, expected):
    assert pictures.is_picture(file(content), name) is expected
