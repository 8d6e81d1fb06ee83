"""Grades by command, for people and for scripts."""

from tests.factories import make_village, make_year


def test_grades_of_an_area_are_shown(yudee, session):
    make_village(session, "50070503")
    make_year(session, 2570)

    by_village = yudee("grades", "--year", 2570, "--area", "500705", "--json").json
    assert (by_village["villages_total"], by_village["lines"][0]["status"]) == (1, "no_data")
    assert "50070503" in yudee("grades", "--year", 2570, "--area", "500705").out
    assert yudee("grades", "--year", 2570).out.splitlines()[-1].split()[:2] == ["50", "1"]


def test_a_year_that_is_not_open_is_refused(yudee, session):
    make_village(session, "50070503")

    assert "[year-not-open]" in yudee("grades", "--year", 2027).err
