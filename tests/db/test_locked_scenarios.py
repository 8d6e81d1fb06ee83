"""Every scenario of the definitions, locked through the database: published, explained and gated as the rules say."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from server.db.models import Criteria, IndicatorResult, VillageYear
from server.db.queries.indicators import evidence_of
from server.domain import locking
from server.domain.indicators.criteria import BASES
from server.domain.indicators.results import VillageResult
from server.domain.indicators.village import assess, assess_both
from server.domain.permissions import Caller
from tests.db.evidence import of_rules, of_sql
from tests.db.stored_facts import store
from tests.domain.indicators.base_case import Scenario
from tests.domain.indicators.scenarios import SCENARIOS
from tests.factories import make_system, make_village

ALL = [pytest.param(scenario, id=f"{scenario.id}: {scenario.change}") for scenario in SCENARIOS]


@pytest.fixture
def unsaved(connected: Engine) -> Iterator[Session]:
    """A session whose test commits nothing."""
    with Session(connected) as opened:
        yield opened


def locked(session: Session, scenario: Scenario):
    """Store the facts of a scenario and lock its year on its as-of date (or the date it says); the locked criteria."""
    workspace_id = store(session, scenario.facts)
    make_village(session, scenario.facts.village_code)
    criteria = replace(scenario.criteria, locked_on=scenario.criteria.locked_on or scenario.as_of)
    year = session.get_one(Criteria, (workspace_id, criteria.plan_year))
    for name in vars(criteria):
        setattr(year, name, getattr(scenario.criteria, name) if name != "locked_on" else None)
    session.flush()
    province = Caller(make_system(session).id, "system", "yudee", workspace_id, "province_officer", "50")
    noon = datetime.combine(criteria.locked_on, time(5), UTC)
    locking.lock(session, province, criteria.plan_year, now=noon)
    return workspace_id, criteria


def published(session: Session, workspace_id: int, expected: VillageResult) -> tuple:
    """(status, grade, households, reference date, [(num, den, needed, percent, met)]) as stored."""
    key = (workspace_id, expected.plan_year, expected.basis, expected.village_code)
    row = session.get_one(VillageYear, key)
    of_village = select(IndicatorResult).where(
        IndicatorResult.workspace_id == workspace_id,
        IndicatorResult.plan_year == expected.plan_year,
        IndicatorResult.basis == expected.basis,
        IndicatorResult.village_code == expected.village_code,
    )
    four = session.scalars(of_village.order_by(IndicatorResult.indicator))
    numbers = [(one.num, one.den, one.needed, one.percent, one.met) for one in four]
    return row.status, row.grade, row.households, row.reference_date, numbers


def as_ruled(result: VillageResult) -> tuple:
    numbers = [(one.num, one.den, one.needed, one.percent, one.met) for one in result.indicators]
    return result.status, result.grade, result.n_households, result.reference_date, numbers


@pytest.mark.parametrize("scenario", ALL)
def test_a_locked_year_is_published_as_the_rules_have_it(unsaved: Session, scenario: Scenario) -> None:
    workspace_id, criteria = locked(unsaved, scenario)

    for basis in BASES:
        expected = assess(scenario.facts, criteria, criteria.locked_on, basis)
        assert published(unsaved, workspace_id, expected) == as_ruled(expected)
        kept = evidence_of(unsaved, workspace_id, scenario.facts.village_code, criteria.plan_year, basis)
        assert of_sql(kept) == of_rules(expected)
    gates = set(unsaved.scalars(select(VillageYear.gate)))
    assert gates == {assess_both(scenario.facts, criteria, criteria.locked_on).gate}


@pytest.mark.parametrize(
    ("id", "gate"),
    [("S13", "make_plan"), ("C20", "make_plan"), ("C28", "make_plan"), ("S3", "make_plan"), ("S2", "propose")],
)
def test_a_locked_year_leaves_no_village_waiting_for_its_gate(unsaved: Session, id: str, gate: str) -> None:
    locked(unsaved, next(scenario for scenario in SCENARIOS if scenario.id == id))

    assert set(unsaved.scalars(select(VillageYear.gate))) == {gate}
