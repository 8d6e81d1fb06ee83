"""Grades of an area: what was computed, rolled up, with a line for each part."""

import datetime as dt
from decimal import Decimal

import pytest

from server.db.models import IndicatorResult, VillageYear
from server.domain import assignments, grades
from tests.factories import make_village

NOW = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)


def computed(session, village, grade, accounts, *, basis="official"):
    """A village of 100 households with a result."""
    workspace_id = make_village(session, village).workspace_id
    key = {"workspace_id": workspace_id, "plan_year": 2570, "basis": basis, "village_code": village}
    gate = "make_plan" if grade == "C" else "propose"
    stated = {"status": "graded", "grade": grade, "gate": gate, "households": 100}
    session.add(VillageYear(**key, **stated, reference_date=NOW.date(), computed_at=NOW))
    session.flush()
    for number, counted in ((1, accounts), (2, 80), (3, None), (4, None)):
        met = counted is None or counted >= 70
        share = {"num": counted, "den": 100, "percent": counted} if counted is not None else {}
        session.add(IndicatorResult(**key, indicator=number, met=met, **share))
    session.flush()


@pytest.fixture
def province(session):
    computed(session, "50070501", "A", 75)
    computed(session, "50070502", "B", 60)
    computed(session, "50010101", "A", 90)
    make_village(session, "50070503")
    return session


def of(session, area, basis="official"):
    return grades.of_area(session, 1, area, plan_year=2570, basis=basis)


def test_a_subdistrict_has_a_line_for_each_village(province):
    found = of(province, "500705")

    assert [(line.code, line.status, line.grade, line.gate) for line in found.lines] == [
        ("50070501", "graded", "A", "propose"),
        ("50070502", "graded", "B", "propose"),
        ("50070503", "no_data", None, "unknown"),
    ]
    assert [line.roll_up.accounts_pct for line in found.lines] == [75, 60, None]


def test_a_province_has_a_line_for_each_district_and_the_sum_of_all(province):
    found = of(province, "50")

    assert [(line.code, line.roll_up.villages_total, line.roll_up.grade_a) for line in found.lines] == [
        ("5001", 1, 1),
        ("5007", 3, 1),
    ]
    whole = grades.figures(found.roll_up)
    assert (whole["villages_total"], whole["grade_a"], whole["grade_b"], whole["villages_no_data"]) == (4, 2, 1, 1)
    assert (whole["graded"], whole["grade_a_pct"], whole["accounts_pct"]) == (3, Decimal("66.7"), Decimal("75.00"))
    assert (whole["met_1"], whole["met_2"]) == (2, 3)


def test_the_bases_are_kept_apart(province):
    assert of(province, "50", "provisional").roll_up.graded == 0


def test_an_area_that_is_none_is_refused(province):
    with pytest.raises(assignments.AreaUnknown):
        of(province, "5099")
