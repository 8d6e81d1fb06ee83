"""The progress of an area's projects: numbers that need attention, and percents weighted by baht."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from server.domain.indicators.budget import COUNTED_STAGES
from server.domain.indicators.progress import Progress, Project
from server.domain.indicators.shares import percent_cut


@dataclass(frozen=True, kw_only=True)
class AreaProgress:
    """Numbers of projects, and percents over those approved and not cancelled, cut; None without any budget.

    expected_pct: over those of them that have both planned dates.
    """

    by_stage: Mapping[str, int]
    geo_tagged: int
    stale: int
    behind: int
    overdue: int
    money_ahead: int
    physical_pct: Decimal | None
    expected_pct: Decimal | None
    disbursed_pct: Decimal | None


def area_progress(projects: Iterable[tuple[Project, Progress]]) -> AreaProgress:
    """The figures of an area from its projects on one basis. Source: docs/indicators.md 4, area figures."""
    listed = list(projects)
    budgets = [(project.approved or 0, progress) for project, progress in listed if project.stage in COUNTED_STAGES]
    approved = sum(satang for satang, _ in budgets)
    planned = [
        (satang, progress.expected_percent) for satang, progress in budgets if progress.expected_percent is not None
    ]
    return AreaProgress(
        by_stage=Counter(project.stage for project, _ in listed),
        geo_tagged=sum(progress.geo_tagged for _, progress in listed),
        stale=sum(progress.stale for _, progress in listed),
        behind=sum(progress.behind for _, progress in listed),
        overdue=sum(progress.overdue for _, progress in listed),
        money_ahead=sum(progress.money_ahead for _, progress in listed),
        physical_pct=percent_weighted(
            sum(satang * progress.percent_physical for satang, progress in budgets), approved
        ),
        expected_pct=percent_weighted(
            sum(satang * percent for satang, percent in planned), sum(satang for satang, _ in planned)
        ),
        disbursed_pct=percent_cut(sum(progress.disbursed for _, progress in budgets), approved),
    )


def percent_weighted(percent_times_satang: int, satang: int) -> Decimal | None:
    """A sum of percent x satang as a percent of the satang, cut to 2 decimals; None when there are none."""
    return percent_cut(percent_times_satang, 100 * satang)
