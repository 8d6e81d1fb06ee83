"""Printed sheets that set phones up: an A4 page for each, with its QR code and what to do, in Thai."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import segno
from jinja2 import Environment, PackageLoader, StrictUndefined
from weasyprint import Document

from server.domain import settings_code
from server.domain.phones import PhoneKey, PhoneListed
from server.exports import paper

STYLE = Path(__file__).with_name("sheets.css")  # the fonts stand where it says
SCALE = 3  # pixels of the drawing per module; the page makes it as large as it wants
PAGES = Environment(loader=PackageLoader("server.admin"), autoescape=True, undefined=StrictUndefined)


def pdf(keys: Sequence[PhoneKey], public_url: str, places: Mapping[str, str]) -> bytes:
    """A PDF with a page for each phone. It holds their tokens: for print, not for keeping. places: names by code."""
    return document(keys, public_url, places).write_pdf()


def document(keys: Sequence[PhoneKey], public_url: str, places: Mapping[str, str]) -> Document:
    """The same, laid out and not yet written."""
    sheets = [sheet(key, public_url) for key in keys]
    page = PAGES.get_template("admin/phone_sheets.html").render(
        sheets=sheets, places=places, province=keys[0].workspace_name
    )
    return paper.laid_out(page, STYLE)


@dataclass(frozen=True)
class Sheet:
    """What stands on a page. code: sets Collect up; page_code: leads to the team's own page; both as images."""

    phone: PhoneListed
    code: str
    page_code: str


def sheet(key: PhoneKey, public_url: str) -> Sheet:
    page = segno.make_qr(public_url + key.page_path, error="m")
    return Sheet(key.phone, drawn(settings_code.of_phone(key, public_url)), page.svg_data_uri(scale=SCALE))


def drawn(settings: dict) -> str:
    """The QR code as an image that stands in the page itself, sharp at any size."""
    return settings_code.code_of(settings).svg_data_uri(scale=SCALE)
