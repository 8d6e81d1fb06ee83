"""Where a project stands: work, money, schedule, and who has seen it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from server.domain.indicators.area_progress import area_progress
from server.domain.indicators.criteria import Basis, default_criteria
from server.domain.indicators.progress import (
    Progress,
    Project,
    Report,
    behind,
    expected_percent,
    latest_report,
    money_ahead,
    overdue,
    percent_disbursed,
    progress_of,
    stale,
)
from tests.domain.indicators.progress_vectors import END, START, VECTORS, Vector

PROJECT = Project(stage="in_progress", approved=4_300_000, planned_start=START, planned_end=END)


def report(number: int, on: date | None, percent: int = 0, **changes) -> Report:
    base = Report(
        instance_id=f"uuid:report-{number}",
        received_at=datetime(2026, 3, 1, 5, number, tzinfo=UTC),
        state="approved",
        report_date=on,
        percent_physical=percent,
        has_position=True,
        distance_m=0,
        accuracy_m=5,
        photos_received=1,
    )
    return replace(base, **changes)


def standing(
    *reports: Report, project: Project = PROJECT, as_of: date = date(2026, 3, 31), basis: Basis = "official"
) -> Progress:
    return progress_of(project, reports, criteria=default_criteria(2569), as_of=as_of, basis=basis)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.name)
def test_a_project_stands_as_the_table_says(vector: Vector) -> None:
    progress = standing(*vector.reports, project=vector.project, as_of=vector.as_of)

    assert {name: getattr(progress, name) for name in vector.expected} == vector.expected


def test_whether_the_latest_report_was_made_inside_the_tambon_is_told() -> None:
    inside = report(1, date(2026, 3, 1), inside_tambon=True)
    outside = report(2, date(2026, 3, 2), inside_tambon=False)

    assert (standing(inside).inside_tambon, standing(inside, outside).inside_tambon) == (True, False)
    assert standing(report(1, date(2026, 3, 1))).inside_tambon is None


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (date(2025, 12, 31), 0),
        (START, 0),
        (date(2026, 1, 2), 1),
        (date(2026, 2, 20), 50),
        (date(2026, 4, 10), 99),
        (END, 100),
        (date(2026, 4, 12), 100),
    ],
)
def test_the_expected_percent_is_a_straight_line(as_of: date, expected: int) -> None:
    assert expected_percent(START, END, as_of) == expected


def test_without_planned_dates_nothing_is_expected() -> None:
    assert expected_percent(None, END, END) is None
    assert expected_percent(START, None, END) is None
    assert not behind("in_progress", None, 0, behind_points=20)


def test_a_project_planned_for_one_day_is_expected_after_it() -> None:
    assert (expected_percent(START, START, START), expected_percent(START, START, date(2026, 1, 2))) == (0, 100)


@pytest.mark.parametrize(
    ("stage", "physical", "expected"),
    [("in_progress", 31, False), ("in_progress", 30, True), ("funded", 30, True), ("suspended", 30, False)],
)
def test_behind_means_twenty_points_under_the_line(stage: str, physical: int, expected: bool) -> None:
    assert behind(stage, 50, physical, behind_points=20) is expected


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        ("approved", True),
        ("funded", True),
        ("suspended", True),
        ("completed", False),
        ("evaluated", False),
        ("cancelled", False),
        ("proposed", False),
        ("not_approved", False),
    ],
)
def test_only_approved_and_unfinished_projects_are_overdue(stage: str, expected: bool) -> None:
    assert overdue(stage, END, date(2026, 4, 12)) is expected
    assert not overdue(stage, END, END)


def test_without_geo_tagged_report_the_first_transfer_counts_and_without_both_nothing() -> None:
    paid = replace(PROJECT, first_transfer=date(2026, 2, 1))
    untagged = report(1, date(2026, 3, 30), photos_received=0)

    assert standing(untagged, project=paid).stale
    assert not standing(untagged).stale
    assert not stale("completed", date(2026, 1, 1), END, stale_days=30)


@pytest.mark.parametrize("approved", [None, 0])
def test_without_an_approved_budget_no_money_is_ahead(approved: int | None) -> None:
    assert percent_disbursed(100, approved) is None
    assert not money_ahead(100, 0, approved, points=30)


def test_a_report_over_the_budget_gives_its_percent_and_no_money() -> None:
    sound = report(1, date(2026, 3, 1), 30, disbursed=1_000_000)
    too_much = report(2, date(2026, 3, 20), 60, disbursed=4_300_001)

    progress = standing(sound, too_much)

    assert (progress.percent_physical, progress.disbursed, str(progress.percent_disbursed)) == (60, 1_000_000, "23.25")


def test_the_latest_report_is_that_of_the_greatest_date_then_received_last_then_of_the_larger_id() -> None:
    early, late = report(9, date(2026, 3, 1)), report(1, date(2026, 3, 2))
    together = replace(late, instance_id="uuid:report-2")
    after = replace(late, instance_id="uuid:report-0", received_at=datetime(2026, 3, 1, 6, 0, tzinfo=UTC))

    assert latest_report([late, early]) == late
    assert latest_report([together, late, early]) == together
    assert latest_report([together, after, late, early]) == after


def test_official_progress_rests_on_approved_reports_and_provisional_on_all_that_are_not_rejected() -> None:
    reports = (
        report(1, date(2026, 3, 1), 10),
        report(2, date(2026, 3, 2), 20, state="received"),
        report(3, date(2026, 3, 3), 30, state="rejected"),
    )

    assert standing(*reports).percent_physical == 10
    assert standing(*reports, basis="provisional").percent_physical == 20


@pytest.mark.parametrize(
    "odd",
    [
        report(2, date(2569, 3, 1), 99),
        report(2, None, 99, be_year=True),
        report(2, END, 99, deleted=True),
        report(2, END, 99, outside_area=True),
    ],
    ids=["Buddhist year", "Buddhist year kept as a flag", "deleted", "from elsewhere"],
)
def test_odd_reports_do_not_count(odd: Report) -> None:
    assert standing(report(1, date(2026, 3, 1), 10), odd).percent_physical == 10


def test_an_area_weighs_work_by_baht_and_counts_what_needs_attention() -> None:
    small = replace(PROJECT, approved=10_000_000)
    large = replace(PROJECT, approved=20_000_000)
    dropped = replace(PROJECT, stage="cancelled", approved=90_000_000)
    done = report(1, date(2026, 3, 30), 100, disbursed=5_000_000)
    begun = report(2, date(2026, 3, 30), 50, disbursed=20_000_000, photos_received=0)

    area = area_progress(
        [
            (small, standing(done, project=small)),
            (large, standing(begun, project=large)),
            (dropped, standing(project=dropped)),
        ]
    )

    assert area.by_stage == {"in_progress": 2, "cancelled": 1}
    assert (area.geo_tagged, area.stale, area.behind, area.overdue, area.money_ahead) == (1, 0, 1, 0, 1)
    assert (str(area.physical_pct), str(area.disbursed_pct)) == ("66.66", "83.33")


def test_what_is_expected_of_an_area_is_weighed_by_baht_over_the_projects_with_planned_dates() -> None:
    begun = replace(standing(), expected_percent=50)
    over = replace(standing(), expected_percent=100)
    undated = replace(standing(), expected_percent=None)
    small, large = replace(PROJECT, approved=10_000_000), replace(PROJECT, approved=20_000_000)
    dropped = replace(PROJECT, stage="cancelled", approved=90_000_000)

    area = area_progress([(small, begun), (large, over), (large, undated), (dropped, begun)])

    assert str(area.expected_pct) == "83.33"
    assert area_progress([(large, undated)]).expected_pct is None


def test_an_area_without_budget_has_no_percents() -> None:
    area = area_progress([])

    assert (area.physical_pct, area.expected_pct, area.disbursed_pct) == (None, None, None)
