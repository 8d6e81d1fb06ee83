"""Answers that are written while they are read: the rows of a CSV file, and the response that brings them."""

import csv
import io
from collections.abc import Iterable, Iterator

from flask import Response

from server.downloads import disposition

# A quote that nothing closes: what reads tables strictly refuses it, and people see it.
BROKEN_OFF = '"ไม่ครบ เกิดข้อผิดพลาดระหว่างส่ง ขอใหม่อีกครั้ง · incomplete: it broke off here, ask for it again'


def lines(rows: Iterable[Iterable[object]]) -> str:
    """Rows as lines of a CSV file."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def told_if_broken(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The chunks of a CSV file, each of whole lines; when it breaks off, its last line says so.

    The web server (Granian 2.8) ends an answer that broke off as it ends a whole one, and half a table looks whole.
    """
    try:
        yield from chunks
    except Exception:
        yield BROKEN_OFF.encode()
        raise


def streamed(chunks: Iterator[bytes], content_type: str, name: str) -> Response:
    """A file of this name, in any alphabet."""
    response = Response(chunks, content_type=content_type, headers={"Content-Disposition": disposition(name)})
    response.automatically_set_content_length = False  # it would be read to its end to be counted, also for a 304
    return response
