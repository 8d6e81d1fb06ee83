"""What is sent to become a form: read within limits, converted in a process of its own."""

import tempfile
from threading import Lock
from typing import BinaryIO
from urllib.parse import unquote

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from server.central.form_shapes import XLSX
from server.central.problems import DefinitionTooLarge, HeaderUnreadable
from server.domain.forms import apart, uploads
from server.domain.forms.conversion import Converted
from server.domain.forms.media import MAX_FILE_MB

MEGABYTE = 1_000_000
XML, XLS = "application/xml", "application/vnd.ms-excel"
KINDS = (XML, XLSX)
FALLBACK = "X-XlsForm-FormId-Fallback"
IN_MEMORY = 1 << 20  # bytes of a file that are not written to disk on the way
_one_at_a_time = Lock()  # of this process: a converter may take a gigabyte


def definition() -> bytes:
    """The workbook or definition that was sent; empty when nothing was. Raises DefinitionTooLarge."""
    request.max_content_length = uploads.MAX_MB * MEGABYTE
    try:
        return request.get_data()
    except RequestEntityTooLarge as error:
        raise DefinitionTooLarge(limit_mb=uploads.MAX_MB) from error


def converted(source: bytes) -> Converted:
    """What was sent as a definition; a workbook without an id gets that of the header. Raises FormInvalid."""
    is_workbook = request.mimetype in (XLSX, XLS) or source.startswith(b"PK")
    with _one_at_a_time:
        return apart.convert_apart(source, "form.xlsx" if is_workbook else "form.xml", form_id=fallback())


def fallback() -> str:
    """Raises HeaderUnreadable."""
    try:
        name = unquote(request.headers.get(FALLBACK, ""), errors="strict").strip()
    except UnicodeDecodeError as error:
        raise HeaderUnreadable(name=FALLBACK) from error
    if not name.isprintable():
        raise HeaderUnreadable(name=FALLBACK)
    return name


def file() -> BinaryIO:
    """The bytes that were sent as a file, as they are, whatever their Content-Encoding says; close it.

    Raises DefinitionTooLarge.
    """
    request.max_content_length = MAX_FILE_MB * MEGABYTE
    kept = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  (whoever asked closes it)
    try:
        while chunk := request.stream.read(IN_MEMORY):
            kept.write(chunk)
    except RequestEntityTooLarge as error:
        kept.close()
        raise DefinitionTooLarge(limit_mb=MAX_FILE_MB) from error
    kept.seek(0)
    return kept
