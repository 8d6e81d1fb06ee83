"""Ten times the rows take no more memory."""

import tempfile
import tracemalloc

import pytest

from server.exports import files, press, tables

WHERE = {"district": "แม่ริม", "subdistrict": "สะลวง", "moo": 3, "name_th": "บ้านทดสอบ"}


def rows(number: int):
    """Indicators as the database hands them out, one after the other."""
    for index in range(number):
        counted = {"num": index % 90, "den": 100, "needed": 70, "percent": 42, "met": index % 2 == 0}
        yield WHERE | counted | {
            "plan_year": 2570, "basis": "official", "code": f"{50000000 + index // 4}", "status": "graded",
            "grade": "A", "indicator": index % 4 + 1,
        }  # fmt: skip


def most_memory(kind: str, number: int) -> int:
    """Bytes at the worst moment of writing so many rows."""
    with tempfile.TemporaryFile() as file, press.written_in("th"):
        tracemalloc.start()
        files.write(file, kind, files.Sheet(tables.find("indicators"), rows(number), "th"))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert file.tell() > number
    return peak


@pytest.mark.long
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_ten_times_the_rows_take_no_more_memory(kind):
    most_memory(kind, 100)  # what is made once
    few, many = most_memory(kind, 400), most_memory(kind, 4_000)

    assert many < 1.3 * few
