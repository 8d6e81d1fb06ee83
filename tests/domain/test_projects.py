"""Progress from the few reports on which it turns is progress from all of them."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from server.domain.indicators.criteria import BASES, default_criteria
from server.domain.indicators.households import order_of_receipt
from server.domain.indicators.location import Point
from server.domain.indicators.progress import Project, Report, progress_of
from server.domain.projects import deciding

SITE, NEAR_BY, FAR = Point(19.01, 98.83), Point(19.011, 98.83), Point(19.2, 98.9)
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
        gps=some.sampled_from([None, SITE, NEAR_BY, FAR]),
        photos_received=some.integers(0, 1),
    ),
    max_size=8,
)


@given(reports, some.sampled_from(BASES), some.sampled_from([None, SITE]))
def test_the_deciding_reports_say_what_all_reports_say(sent, basis, site):
    project, rules = Project(stage="in_progress", approved=100, site=site), default_criteria(2570)
    latest_first = sorted(sent, key=lambda one: (one.report_date or date.min, *order_of_receipt(one)), reverse=True)
    when = {"criteria": rules, "as_of": date(2026, 11, 22), "basis": basis}

    few = deciding(latest_first, project, rules, basis)

    assert progress_of(project, few, **when) == progress_of(project, sent, **when)


def test_one_good_report_is_enough():
    good = Report(
        instance_id="1",
        received_at=NOON,
        report_date=date(2026, 10, 1),
        percent_physical=1,
        gps=SITE,
        photos_received=1,
    )
    project = Project(stage="in_progress", approved=100, site=SITE)

    assert deciding([good] * 5, project, default_criteria(2570), "provisional") == [good]
