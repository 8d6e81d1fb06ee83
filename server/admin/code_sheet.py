"""The printed sheet with which somebody sets a password: an A4 page with the code and where to type it, in Thai."""

from pathlib import Path

import segno
from jinja2 import Environment, PackageLoader, StrictUndefined

from server.domain.resets import Given
from server.exports import paper
from server.pages.formats import day_in

STYLE = Path(__file__).with_name("sheets.css")
PAGES = Environment(loader=PackageLoader("server.admin"), autoescape=True, undefined=StrictUndefined)


def pdf(given: Given, public_url: str) -> bytes:
    """The sheet as a PDF. It holds the code: for print, not for keeping."""
    address = public_url + given.path
    code = segno.make_qr(address, error="m").svg_data_uri(scale=3)  # leads to the page alone; the code is typed
    told = {"given": given, "address": address, "image": code, "until": day_in(given.expires_at, "th")}
    return paper.laid_out(PAGES.get_template("admin/code_sheet.html").render(**told), STYLE).write_pdf()
