"""CSV files as spreadsheets save them: read, or refused with what to do."""

from dataclasses import dataclass

import pytest

from server.domain.imports import cells, sheets
from server.domain.imports.sheets import Column

COLUMNS = (
    Column("village_code", cells.code(8)),
    Column("head_name", cells.words(20), private=True),
    Column("members", cells.whole(1, 60), required=False),
)


@dataclass(frozen=True)
class Line:
    village_code: str
    head_name: str
    members: int | None = None


def read(text, encoding="utf-8"):
    return sheets.read(text.encode(encoding), COLUMNS, Line)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_file_is_read_with_or_without_a_mark_at_its_beginning(encoding, newline):
    rows, faults = read(newline.join(["village_code,head_name,members", '50070503,"นาย ก, ตัวอย่าง",4', ""]), encoding)

    assert [line.value for line in rows] == [Line("50070503", "นาย ก, ตัวอย่าง", 4)]
    assert faults == []


def test_columns_come_in_any_order_and_may_be_left_out_when_not_needed():
    rows, _ = read("Head_Name,VILLAGE_CODE\nนาง ข,50070503\n")

    assert rows[0].value == Line("50070503", "นาง ข", None)


def test_rows_are_counted_as_the_spreadsheet_counts_them():
    rows, faults = read('village_code,head_name\n50070503,"ก\nข"\n,\n50070503,\n')

    assert [line.row for line in rows] == [2]
    assert [(fault.row, fault.column, fault.fault.code) for fault in faults] == [(4, "head_name", "empty")]


def test_every_fault_of_a_row_is_told():
    _, faults = read("village_code,head_name,members\n๕๐๐๗๐๕๐๓,นาย ก,many\n")

    assert [(fault.column, fault.fault.code) for fault in faults] == [
        ("village_code", "thai-digits"),
        ("members", "not-whole"),
    ]


def test_a_name_is_never_repeated_in_a_report():
    _, faults = read(f"village_code,head_name\n5007,{'ชื่อยาว' * 10}\n")

    assert [(fault.column, fault.value) for fault in faults] == [("village_code", "5007"), ("head_name", "")]


def test_a_comma_too_many_is_a_fault_of_its_row():
    _, faults = read("village_code,head_name\n50070503,นาย ก, ตัวอย่าง\n")

    assert [(fault.row, fault.fault.code) for fault in faults] == [(2, "more-cells")]


def test_empty_columns_and_rows_at_the_edges_of_the_sheet_are_passed_over():
    rows, faults = read("village_code,head_name,,\n50070503,นาย ก,,\n,,,\n")

    assert (len(rows), faults) == (1, [])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("village_code,head_name\n50070503,นาย ก\n".encode("cp874"), "file-in-thai-windows"),
        ("village_code,head_name\n50070503,นาย ก\n".encode("utf-16"), "file-not-utf8"),
        (b"PK\x03\x04 and so on", "file-is-workbook"),
        ("village_code;head_name\n50070503;นาย ก\n".encode(), "file-separated-otherwise"),
        ("village_code\thead_name\n50070503\tนาย ก\n".encode(), "file-separated-otherwise"),
        ('village_code,head_name\n50070503,"นาย ก\n'.encode(), "file-quotes-open"),
        (b"", "file-empty"),
        (b"village_code,head_name\n,\n", "file-empty"),
        (b"village_code,head\n1,2\n", "columns-wrong"),
        (b"village_code,head_name,head_name\n1,2,3\n", "columns-wrong"),
        (b"\0\0\0", "file-not-utf8"),
    ],
)
def test_a_file_that_is_no_such_table_says_what_it_is(content, code):
    with pytest.raises(sheets.FileUnreadable) as refused:
        sheets.read(content, COLUMNS, Line)

    assert refused.value.code == code
    assert refused.value.text("th") != refused.value.text("en")


def test_wrong_columns_are_named():
    with pytest.raises(sheets.ColumnsWrong) as refused:
        read("village,head_name\n50070503,นาย ก\n")

    assert "Missing: village_code; unknown: village" in refused.value.text("en")


def test_a_row_that_repeats_another_names_it():
    rows, _ = read("village_code,head_name\n50070503,นาย ก\n50070504,นาย ก\n50070503,นาย ข\n")

    repeated = sheets.repeated(rows, lambda line: line.village_code, "village_code")

    assert [(fault.row, fault.text("en")) for fault in repeated] == [(4, "The same as row 2.")]
