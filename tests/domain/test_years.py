"""Plan years: opened once with the usual window, every village computed under them."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from server import errors
from server.api.year_schemas import RulesSchema
from server.cli import year as cli_year
from server.db.models import Criteria, Event, StaleProject, StaleVillage
from server.domain import year_rules, years
from server.domain.permissions import Caller
from tests.factories import make_person, make_project, make_village, make_year


def test_a_year_opens_with_the_usual_window_and_rules(session):
    workspace_id = make_village(session).workspace_id

    assert years.open_year(session, workspace_id, 2570)

    row = session.get(Criteria, (workspace_id, 2570))
    assert (row.collection_start, row.collection_end) == (date(2025, 10, 1), date(2027, 9, 30))
    assert (row.threshold, row.gate_min_grade, row.open_for_collection, row.locked_on) == (70, "B", True, None)


def test_every_village_in_use_is_computed_under_a_new_year(session):
    workspace_id = make_village(session, "50070503").workspace_id
    make_village(session, "50070504", active=False)

    years.open_year(session, workspace_id, 2570)

    assert session.execute(select(StaleVillage.village_code, StaleVillage.plan_year)).all() == [("50070503", 2570)]


def test_a_year_that_is_open_stays_as_it_is(session):
    workspace_id = make_village(session).workspace_id
    make_year(session, 2570, threshold=80)

    assert not years.open_year(session, workspace_id, 2570)

    assert session.get(Criteria, (workspace_id, 2570)).threshold == 80
    assert session.scalars(select(Event.verb)).all() == []


def test_a_year_that_is_not_open_is_named(session):
    workspace_id = make_village(session).workspace_id

    with pytest.raises(years.YearNotOpen, match="2027"):
        years.must_be_open(session, workspace_id, 2027)


@pytest.mark.parametrize("plan_year", [2027, 2499, 2700, 0])
def test_a_gregorian_year_is_not_opened(session, plan_year):
    with pytest.raises(years.NotAPlanYear):
        years.open_year(session, make_village(session).workspace_id, plan_year)


# Rules


@pytest.fixture
def year(session):
    """The plan year 2570 of a province with one village and one project in it."""
    make_village(session)
    make_project(session)
    return make_year(session)


def caller(session, role="province_officer", area="50"):
    return Caller(make_person(session, role=role, area=area).actor_id, "person", "จังหวัด", 1, role, area)


def test_the_province_changes_rules_and_the_whole_year_is_computed_again(session, year):
    changed = years.set_rules(session, caller(session), 2570, {"threshold": 80, "gate_min_grade": "A"})

    assert changed == {"threshold": (70, 80), "gate_min_grade": ("B", "A")}
    assert (year.threshold, year.gate_min_grade) == (80, "A")
    assert session.execute(select(StaleVillage.village_code, StaleVillage.plan_year)).all() == [("50070503", 2570)]
    assert len(session.scalars(select(StaleProject.project_id)).all()) == 1


def test_the_book_keeps_the_old_values_beside_the_new(session, year):
    years.set_rules(session, caller(session), 2570, {"collection_end": date(2027, 10, 31), "threshold": 70})

    event = session.scalar(select(Event).where(Event.verb == "year.set_rules"))
    assert event.details == {"collection_end": ["2027-09-30", "2027-10-31"]}


def test_what_is_so_already_is_no_change(session, year):
    assert years.set_rules(session, caller(session), 2570, {"threshold": 70}) == {}

    assert session.scalars(select(StaleVillage.id)).all() == session.scalars(select(Event.id)).all() == []


@pytest.mark.parametrize(
    ("changes", "at_fault"),
    [
        ({"threshold": 0}, ["threshold"]),
        ({"threshold": 101}, ["threshold"]),
        ({"threshold": "70"}, ["threshold"]),
        ({"threshold": True}, ["threshold"]),
        ({"threshold": 0, "stale_days": 0}, ["stale_days", "threshold"]),
        ({"min_account_months": 25}, ["min_account_months"]),
        ({"ind2_mode": "best"}, ["ind2_mode"]),
        ({"gate_min_grade": "C"}, ["gate_min_grade"]),
        ({"collection_end": date(2025, 10, 1)}, ["collection_end"]),
        ({"collection_start": date(2027, 9, 30)}, ["collection_end"]),
        ({"collection_start": date(2568, 10, 1)}, ["collection_start"]),
        ({"collection_start": "2025-10-01"}, ["collection_start"]),
        ({"near_radius_m": 499}, ["near_radius_m"]),
        ({"site_radius_m": 2001}, ["near_radius_m"]),
        ({"behind_points": 0, "money_ahead_points": 101}, ["behind_points", "money_ahead_points"]),
        ({"retention_years": 0}, ["retention_years"]),
        ({"locked_on": date(2027, 1, 1)}, ["locked_on"]),
    ],
)
def test_rules_that_cannot_be_are_refused_by_name_and_nothing_is_changed(session, year, changes, at_fault):
    with pytest.raises(years.RulesInvalid) as refused:
        years.set_rules(session, caller(session), 2570, {"behind_points": 30} | changes)

    assert sorted(refused.value.details["errors"]) == at_fault
    session.refresh(year)
    assert (year.behind_points, year.threshold) == (20, 70)


def test_a_locked_year_keeps_its_rules(session, year):
    year.locked_on = date(2027, 10, 1)

    with pytest.raises(years.YearLocked):
        years.set_rules(session, caller(session), 2570, {"threshold": 80})


@pytest.mark.parametrize("role", ["district_officer", "evaluation_committee", "admin"])
def test_only_the_province_sets_rules(session, year, role):
    somebody = caller(session, role, "5007" if role == "district_officer" else "50")

    with pytest.raises(errors.NotAllowed):
        years.set_rules(session, somebody, 2570, {"threshold": 80})


def test_rules_of_a_year_that_is_not_open_cannot_be_set(session, year):
    with pytest.raises(years.YearNotOpen):
        years.set_rules(session, caller(session), 2571, {"threshold": 80})


def test_every_setting_has_its_option_its_field_and_its_line_in_the_docs():
    definitions = (Path(__file__).parents[2] / "docs" / "indicators.md").read_text()

    assert cli_year.SETTINGS.keys() == set(RulesSchema().fields) == year_rules.SETTINGS.keys()
    assert [name for name in year_rules.SETTINGS if f"`{name}`" not in definitions] == []
