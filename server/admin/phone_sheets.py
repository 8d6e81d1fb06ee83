"""Printed sheets that set phones up: an A4 page for each, with its QR code and what to do, in Thai."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from weasyprint import HTML, Document
from weasyprint.urls import URLFetcher

from server.domain import settings_code
from server.domain.phones import PhoneKey

FONTS = Path(__file__).parents[1] / "static" / "vendor" / "sarabun"
SCALE = 3  # pixels of the drawing per module; the page makes it as large as it wants
NOTHING_FROM_ELSEWHERE = URLFetcher(allowed_protocols=("file", "data"), allow_redirects=False, fail_on_errors=True)
PAGES = Environment(loader=PackageLoader("server.admin"), autoescape=True, undefined=StrictUndefined)


def pdf(keys: Sequence[PhoneKey], public_url: str, places: Mapping[str, str]) -> bytes:
    """A PDF with a page for each phone. It holds their tokens: for print, not for keeping. places: names by code."""
    return document(keys, public_url, places).write_pdf()


def document(keys: Sequence[PhoneKey], public_url: str, places: Mapping[str, str]) -> Document:
    """The same, laid out and not yet written."""
    sheets = [(key.phone, drawn(settings_code.of_phone(key, public_url))) for key in keys]
    page = PAGES.get_template("phone_sheets.html").render(sheets=sheets, places=places, province=keys[0].workspace_name)
    return HTML(string=page, base_url=FONTS.as_uri() + "/", url_fetcher=NOTHING_FROM_ELSEWHERE).render()


def drawn(settings: dict) -> str:
    """The QR code as an image that stands in the page itself, sharp at any size."""
    return settings_code.code_of(settings).svg_data_uri(scale=SCALE)
