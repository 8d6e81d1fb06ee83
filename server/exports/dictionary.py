"""The dictionary of data: every field that can be taken away, what it means, in which unit, and where it is defined."""

import csv
import io

from flask import Response, render_template

from server.auth import person_required
from server.domain.permissions import Caller
from server.exports import cells, tables
from server.exports.columns import both
from server.exports.room import exports
from server.pages.formats import language

HEADS = (
    both("ตาราง", "Table"),
    both("ชื่อตาราง", "Title"),
    both("ชื่อสำหรับโปรแกรม", "Name for programs"),
    both("คอลัมน์", "Column"),
    both("ชนิด", "Kind"),
    both("หน่วย", "Unit"),
    both("ความหมาย", "What it means"),
    both("นิยาม", "Defined in"),
)


@exports.get("/dictionary")
@person_required("village.read")
def dictionary(_caller: Caller) -> str:
    return render_template("exports/dictionary.html", tables=tables.LISTED, kind_of=cells.kind_of)


@exports.get("/dictionary.csv")
@person_required("village.read")
def dictionary_table(_caller: Caller) -> Response:
    lang, page = language(), io.StringIO()
    writer = csv.writer(page)
    writer.writerow([head[lang] for head in HEADS])
    for table in tables.LISTED:
        for one in table.columns:
            of_table, kind = (table.name, table.title[lang]), cells.kind_of(one)[lang]
            words = (one.key, one.label[lang], kind, one.unit[lang], one.meaning[lang], table.source)
            writer.writerow(map(cells.safe, of_table + words))
    response = Response(cells.BYTE_ORDER_MARK + page.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="dictionary.csv"'
    return response
