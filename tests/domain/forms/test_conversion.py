"""What is wrong with a workbook is told by sheet and row, in words for whoever made it."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from server.domain.forms import check, convert
from server.domain.forms.faults import engine_fault, fault_of
from server.domain.forms.problems import FormInvalid
from tests.forms.workbooks import workbook
from tests.openrosa.blank import blank


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


def test_a_sheet_is_found_in_whatever_case_its_name_is():
    asked = [("type", "name", "label"), ("text", "a", "x"), ("txet", "b", "x")]
    book = Workbook()
    book.active.title = "Survey"
    for row in asked:
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)

    assert refused(written.getvalue()).text("en") == "survey, row 3: Unknown question type 'txet'."


def test_a_workbook_without_a_form_id_is_not_taken_for_another_form():
    assert refused(workbook(settings=[("version",), ("1",)])).text("th").startswith("settings: ไม่มี form_id")
    assert b'id="data"' in convert(workbook(settings=[("form_id",), ("data",)]), "form.xlsx").xml


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "docProps/core.xml"])
def test_a_damaged_workbook_is_told_so(part):
    whole, written = zipfile.ZipFile(io.BytesIO(workbook())), io.BytesIO()
    with zipfile.ZipFile(written, "w") as damaged:
        for name in whole.namelist():
            damaged.writestr(name, b"<x" if name == part else whole.read(name))

    assert "เสียหาย" in refused(written.getvalue()).text("th")


@pytest.mark.parametrize("encoding", ["tis-620", "utf-16"])
def test_a_definition_that_is_not_utf_8_is_refused_before_its_thai_is_lost(encoding):
    assert "UTF-8" in refused(blank("survey", title="สำรวจ").decode().encode(encoding), "survey.xml").text("th")


def test_the_mark_that_some_editors_begin_a_file_with_is_left_out():
    assert convert(b"\xef\xbb\xbf" + blank("survey"), "survey.xml").xml == blank("survey")


@pytest.mark.parametrize(
    ("was", "now", "why"),
    [
        ("<h:title>survey</h:title>", "", "form_title"),
        ('<data id="survey"', '<data id=".."', "form_id"),
        ('<data id="survey"', '<data id="x.svc"', "form_id"),
        ("</model>", '<h:submission xmlns:h="http://www.w3.org/2002/xforms" action="https://x.org"/></model>', "_url"),
    ],
)
def test_what_phones_would_stumble_over_is_refused_in_thai(was, now, why):
    with pytest.raises(FormInvalid) as refusal:
        check(blank("survey").decode().replace(was, now).encode())

    assert why in refusal.value.text("th")
    assert refusal.value.text("th") != refusal.value.text("en")


LOOP = """
>> XForm is invalid. See above for the errors.
: Cycle detected in form's relevant and calculation logic!
The following nodes are likely involved in the loop:
${b}
${a}
The following files failed validation:
${tmpfmj6w7u_}.xml
Result: Invalid
"""


def test_what_the_engine_says_of_itself_is_left_out():
    fault = engine_fault(LOOP)

    assert fault.says.startswith("Cycle detected") and fault.says.endswith("${b} ${a}")
    assert fault.says_th == "สูตรของคำถามเหล่านี้อ้างถึงกันเป็นวงกลม: ${b} ${a}"
