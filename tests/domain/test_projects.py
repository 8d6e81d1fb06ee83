"""Progress from the few reports on which it turns is progress from all of them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from server.domain.indicators.criteria import BASES, default_criteria
from server.domain.indicators.households import order_of_receipt
from server.domain.indicators.progress import Project, Report, progress_of
from server.domain.projects import deciding

NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)
reports = some.lists(
    some.builds(
        Report,
        instance_id=some.uuids().map(str),
        received_at=some.integers(0, 3).map(lambda hours: NOON + timedelta(hours=hours)),
        state=some.sampled_from(["received", "approved", "rejected", "has_issues"]),
        outside_area=some.booleans(),
        report_date=some.none() | some.dates(date(2026, 10, 1), date(2026, 10, 5)),
        percent_physical=some.integers(0, 100),
        disbursed=some.integers(0, 200),
        reporter=some.sampled_from(["committee", "tambon_team", "district"]),
        has_position=some.booleans(),
        distance_m=some.sampled_from([None, 0, 111, 22_000]),
        photos_received=some.integers(0, 1),
    ),
    max_size=8,
)


@given(reports, some.sampled_from(BASES))
def test_the_deciding_reports_say_what_all_reports_say(sent, basis):
    project, rules = Project(stage="in_progress", approved=100), default_criteria(2570)
    latest_first = sorted(sent, key=lambda one: (one.report_date or date.min, *order_of_receipt(one)), reverse=True)
    when = {"criteria": rules, "as_of": date(2026, 11, 22), "basis": basis}

    few = deciding(latest_first, project, rules, basis)

    assert progress_of(project, few, **when) == progress_of(project, sent, **when)


def test_a_good_report_of_the_team_and_one_of_the_committee_are_enough():
    team = Report(
        instance_id="1",
        received_at=NOON,
        report_date=date(2026, 10, 1),
        percent_physical=1,
        has_position=True,
        distance_m=0,
        photos_received=1,
    )
    committee = replace(team, reporter="committee")
    project = Project(stage="in_progress", approved=100)

    assert deciding([team, committee] * 5, project, default_criteria(2570), "provisional") == [team, committee]
