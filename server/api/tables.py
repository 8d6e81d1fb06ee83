"""Tables for spreadsheets: CSV that Excel opens in Thai and never runs."""

import csv as writing
import io
from collections.abc import Iterable, Mapping

from flask import Response

from server.exports.cells import BYTE_ORDER_MARK, safe
from server.exports.columns import Words

Columns = Mapping[str, Words]  # words of a column in each language, by the name of the field


def csv(columns: Columns, rows: Iterable[Mapping[str, object]], *, lang: str | None, file_name: str) -> Response:
    """The rows under the words of a language, or under the names of the fields."""
    page = io.StringIO()
    writer = writing.writer(page)
    writer.writerow([words[lang] if lang else name for name, words in columns.items()])
    writer.writerows([safe(row[name]) for name in columns] for row in rows)
    response = Response(BYTE_ORDER_MARK + page.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response
