"""Answers that are written while they are read: the rows of a CSV file, and the response that brings them."""

import csv
import io
from collections.abc import Iterable, Iterator

from flask import Response

from server.downloads import disposition


def lines(rows: Iterable[Iterable[object]]) -> str:
    """Rows as lines of a CSV file."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def streamed(chunks: Iterator[bytes], content_type: str, name: str) -> Response:
    """A file of this name, in any alphabet."""
    response = Response(chunks, content_type=content_type, headers={"Content-Disposition": disposition(name)})
    response.automatically_set_content_length = False  # it would be read to its end to be counted, also for a 304
    return response
