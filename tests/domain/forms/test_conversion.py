"""What is wrong with a workbook is told by sheet and row, in words for whoever made it."""

import io

import pytest
from openpyxl import Workbook

from server.domain.forms import convert
from server.domain.forms.faults import fault_of
from server.domain.forms.problems import FormInvalid

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


def refused(source, name="form.xlsx"):
    with pytest.raises(FormInvalid) as refusal:
        convert(source, name)
    (fault,) = refusal.value.faults
    return fault


def survey(*rows):
    return workbook(survey=[("type", "name", "label", "relevant"), *rows])


def test_a_good_workbook_is_converted_and_kept():
    converted = convert(workbook(), "form.xlsx")

    assert b'id="survey"' in converted.xml
    assert converted.xlsx.startswith(b"PK")


@pytest.mark.parametrize(
    ("rows", "row", "thai"),
    [
        ([("txet", "note", "x")], 2, "ไม่รู้จักชนิดคำถาม “txet”"),
        ([("text", "a", "x"), ("text", "b", "x", "${c} = 1")], 3, "สูตรอ้างถึงคำถาม “c”"),
        ([("text", "a", "x"), ("text", "a", "x")], 3, "ชื่อ “a” ซ้ำ"),
        ([("begin_group", "g", "x"), ("text", "a", "x")], 2, "เปิด group “g” ไว้แต่ไม่มี end_group"),
        ([("text", "1a", "x")], 2, "ชื่อต้องขึ้นต้นด้วยตัวอักษร"),
    ],
)
def test_the_usual_faults_name_sheet_and_row_in_thai(rows, row, thai):
    fault = refused(survey(*rows))

    assert (fault.sheet, fault.row) == ("survey", row)
    assert fault.text("th").startswith(f"survey, แถว {row}: {thai}")
    assert fault.text("en").startswith(f"survey, row {row}: ")


def test_a_list_of_choices_that_is_not_there_is_named():
    asked = [("type", "name", "label"), ("select_one colours", "a", "x")]
    choices = [("list_name", "name", "label"), ("sizes", "big", "ใหญ่")]

    assert "“colours”" in refused(workbook(survey=asked, choices=choices)).text("th")


@pytest.mark.parametrize("source", [b"", b"not a workbook", b"PK\x03\x04broken"])
def test_what_is_no_workbook_is_told_so(source):
    assert refused(source).text("th") == "ไฟล์นี้ไม่ใช่สมุดงาน Excel (.xlsx)"


def test_other_words_of_the_converter_stay_as_they_are():
    fault = fault_of("[row : 7] On the 'choices' sheet, the thing is odd.")

    assert (fault.sheet, fault.row, fault.text("th")) == ("choices", 7, "choices, แถว 7: The thing is odd.")
