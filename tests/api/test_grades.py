"""Grades of areas as JSON and as tables."""

import csv
import io

import pytest

from tests.api.results import store_result
from tests.factories import make_village, make_year

GRADES = "/areas/5007/grades?year=2570"


@pytest.fixture
def district(session):
    """Two tambons with three villages computed and one not yet."""
    make_year(session)
    store_result(session, "50070501", grade="A")
    store_result(session, "50070502", grade="C", gate="make_plan", counted=(69, 70), met=(False, True, True, False))
    store_result(
        session, "50070601", status="no_households", grade=None, gate="unknown", households=0, counted=(0, 0),
        met=(None, None, None, None),
    )  # fmt: skip
    make_village(session, "50070602")
    store_result(session, "50010101")
    session.commit()


def test_a_district_is_the_sum_of_its_villages(reader, district):
    whole = reader.get(GRADES).get_json()

    assert (whole["code"], whole["plan_year"], whole["basis"]) == ("5007", 2570, "official")
    assert (whole["villages_total"], whole["graded"], whole["villages_no_data"]) == (4, 2, 1)
    assert (whole["grade_a"], whole["grade_a_pct"], whole["grade_c_pct"]) == (1, 50.0, 50.0)
    assert (whole["accounts_num"], whole["accounts_den"], whole["accounts_pct"]) == (149, 200, 74.5)
    assert (whole["forum_pct"], whole["met_1"], whole["met_2"]) == (80.0, 1, 2)
    assert (whole["gate_propose"], whole["gate_make_plan"], whole["gate_unknown"]) == (1, 1, 2)


def test_the_rows_are_the_areas_right_below_and_add_up(reader, district):
    whole = reader.get(GRADES).get_json()

    assert [(row["code"], row["level"], row["villages_total"]) for row in whole["rows"]] == [
        ("500705", "subdistrict", 2),
        ("500706", "subdistrict", 2),
    ]
    for field in ("villages_total", "graded", "accounts_den", "met_2", "gate_unknown"):
        assert sum(row[field] for row in whole["rows"]) == whole[field]


def test_below_a_tambon_the_rows_are_villages_with_their_own_grade(reader, district):
    rows = reader.get("/areas/500706/grades?year=2570").get_json()["rows"]

    assert [(row["code"], row["level"], row["status"], row["grade"], row["gate"]) for row in rows] == [
        ("50070601", "village", "no_households", None, "unknown"),
        ("50070602", "village", "no_data", None, "unknown"),
    ]
    assert {row["accounts_pct"] for row in rows} == {None}


def test_official_and_provisional_are_never_mixed(reader, district, session):
    store_result(session, "50070602", basis="provisional", grade="B")
    session.commit()

    assert reader.get(f"{GRADES}&basis=provisional").get_json()["grade_b"] == 1
    assert reader.get(f"{GRADES}&basis=official").get_json()["grade_b"] == 0


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("", "year"), ("year=x", "year"), ("year=2027", "year"), ("year=2570&basis=both", "basis"),
        ("year=2570&bais=provisional", "bais"), ("year=2570&lang=th", "lang"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_422_by_field(reader, district, query, field):
    answer = reader.get(f"/areas/5007/grades?{query}")

    refused = answer.get_json()
    assert (answer.status_code, refused["code"], list(refused["errors"])) == (422, "input-invalid", [field])
    assert refused["message"].startswith("ข้อมูลที่ส่งมา")


def test_a_year_that_is_not_open_is_404_and_says_so(reader, district):
    answer = reader.get("/areas/5007/grades?year=2571", **{"Accept-Language": "en-GB"})

    assert (answer.status_code, answer.get_json()["code"]) == (404, "year-not-open")
    assert "2571" in answer.get_json()["message"]


@pytest.mark.parametrize("code", ["50", "5001", "500101", "99", "x", "5", "5007%", "50070", "๕๐๐๗", "5007;--"])
def test_an_area_outside_ones_own_is_not_there(reader, district, code):
    for suffix in ("grades", "grades.csv"):
        answer = reader.get(f"/areas/{code}/{suffix}?year=2570")
        assert (answer.status_code, answer.get_json()["code"]) == (404, "not-found")


def test_a_code_inside_ones_area_that_nobody_has_is_told_apart(reader, district):
    for figures in ("grades", "progress"):
        assert reader.get(f"/areas/500799/{figures}?year=2570").get_json()["code"] == "area-unknown"


def read_table(answer):
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_the_table_has_the_rows_under_the_names_of_the_fields(reader, district):
    answer = reader.get("/areas/5007/grades.csv?year=2570")

    rows = read_table(answer)
    assert answer.content_type == "text/csv; charset=utf-8"
    assert [(row["plan_year"], row["basis"], row["code"], row["accounts_pct"]) for row in rows] == [
        ("2570", "official", "500705", "74.50"),
        ("2570", "official", "500706", ""),
    ]


def test_the_table_may_be_headed_in_thai(reader, district):
    (row, _) = read_table(reader.get("/areas/5007/grades.csv?year=2570&lang=th"))

    assert (row["รหัส"], row["หมู่บ้านทั้งหมด"]) == ("500705", "2")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t"])
def test_a_name_that_is_a_formula_is_only_text_in_the_table(reader, district, session, sign):
    make_village(session, "50070603", name_th=f"{sign}1+1")
    session.commit()

    rows = read_table(reader.get("/areas/500706/grades.csv?year=2570"))
    assert rows[-1]["name_th"] == f"'{sign}1+1"


def test_the_same_figures_are_answered_304(reader, district, session):
    etag = reader.get(GRADES).headers["ETag"]

    assert reader.get(GRADES, **{"If-None-Match": etag}).status_code == 304
    store_result(session, "50070602", grade="B")
    session.commit()
    assert reader.get(GRADES, **{"If-None-Match": etag}).status_code == 200
