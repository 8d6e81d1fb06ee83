"""Cells: what is taken, and what is said about the rest."""

import re
import string
from datetime import date
from pathlib import Path

import pytest

from server.domain import imports
from server.domain.imports import cells
from server.domain.imports.faults import FAULTS, Fault


def fault(read, cell):
    with pytest.raises(Fault) as caught:
        read(cell)
    return caught.value


@pytest.mark.parametrize(
    ("read", "cell", "value"),
    [
        (cells.code(8), "50070503", "50070503"),
        (cells.whole(1, 60), "5", 5),
        (cells.degrees(-180, 180), "98.83", 98.83),
        (cells.one_of("village", "community"), "village", "village"),
        (cells.words(10), "บ้านน้ำใส", "บ้านน้ำใส"),
        (cells.iso_date, "2026-10-01", date(2026, 10, 1)),
        (cells.buddhist_year, "2570", 2570),
        (cells.house_no, "12/3 ก", "12/3 ก"),
        (cells.house_no, "12/34/567", "12/34/567"),
        (cells.house_no, "45/ก", "45/ก"),
    ],
)
def test_a_good_cell_becomes_its_value(read, cell, value):
    assert read(cell) == value


@pytest.mark.parametrize(
    ("read", "cell", "code"),
    [
        (cells.code(8), "5007050", "not-a-code"),
        (cells.code(8), "5007-0503", "not-a-code"),
        (cells.code(8), "5.00705E+07", "rounded"),
        (cells.code(8), "50070503.0", "rounded"),
        (cells.code(8), "٥٠٠٧٠٥٠٣", "not-a-code"),
        (cells.whole(0, 10**9), "100,000", "separators"),
        (cells.whole(0, 10**9), "100.50", "not-whole"),
        (cells.whole(1, 60), "0", "out-of-range"),
        (cells.whole(1, 60), "9" * 30, "not-whole"),
        (cells.degrees(-180, 180), "98,83", "not-a-number"),
        (cells.degrees(-180, 180), "181", "out-of-range"),
        (cells.degrees(-180, 180), "nan", "not-a-number"),
        (cells.one_of("village"), "Village", "not-one-of"),
        (cells.words(3), "ยาวไป", "too-long"),
        (cells.words(30), "ชื่อ\ufffd", "unreadable"),
        (cells.words(30), "ส\uf70b", "unreadable"),
        (cells.iso_date, "1/10/2026", "not-a-date"),
        (cells.iso_date, "2026-02-30", "not-a-date"),
        (cells.house_no, "12-Mar", "became-a-date"),
        (cells.house_no, "3-ธ.ค.", "became-a-date"),
        (cells.house_no, "ม.ค.-12", "became-a-date"),
        (cells.house_no, "12/3/2026", "became-a-date"),
        (cells.house_no, "เลขที่ 5", "house-no"),
        (cells.house_no, "1" * 16, "house-no"),
    ],
)
def test_a_bad_cell_says_what_is_wrong(read, cell, code):
    assert fault(read, cell).code == code


@pytest.mark.parametrize("read", [cells.code(8), cells.whole(1, 60), cells.house_no, cells.iso_date])
def test_thai_digits_are_refused_with_the_arabic_ones(read):
    said = fault(read, "๕๐๐๗๐๕๐๓")

    assert said.code == "thai-digits"
    assert "50070503" in said.text("th")
    assert "50070503" in said.text("en")


def test_a_buddhist_date_is_refused_with_the_gregorian_one():
    assert "2026-10-01" in fault(cells.iso_date, "2569-10-01").text("en")


def test_a_gregorian_fiscal_year_is_refused_with_the_buddhist_one():
    assert "2570" in fault(cells.buddhist_year, "2027").text("th")


def test_invisible_signs_and_double_blanks_go():
    assert cells.tidy("\u200b นาย  สมมุติ\u00a0ตัวอย่าง \ufeff") == "นาย สมมุติ ตัวอย่าง"


@pytest.mark.parametrize("code", FAULTS)
def test_both_languages_of_a_fault_name_the_same_details(code):
    named = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in FAULTS[code]]

    assert named[0] == named[1]


def test_every_fault_is_raised_somewhere():
    source = "".join(file.read_text() for file in Path(imports.__file__).parent.glob("*.py"))

    assert set(re.findall(r'Fault\(\s*"([a-z-]+)"', source)) == set(FAULTS)
