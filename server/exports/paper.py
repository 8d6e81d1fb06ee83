"""Pages laid out for print: Thai in our own fonts, nothing fetched from elsewhere."""

import logging
from pathlib import Path

from PIL import ImageFile
from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

# WeasyPrint has Pillow take broken pictures for whole ones, everywhere in the process; ours are to be known as broken.
ImageFile.LOAD_TRUNCATED_IMAGES = False

logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)  # a line for each step of each page

NOTHING_FROM_ELSEWHERE = URLFetcher(allowed_protocols=("file", "data"), allow_redirects=False, fail_on_errors=True)
STYLE = Path(__file__).with_name("paper.css")  # the fonts stand where it says


def laid_out(page: str, style: Path = STYLE) -> Document:
    """A page of HTML on paper, not yet written."""
    fonts, by_us = FontConfiguration(), {"url_fetcher": NOTHING_FROM_ELSEWHERE}
    css = CSS(filename=style, font_config=fonts, **by_us)
    return HTML(string=page, **by_us).render(stylesheets=[css], font_config=fonts)
