"""What is noticed about the money and the stage of a project's reports, seen beside each other. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.domain.projects.stages import PAYABLE, Stage

CODES = (
    "over_budget",
    "over_transfer",
    "consent_missing",
    "disbursed_fell",
    "suspension_reported",
    "cancellation_reported",
    "project_not_running",
    "far_from_site",
    "outside_tambon",
)
RUNNING = PAYABLE | {"completed", "evaluated"}


@dataclass(frozen=True, kw_only=True)
class Stated:
    """What a report states about money and milestone, and where it was made. disbursed: satang to date."""

    submission_id: int
    disbursed: int
    names_consent: bool
    milestone: str
    is_far: bool = False
    is_outside_tambon: bool = False


@dataclass(frozen=True, kw_only=True)
class Budget:
    """A project's money in satang. transfers_known: false for an import, and for an agency, which needs none."""

    approved: int | None
    transferred: int
    transfers_known: bool


def flags_of(reports: Sequence[Stated], budget: Budget, stage: Stage) -> dict[int, list[str]]:
    """{submission id: codes} of a project's reports that are not rejected, the earliest first.

    Source: docs/projects.md, money rules 4 and 5.
    """
    flagged: dict[int, list[str]] = {}
    before = 0
    for report in reports:
        flagged[report.submission_id] = [code for code, holds in noticed(report, before, budget, stage) if holds]
        before = report.disbursed
    return flagged


def noticed(report: Stated, before: int, budget: Budget, stage: Stage) -> list[tuple[str, bool]]:
    """before: the total of the report before, 0 without one."""
    return [
        ("over_budget", budget.approved is not None and report.disbursed > budget.approved),
        ("over_transfer", budget.transfers_known and report.disbursed > budget.transferred),
        ("consent_missing", report.disbursed > before and not report.names_consent),
        ("disbursed_fell", report.disbursed < before),
        ("suspension_reported", report.milestone == "suspended" and stage != "suspended"),
        ("cancellation_reported", report.milestone == "cancelled" and stage != "cancelled"),
        ("project_not_running", stage not in RUNNING),
        ("far_from_site", report.is_far),
        ("outside_tambon", report.is_outside_tambon),
    ]
