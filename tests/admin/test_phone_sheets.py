"""The sheets that set phones up, as they come out of the printer."""

import pytest
import segno
from PIL import ImageFile

from server.admin import phone_sheets
from server.domain import settings_code
from server.domain.phones import PhoneKey, PhoneListed

ORIGIN = "https://yudee.example.go.th"


def key(name: str = "สะลวง 1", area: str = "500705") -> PhoneKey:
    return PhoneKey(PhoneListed(1, 1, name, "tambon_team", area, False, None), "เชียงใหม่", "A1" * 32, "7-" + "b" * 32)


def laid_out(*keys: PhoneKey):
    """The boxes of each page, in the order of the page."""
    document = phone_sheets.document(keys, ORIGIN, {"500705": "สะลวง", "50070503": ""})
    return [list(page._page_box.descendants()) for page in document.pages]


def words(boxes) -> str:
    return " ".join(box.text for box in boxes if hasattr(box, "text"))


@pytest.mark.parametrize("name", ["สะลวง 1", "ม.3 " + "กำนันผู้ใหญ่บ้าน" * 3, "x" * 60, "ทีม😀" + "W" * 56])
def test_every_phone_has_a_page_of_its_own_whatever_its_name(name):
    pages = laid_out(key(), key(name, "50070503"), key())

    assert len(pages) == 3
    for boxes in pages:
        shown = words(boxes).replace(" ", "")
        assert all(said in shown for said in ("Configure", "ติดตั้งแอป", "ว่าไม่มีอะไรค้างอยู่", "แจ้งอำเภอทันที", "ออกให้ใหม่"))


def test_a_page_says_whose_it_is_and_where():
    (boxes,) = laid_out(key("สะลวง 1"))

    assert "สะลวง 1" in words(boxes)
    assert "500705" in words(boxes)
    assert "เชียงใหม่" in words(boxes)


def test_the_code_of_the_page_is_the_one_that_collect_reads():
    of_phone = key()

    code = phone_sheets.drawn(settings_code.of_phone(of_phone, ORIGIN))

    assert code == settings_code.code_of(settings_code.of_phone(of_phone, ORIGIN)).svg_data_uri(scale=3)
    (boxes,) = laid_out(of_phone)
    image, small = [box for box in boxes if box.element_tag == "img"]
    assert image.width == image.height > 300  # CSS pixels: 88 mm are 333
    assert 80 < small.width == small.height < 100


def test_the_small_code_leads_to_the_teams_own_page():
    of_phone = key()

    assert of_phone.page_path == "/team/7-" + "b" * 32
    page = segno.make_qr(f"{ORIGIN}/team/7-{'b' * 32}", error="m").svg_data_uri(scale=3)
    assert phone_sheets.sheet(of_phone, ORIGIN).page_code == page


def test_a_name_is_shown_and_never_taken_for_markup_or_an_address():
    (boxes,) = laid_out(key('<img src="file:///etc/passwd">'))

    assert "file:///etc/passwd" in words(boxes).replace(" ", "")
    assert sum(box.element_tag == "img" for box in boxes) == 2


def test_the_file_is_a_pdf_with_the_fonts_in_it():
    made = phone_sheets.document([key()], ORIGIN, {"500705": "สะลวง"}).write_pdf(uncompressed_pdf=True)

    assert made.startswith(b"%PDF-")
    assert made.count(b"/FontFile") >= 2


def test_a_process_that_makes_sheets_still_knows_a_broken_photo_from_a_whole_one():
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False
