"""Answers that are written while they are read: the rows of a CSV file, and the response that brings them."""

import csv
import io
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from flask import Response


def lines(rows: Iterable[Iterable[object]]) -> str:
    """Rows as lines of a CSV file."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def streamed(chunks: Iterator[bytes], content_type: str, name: str) -> Response:
    """A file of this name, in any alphabet."""
    names = {"filename": name.encode("ascii", "replace").decode().replace("?", "_")}
    names["filename*"] = f"UTF-8''{quote(name, safe='')}"
    response = Response(chunks, content_type=content_type)
    response.headers.set("Content-Disposition", "attachment", **names)
    return response
