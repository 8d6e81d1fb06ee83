"""Workbooks opened by LibreOffice, as an officer does: nothing is repaired, Thai and Buddhist days are there."""

import csv
import io
import subprocess
from pathlib import Path

import pytest

from tests.api.results import store_result
from tests.factories import make_village, make_year


@pytest.fixture
def converted(tmp_path):
    """A workbook as LibreOffice reads it: the rows of its first sheet, as they are shown."""

    def convert(workbook: bytes) -> list[list[str]]:
        (tmp_path / "book.xlsx").write_bytes(workbook)
        words = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to"]
        as_shown = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true"
        ran = subprocess.run(
            [*words, as_shown, "--outdir", tmp_path, tmp_path / "book.xlsx"],
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert not ran.returncode and "Error" not in ran.stderr, ran.stderr
        return list(csv.reader(io.StringIO(Path(tmp_path / "book.csv").read_text("utf-8-sig"))))

    return convert


@pytest.mark.long
def test_libreoffice_shows_what_was_written(officer, session, converted):
    make_year(session)
    store_result(session, "50070503")
    make_village(session, "50070504", name_th="=1+1")
    session.commit()

    head, first, second = converted(officer.get("/tables/villages.xlsx?area=5007&year=2570").answer.data)
    row = dict(zip(head, first, strict=True))
    assert (row["รหัสหมู่บ้าน"], row["สถานะ"], row["ปีแผน"]) == ("50070503", "ประเมินแล้ว", "2570")
    assert row["1 ใช้บัญชี: ร้อยละ"] == "80.00%"
    assert row["วันอ้างอิง"] == "20 พ.ย. 2569"
    assert dict(zip(head, second, strict=True))["ชื่อหมู่บ้าน"] == "=1+1"
