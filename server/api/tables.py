"""Tables for spreadsheets: CSV that Excel opens in Thai and never runs."""

import csv as writing
import io
from collections.abc import Iterable, Mapping

from flask import Response

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes Thai for something else

Columns = Mapping[str, Mapping[str, str]]  # words of a column in each language, by the name of the field


def csv(columns: Columns, rows: Iterable[Mapping[str, object]], *, lang: str | None, file_name: str) -> Response:
    """The rows under the words of a language, or under the names of the fields."""
    page = io.StringIO()
    writer = writing.writer(page)
    writer.writerow([words[lang] if lang else name for name, words in columns.items()])
    writer.writerows([cell(row[name]) for name in columns] for row in rows)
    response = Response(BYTE_ORDER_MARK + page.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


def cell(value: object) -> object:
    """Nothing for what is unknown; a text that a spreadsheet would run as a formula is marked as text."""
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_SIGNS) else value
