"""The budget by programme of an area and fiscal year, in satang, with the roundings people see."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from server.domain.indicators.shares import percent_cut

ProposalKind = Literal["project", "plan_making"]
PROGRAMMES = (1, 2, 3, 4, 5)
COUNTED_STAGES = frozenset({"approved", "funded", "in_progress", "suspended", "completed", "evaluated"})


@dataclass(frozen=True, kw_only=True)
class ProjectMoney:
    """One project's money in satang. programme: 1 to 5, None for plan_making.

    disbursed: of the latest report that counts for money.
    """

    proposal_kind: ProposalKind
    stage: str
    programme: int | None
    approved: int
    transferred: int = 0
    disbursed: int = 0


@dataclass(frozen=True, kw_only=True)
class BudgetLine:
    """A line of the budget table, amounts in satang. pct: of the total approved, None when that is 0 or not asked."""

    projects: int
    approved: int
    transferred: int
    disbursed: int
    pct: Decimal | None

    @property
    def million_baht(self) -> Decimal:
        return million_baht(self.approved)

    @property
    def transferred_pct(self) -> Decimal | None:
        return percent_cut(self.transferred, self.approved)

    @property
    def disbursed_pct(self) -> Decimal | None:
        return percent_cut(self.disbursed, self.approved)


@dataclass(frozen=True)
class BudgetTable:
    """One line per programme, their total, and below it, outside the total, the making of plans."""

    programmes: dict[int, BudgetLine]
    total: BudgetLine
    plan_making: BudgetLine


def million_baht(satang: int) -> Decimal:
    """Satang as million baht, 3 decimals, half up. Source: docs/indicators.md 3."""
    return Decimal((satang + 50_000) // 100_000).scaleb(-3)


def budget_percent(satang: int, total: int) -> Decimal | None:
    """satang of total in percent, 2 decimals, half up, each on its own; None when total is 0.

    Source: docs/indicators.md 3, pct.
    """
    return None if total == 0 else Decimal((20_000 * satang + total) // (2 * total)).scaleb(-2)


def budget_table(projects: Iterable[ProjectMoney]) -> BudgetTable:
    """The table of an area and fiscal year; projects in other stages are left out.

    Source: docs/indicators.md 3.
    """
    counted = [project for project in projects if project.stage in COUNTED_STAGES]
    real = [project for project in counted if project.proposal_kind == "project"]
    total = sum(project.approved for project in real)
    return BudgetTable(
        programmes={
            number: _line((project for project in real if project.programme == number), total) for number in PROGRAMMES
        },
        total=_line(real, total),
        plan_making=_line((project for project in counted if project.proposal_kind == "plan_making"), None),
    )


def _line(projects: Iterable[ProjectMoney], total: int | None) -> BudgetLine:
    listed = list(projects)
    approved = sum(project.approved for project in listed)
    return BudgetLine(
        projects=len(listed),
        approved=approved,
        transferred=sum(project.transferred for project in listed),
        disbursed=sum(project.disbursed for project in listed),
        pct=None if total is None else budget_percent(approved, total),
    )
