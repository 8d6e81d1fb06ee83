"""What is stored about projects, as the rules read it: their lives, money, reports."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from server.db.queries import project_lives as queries
from server.db.queries import projects
from server.domain.indicators.criteria import Criteria
from server.domain.indicators.progress import Report, has_begun, has_finished, report_counts, where_made
from server.domain.projects.report_flags import Budget, Stated
from server.domain.projects.sheet import report_of
from server.domain.projects.stages import Decision, Life, Screening, was_ignored


@dataclass
class Known:
    """A locked project and all that happened to it, each in its order; reports with the latest first."""

    row: Row
    screenings: list[Row] = field(default_factory=list)
    decisions: list[Row] = field(default_factory=list)
    transfers: list[Row] = field(default_factory=list)
    acts: list[Row] = field(default_factory=list)
    evaluations: list[Row] = field(default_factory=list)
    reports: list[Row] = field(default_factory=list)

    @property
    def is_import(self) -> bool:
        return self.row.entered_stage != "proposed"

    @property
    def follows_proposal(self) -> bool:
        """Whether it is what its proposal says now; once the province approved it, only what a reviewer approved."""
        is_settled = any(one.outcome == "approved" for one in self.decisions)
        return self.row.has_proposal and (not is_settled or self.row.proposal_state == "approved")

    @property
    def ruled_reports(self) -> list[Report]:
        return [report_of(row) for row in self.reports]


def load(session: Session, workspace_id: int, ids: Iterable[UUID]) -> list[Known]:
    """These projects, locked until the transaction ends, in a handful of statements however many they are."""
    known = {row.id: Known(row) for row in queries.lock(session, workspace_id, ids)}
    found = queries.happened(session, workspace_id, known)._asdict()
    found["reports"] = projects.reports_of_many(session, workspace_id, known)
    for kind, rows in found.items():
        of_project: dict[UUID, list[Row]] = defaultdict(list)
        for row in rows:
            of_project[row.project_id].append(row)
        for project_id, its_rows in of_project.items():
            setattr(known[project_id], kind, its_rows)
    return list(known.values())


def life_of(known: Known) -> Life:
    """What the stage turns on."""
    row, reports = known.row, known.ruled_reports
    acts = [act.kind for act in known.acts]
    return Life(
        entered=row.entered_stage,
        impl_unit=unit_of(known),
        sent_at=row.sent_at,
        proposal_approved=row.proposal_state == "approved" and not row.proposal_deleted,
        gate_open=gate_is_open(known),
        screenings=tuple(screening_of(one) for one in counting_screenings(known)),
        decisions=tuple(Decision(at=one.at, outcome=one.outcome) for one in known.decisions),
        has_transfer=bool(known.transfers),
        has_begun=has_begun(reports),
        is_suspended=next((kind == "suspend" for kind in reversed(acts) if kind in ("suspend", "resume")), False),
        has_finished=has_finished(reports),
        is_evaluated=any(one.state == "approved" for one in known.evaluations),
        is_cancelled="cancel" in acts,
    )


def gate_is_open(known: Known) -> bool:
    """Whether the project may be forwarded: the village has a quality plan, or it is about making one."""
    is_overridden = any(act.kind == "override_gate" for act in known.acts)
    return kind_of(known) == "plan_making" or known.row.gate == "propose" or is_overridden


def kind_of(known: Known) -> str:
    return known.row.proposed_kind if known.follows_proposal else known.row.kind


def unit_of(known: Known) -> str:
    return known.row.proposed_unit if known.follows_proposal else known.row.impl_unit


def counting_screenings(known: Known) -> Iterator[Row]:
    """Those entered by an officer, and those of submissions that are approved: a screening is an official act."""
    return (one for one in known.screenings if one.submission_id is None or one.state == "approved")


def screening_of(row: Row) -> Screening:
    was_checked = row.submission_id is None
    return Screening(at=row.recorded_at, outcome=row.outcome, passes=row.passes, was_checked=was_checked)


def heeded_screenings(known: Known) -> list[Row]:
    """Those that came while the project was to be screened, whatever became of its proposal and its gate since."""
    life = replace(life_of(known), proposal_approved=True, gate_open=True)
    return [one for one in counting_screenings(known) if not was_ignored(screening_of(one), life)]


def budget_of(known: Known) -> Budget:
    """The money in satang: approved by the latest decision (of an import, as it came), and transferred so far."""
    approved = next((one.budget_approved for one in reversed(known.decisions) if one.outcome == "approved"), None)
    transferred = sum(one.amount for one in known.transfers)
    return Budget(
        approved=known.row.budget_approved if approved is None and known.is_import else approved,
        transferred=transferred,
        transfers_known=unit_of(known) != "agency" and (transferred > 0 or not known.is_import),
    )


def counting_reports(known: Known) -> Sequence[Row]:
    """The reports that are not rejected and count somewhere, the earliest first."""
    pairs = zip(known.reports, known.ruled_reports, strict=True)
    return [row for row, report in reversed(list(pairs)) if report_counts(report, "provisional")]


def stated(known: Known, criteria: Criteria) -> list[Stated]:
    """What the counting reports state, the earliest first."""
    return [
        Stated(
            submission_id=row.submission_id,
            disbursed=row.disbursed,
            names_consent=row.names_consent,
            milestone=row.milestone,
            is_far=where_made(report_of(row), criteria) == "far",
            is_outside_tambon=row.inside_tambon is False,
        )
        for row in counting_reports(known)
    ]


def forwarding(known: Known) -> Row | None:
    """The latest screening that forwarded the project: what it recommends is the most that may be approved."""
    forwarded = (one for one in reversed(heeded_screenings(known)) if one.outcome == "forwarded" and one.passes)
    return next(forwarded, None)


def requested_of(known: Known) -> int | None:
    """Satang that the village asks for now; None for an import that does not say."""
    return known.row.proposed_budget if known.follows_proposal else known.row.budget_requested


def approved_at(known: Known) -> dt.datetime | None:
    """When the province last approved it, or a budget of it."""
    return next((one.at for one in reversed(known.decisions) if one.outcome == "approved"), None)
