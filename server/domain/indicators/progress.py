"""Geo-tagged progress of one project: percent, schedule, money, and what needs attention."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from server.domain.indicators.criteria import Basis, Criteria
from server.domain.indicators.facts import Received
from server.domain.indicators.households import counts_on, order_of_receipt
from server.domain.indicators.location import LocationClass, geo_tagged, location_class
from server.domain.indicators.shares import percent_cut

UNDER_WAY = frozenset({"funded", "in_progress"})
UNFINISHED = UNDER_WAY | {"approved", "suspended"}
COMPARED = ("committee", "tambon_team")  # who reports apart from each other
DIFFER_DAYS, DIFFER_POINTS = 14, 20


@dataclass(frozen=True, kw_only=True)
class Report(Received):
    """One project_progress submission. reporter: committee, tambon_team or district; disbursed: satang to date.

    accuracy_m: of the position, None when not given; distance_m: of the position from the project's site, None without
    either; inside_tambon: None without position or boundary.
    """

    report_date: date | None
    percent_physical: int
    reporter: str = "tambon_team"
    disbursed: int = 0
    has_position: bool = False
    accuracy_m: float | None = None
    distance_m: int | None = None
    inside_tambon: bool | None = None
    photos_received: int = 0
    milestone: str = "not_started"

    @property
    def event_date(self) -> date | None:
        return self.report_date


@dataclass(frozen=True, kw_only=True)
class Project:
    """A project as decided and planned. approved: satang, None before the decision."""

    stage: str
    approved: int | None = None
    planned_start: date | None = None
    planned_end: date | None = None
    first_transfer: date | None = None


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Where a project stands. All but geo_tagged_on and the money is of the latest counting report.

    percent_physical: 0 without a report; disbursed: satang; location_class, distance_m, inside_tambon: None without a
    report; geo_tagged_on: date of the last geo-tagged report; expected_percent: None without both planned dates.
    """

    latest_report: str | None
    percent_physical: int
    disbursed: int
    percent_disbursed: Decimal | None
    location_class: LocationClass | None
    distance_m: int | None
    inside_tambon: bool | None
    geo_tagged: bool
    geo_tagged_on: date | None
    expected_percent: int | None
    stale: bool
    behind: bool
    overdue: bool
    money_ahead: bool
    reports_differ: bool


def progress_of(
    project: Project, reports: Iterable[Report], *, criteria: Criteria, as_of: date, basis: Basis
) -> Progress:
    """Where a project stands on a basis. Source: docs/indicators.md 4."""
    counting = [report for report in reports if report_counts(report, basis)]
    latest = latest_report(counting)
    paid = latest_report(report for report in counting if not over_budget(report.disbursed, project.approved))
    tagged = latest_report(report for report in counting if is_geo_tagged(report, criteria))
    tagged_on = tagged.report_date if tagged else None
    percent = latest.percent_physical if latest else 0
    disbursed = paid.disbursed if paid else 0
    expected = expected_percent(project.planned_start, project.planned_end, as_of)
    return Progress(
        latest_report=latest.instance_id if latest else None,
        percent_physical=percent,
        disbursed=disbursed,
        percent_disbursed=percent_disbursed(disbursed, project.approved),
        location_class=where_made(latest, criteria) if latest else None,
        distance_m=latest.distance_m if latest else None,
        inside_tambon=latest.inside_tambon if latest else None,
        geo_tagged=latest is not None and is_geo_tagged(latest, criteria),
        geo_tagged_on=tagged_on,
        expected_percent=expected,
        stale=stale(project.stage, tagged_on or project.first_transfer, as_of, stale_days=criteria.stale_days),
        behind=behind(project.stage, expected, percent, behind_points=criteria.behind_points),
        overdue=overdue(project.stage, project.planned_end, as_of),
        money_ahead=money_ahead(disbursed, percent, project.approved, points=criteria.money_ahead_points),
        reports_differ=reports_differ(counting),
    )


def has_begun(reports: Iterable[Report]) -> bool:
    """Whether a report that is not rejected tells of work or of money."""
    counting = (report for report in reports if report_counts(report, "provisional"))
    return any(report.milestone != "not_started" or report.disbursed > 0 for report in counting)


def has_finished(reports: Iterable[Report]) -> bool:
    """Whether the latest approved report says that all work is done."""
    latest = latest_report(report for report in reports if report_counts(report, "official"))
    return latest is not None and latest.milestone == "completed" and latest.percent_physical == 100


def report_counts(report: Report, basis: Basis) -> bool:
    """Whether a report counts on a basis; one with a Buddhist year in its date never does."""
    counts = counts_on(report.state, basis) and not report.deleted and not report.outside_area
    return counts and not report.is_be_dated and report.report_date is not None


def latest_report(counting: Iterable[Report]) -> Report | None:
    """The report of the greatest date; of equal dates the one received last, then the larger instance id."""
    return max(counting, key=lambda one: (one.report_date or date.min, *order_of_receipt(one)), default=None)


def where_made(report: Report, criteria: Criteria) -> LocationClass:
    """Where a report was made, seen from its project."""
    return location_class(report.distance_m, report.accuracy_m, has_position=report.has_position, criteria=criteria)


def is_geo_tagged(report: Report, criteria: Criteria) -> bool:
    """Whether a report is backed by a photo that has arrived and a position at the site."""
    return geo_tagged(report.photos_received, where_made(report, criteria))


def reports_differ(counting: Iterable[Report]) -> bool:
    """Whether the latest reports of committee and tambon team, made within 14 days, are 20 points or more apart."""
    reports = list(counting)
    committee, team = (latest_report(report for report in reports if report.reporter == who) for who in COMPARED)
    if not (committee and team and committee.report_date and team.report_date):
        return False
    days = abs((committee.report_date - team.report_date).days)
    return days <= DIFFER_DAYS and abs(committee.percent_physical - team.percent_physical) >= DIFFER_POINTS


def percent_disbursed(disbursed: int, approved: int | None) -> Decimal | None:
    """Disbursed of approved in percent, cut to 2 decimals; None without an approved budget."""
    return percent_cut(disbursed, approved) if approved else None


def over_budget(disbursed: int, approved: int | None) -> bool:
    """Whether a report states more than was approved: it is flagged and not counted for money."""
    return approved is not None and disbursed > approved


def expected_percent(planned_start: date | None, planned_end: date | None, as_of: date) -> int | None:
    """The straight line from 0 on planned_start to 100 on planned_end, cut to whole percent."""
    if planned_start is None or planned_end is None:
        return None
    if as_of <= planned_start:
        return 0
    if as_of >= planned_end:
        return 100
    return (as_of - planned_start).days * 100 // (planned_end - planned_start).days


def stale(stage: str, last_seen: date | None, as_of: date, *, stale_days: int) -> bool:
    """Whether a running project has not been seen for more than stale_days.

    last_seen: the last geo-tagged report, or the first transfer when there is none; without either never stale.
    """
    return stage in UNDER_WAY and last_seen is not None and (as_of - last_seen).days > stale_days


def behind(stage: str, expected: int | None, percent_physical: int, *, behind_points: int) -> bool:
    """Whether a running project is at least behind_points under its straight line."""
    return stage in UNDER_WAY and expected is not None and expected - percent_physical >= behind_points


def overdue(stage: str, planned_end: date | None, as_of: date) -> bool:
    """Whether an approved project is unfinished after its planned end; a mere proposal is never overdue."""
    return stage in UNFINISHED and planned_end is not None and as_of > planned_end


def money_ahead(disbursed: int, percent_physical: int, approved: int | None, *, points: int) -> bool:
    """Whether the money is at least `points` percentage points ahead of the work, exactly in satang."""
    if not approved:
        return False
    return disbursed * 100 - percent_physical * approved >= points * approved
