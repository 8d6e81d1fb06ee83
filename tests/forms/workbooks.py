"""Workbooks made in a test: `workbook(survey=[("type", "name", "label"), …])`."""

import io

from openpyxl import Workbook

GOOD = {
    "survey": [("type", "name", "label"), ("text", "note", "หมายเหตุ")],
    "settings": [("form_id", "version"), ("survey", "1")],
}


def workbook(**sheets):
    book = Workbook()
    book.remove(book.active)
    for name, rows in (GOOD | sheets).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
