"""Geo-tagged progress of one project: percent, schedule, money, and what needs attention."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from server.domain.indicators.criteria import Basis, Criteria
from server.domain.indicators.facts import Received
from server.domain.indicators.households import counts_on, order_of_receipt
from server.domain.indicators.location import LocationClass, Point, distance_m, geo_tagged, location_class
from server.domain.indicators.shares import percent_cut

UNDER_WAY = frozenset({"funded", "in_progress"})
UNFINISHED = UNDER_WAY | {"approved", "suspended"}


@dataclass(frozen=True, kw_only=True)
class Report(Received):
    """One project_progress submission. disbursed: satang to date; accuracy_m: of gps, None when not given."""

    report_date: date | None
    percent_physical: int
    disbursed: int = 0
    gps: Point | None = None
    accuracy_m: float | None = None
    photos_received: int = 0
    milestone: str = "not_started"

    @property
    def event_date(self) -> date | None:
        return self.report_date


@dataclass(frozen=True, kw_only=True)
class Project:
    """A project as decided and planned. approved: satang, None before the decision; site: its geometry."""

    stage: str
    approved: int | None = None
    planned_start: date | None = None
    planned_end: date | None = None
    first_transfer: date | None = None
    site: Point | None = None


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Where a project stands. All but geo_tagged_on and the money is of the latest counting report.

    percent_physical: 0 without a report; disbursed: satang; location_class, distance_m: None without a report;
    geo_tagged_on: date of the last geo-tagged report; expected_percent: None without both planned dates.
    """

    latest_report: str | None
    percent_physical: int
    disbursed: int
    percent_disbursed: Decimal | None
    location_class: LocationClass | None
    distance_m: int | None
    geo_tagged: bool
    geo_tagged_on: date | None
    expected_percent: int | None
    stale: bool
    behind: bool
    overdue: bool
    money_ahead: bool


def progress_of(
    project: Project, reports: Iterable[Report], *, criteria: Criteria, as_of: date, basis: Basis
) -> Progress:
    """Where a project stands on a basis. Source: docs/indicators.md 4."""
    counting = [report for report in reports if report_counts(report, basis)]
    latest = latest_report(counting)
    paid = latest_report(report for report in counting if not over_budget(report.disbursed, project.approved))
    where = _where(project.site, latest, criteria)
    tagged = latest_report(report for report in counting if _is_geo_tagged(project.site, report, criteria))
    tagged_on = tagged.report_date if tagged else None
    percent = latest.percent_physical if latest else 0
    disbursed = paid.disbursed if paid else 0
    expected = expected_percent(project.planned_start, project.planned_end, as_of)
    return Progress(
        latest_report=latest.instance_id if latest else None,
        percent_physical=percent,
        disbursed=disbursed,
        percent_disbursed=percent_disbursed(disbursed, project.approved),
        location_class=where,
        distance_m=distance_m(project.site, latest.gps) if project.site and latest and latest.gps else None,
        geo_tagged=latest is not None and where is not None and geo_tagged(latest.photos_received, where),
        geo_tagged_on=tagged_on,
        expected_percent=expected,
        stale=stale(project.stage, tagged_on or project.first_transfer, as_of, stale_days=criteria.stale_days),
        behind=behind(project.stage, expected, percent, behind_points=criteria.behind_points),
        overdue=overdue(project.stage, project.planned_end, as_of),
        money_ahead=money_ahead(disbursed, percent, project.approved, points=criteria.money_ahead_points),
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


def _where(site: Point | None, report: Report | None, criteria: Criteria) -> LocationClass | None:
    return location_class(site, report.gps, report.accuracy_m, criteria=criteria) if report else None


def _is_geo_tagged(site: Point | None, report: Report, criteria: Criteria) -> bool:
    where = location_class(site, report.gps, report.accuracy_m, criteria=criteria)
    return geo_tagged(report.photos_received, where)
