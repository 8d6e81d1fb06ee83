"""Plan years: opened once with the usual window, every village computed under them."""

from datetime import date

import pytest
from sqlalchemy import select

from server.db.models import Criteria, Event, StaleVillage
from server.domain import years
from tests.factories import make_village, make_year


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
