"""Projects computed again from all that happened to them: stage and moves, money, progress, flags, what phones get.

Everything here may run twice, and in any order: the outcome depends only on what is stored and on the day.
"""

import datetime as dt
from collections.abc import Mapping
from itertools import groupby
from uuid import UUID

from sqlalchemy.orm import Session

from server.db.queries import pending
from server.db.queries import project_lives as queries
from server.db.queries import project_results as results
from server.domain import entities, finding
from server.domain.entities import Author
from server.domain.indicators.calendar import bangkok_date
from server.domain.indicators.criteria import BASES, Criteria
from server.domain.indicators.progress import progress_of
from server.domain.people import system_actor
from server.domain.projects import lives, report_flags
from server.domain.projects.lives import Known
from server.domain.projects.sheet import criteria_of, project_with
from server.domain.projects.stages import MOVES, Stage, path, stage_of, was_ignored

OWNED_FLAGS = (
    *report_flags.CODES,
    "gate_failed",
    "project_in_other_village",
    "screening_without_effect",
    "recommended_above_request",
    "evaluation_too_early",
    "edited_after_approval",
)
# District and village are told of what was decided and paid, and that a transfer was taken back; not that a report was.
TOLD = frozenset(
    (old, new)
    for old, following in MOVES.items()
    for new in following & {"approved", "not_approved", "returned", "funded", "cancelled"}
) | {("funded", "approved")}


def compute_stale(session: Session, *, limit: int, now: dt.datetime) -> int:
    """Compute the oldest stale projects in this transaction; returns how many there were."""
    pending.take_turn(session, "submissions")  # both write entities: one drain must not wait for what the other has
    stale = pending.stale_projects(session, limit)
    for workspace_id, group in groupby(stale, key=lambda one: one.workspace_id):
        compute(session, workspace_id, {one.project_id: one.cause for one in group}, now=now)
    pending.projects_computed(session, [row_id for one in stale for row_id in one.ids])
    return len(stale)


def compute(
    session: Session,
    workspace_id: int,
    causes: Mapping[UUID, str | None],
    *,
    now: dt.datetime,
    actor_id: int | None = None,
) -> dict[UUID, Stage]:
    """The stages of these projects as all that is stored amounts to, with everything that follows from them stored.

    causes: {project: the instance id or act that made it stale}; actor_id: who acted, the system when left out.
    """
    author = Author(workspace_id, system_actor(session).id)
    rows = Rows(workspace_id, now, actor_id or author.actor_id)
    queries.follow_proposals(session, workspace_id, causes)
    found = lives.load(session, workspace_id, causes)
    rules = {year: criteria_of(session, workspace_id, year) for year in {one.row.fiscal_year for one in found}}
    for known in found:
        rows.add(known, rules[known.row.fiscal_year], causes[known.row.id])
    queries.update(session, workspace_id, rows.projects)
    results.store(session, workspace_id, rows.standings, rows.moves, told=TOLD)
    queries.flag(session, workspace_id, rows.flags, owned=OWNED_FLAGS)
    finding.index(session, rows.flags)
    register = entities.Register(session, workspace_id, "projects", [project_id for project_id, *_ in rows.entities])
    for project_id, label, values in rows.entities:
        register.server_update(project_id, values, author, label=label)
    register.write()
    return {row["id"]: row["stage"] for row in rows.projects}


class Rows:
    """Collects what is to be stored of many projects."""

    def __init__(self, workspace_id: int, now: dt.datetime, actor_id: int) -> None:
        self.workspace_id, self.now, self.actor_id = workspace_id, now, actor_id
        self.projects: list[dict] = []
        self.standings: list[dict] = []
        self.moves: list[dict] = []
        self.flags: dict[int, list[str]] = {}
        self.entities: list[tuple[UUID, str, dict[str, str]]] = []

    def add(self, known: Known, criteria: Criteria, cause: str | None) -> None:
        stage = stage_of(lives.life_of(known))
        columns = columns_of(known, stage) | {"workspace_id": self.workspace_id, "id": known.row.id}
        self.projects.append(columns)
        self.moves += self.moves_to(stage, known, columns, cause)
        self.standings += self.standings_of(known, criteria, columns)
        self.flags |= flags_of(known, criteria, stage)
        label, values = shown_on_phones(known, columns)
        if label != known.row.entity_label or is_news(values, known.row.entity_data):
            self.entities.append((known.row.id, label, values))

    def moves_to(self, stage: Stage, known: Known, columns: dict, cause: str | None) -> list[dict]:
        """One row for each move from the stage as it was stored, the legal way."""
        common = {
            "workspace_id": self.workspace_id,
            "project_id": known.row.id,
            "village_code": known.row.village_code,
            "cause": cause,
            "actor_id": self.actor_id,
            "at": self.now,
        }
        way = path(known.row.stage, stage, impl_unit=columns["impl_unit"])
        before = [known.row.stage, *way]
        return [common | {"old_stage": old, "new_stage": new} for old, new in zip(before, way, strict=False)]

    def standings_of(self, known: Known, criteria: Criteria, columns: dict) -> list[dict]:
        """Where the project stands on both bases, today in Bangkok."""
        project, reports, today = project_with(columns), known.ruled_reports, bangkok_date(self.now)
        key = {"workspace_id": self.workspace_id, "project_id": known.row.id, "as_of": today, "computed_at": self.now}
        return [
            key | {"basis": basis} | vars(progress_of(project, reports, criteria=criteria, as_of=today, basis=basis))
            for basis in BASES
        ]


def columns_of(known: Known, stage: Stage) -> dict:
    """The row of a project: what its proposal says now, its stage, and its money in satang."""
    row, budget, forwarded = known.row, lives.budget_of(known), lives.forwarding(known)
    plan = {
        "fiscal_year": row.proposed_year,
        "kind": row.proposed_kind,
        "title": row.proposed_title,
        "programme": row.proposed_programme,
        "impl_unit": row.proposed_unit,
        "budget_requested": row.proposed_budget,
        "planned_start": row.proposed_start,
        "planned_end": row.proposed_end,
    }
    if not known.follows_proposal:
        plan = {name: getattr(row, name) for name in plan}
    money = {
        "budget_recommended": forwarded.budget_recommended if forwarded else None,
        "budget_approved": budget.approved,
        "transferred": budget.transferred,
        "funded_on": min((one.first_on for one in known.transfers), default=row.funded_on if known.is_import else None),
    }
    return plan | money | {"stage": stage}


def shown_on_phones(known: Known, columns: dict) -> tuple[str, dict[str, str]]:
    """The entity's label, and the properties that are the server's: those of the proposal as it is now included."""
    screening = next(reversed(lives.heeded_screenings(known)), None)
    shown = {
        "project_code": known.row.project_code,
        "stage": columns["stage"],
        "budget_approved": baht(columns["budget_approved"]),
    }
    if screening is not None:
        shown |= {
            "screen_date": words(screening.meeting_date),
            "screen_result": screening.outcome,
            "budget_recommended": baht(screening.budget_recommended),
            "screen_rank": words(screening.rank),
        }
    if known.row.has_proposal:
        shown |= {name: words(columns[name]) for name in ("fiscal_year", "programme", "impl_unit")}
        shown |= {name: words(columns[name]) for name in ("planned_start", "planned_end")}
        shown |= {"proposal_kind": columns["kind"], "project_title": columns["title"]}
        shown |= {"budget_requested": baht(columns["budget_requested"])}
        shown |= geometry_of(known)
    return f"{known.row.project_code} {columns['title']}", shown


def geometry_of(known: Known) -> dict[str, str]:
    """The site, unless phones have it: as the team sent it, it has a height and an accuracy."""
    row = known.row
    have = (row.entity_data or {}).get("geometry", "").split()[:2]
    if row.site_lat is None or [float(degree) for degree in have] == [row.site_lat, row.site_lon]:
        return {}
    return {"geometry": f"{row.site_lat} {row.site_lon} 0 0"}


def is_news(values: Mapping[str, str], data: Mapping[str, str] | None) -> bool:
    """Whether a property is not yet as the server has it; blank and left out are the same."""
    return data is not None and any(value != (data.get(name) or "") for name, value in values.items())


def baht(satang: int | None) -> str:
    return "" if satang is None else str(satang // 100)


def words(value: object) -> str:
    return "" if value is None else str(value)


def flags_of(known: Known, criteria: Criteria, stage: Stage) -> dict[int, list[str]]:
    """{submission: codes} for every submission about the project, those with nothing to note included."""
    flagged: dict[int, list[str]] = {row.submission_id: [] for row in known.reports}
    flagged |= report_flags.flags_of(lives.stated(known, criteria), lives.budget_of(known), stage)
    if known.row.has_proposal:
        flagged[known.row.submission_id] = proposal_flags(known, stage)
    flagged |= screening_flags(known)
    is_early = stage not in ("completed", "evaluated")
    flagged |= {one.submission_id: ["evaluation_too_early"] * is_early for one in known.evaluations}
    return flagged


def proposal_flags(known: Known, stage: Stage) -> list[str]:
    is_held = stage in ("proposed", "returned") and known.row.gate == "make_plan" and not lives.gate_is_open(known)
    moved = known.row.proposed_village != known.row.village_code
    forwarded, approved_at = lives.forwarding(known), lives.approved_at(known)
    is_less = forwarded is not None and forwarded.budget_recommended > lives.requested_of(known)
    was_edited = approved_at is not None and known.row.sent_at > approved_at
    raised = {
        "gate_failed": is_held,
        "project_in_other_village": moved,
        "recommended_above_request": is_less,
        "edited_after_approval": was_edited,
    }
    return [code for code, holds in raised.items() if holds]


def screening_flags(known: Known) -> dict[int, list[str]]:
    life = lives.life_of(known)
    requested = lives.requested_of(known)
    flagged = {}
    for row in known.screenings:
        if row.submission_id is None:
            continue
        is_late = row.state != "rejected" and was_ignored(lives.screening_of(row), life)
        is_above = requested is not None and (row.budget_recommended or 0) > requested
        flagged[row.submission_id] = ["screening_without_effect"] * is_late + ["recommended_above_request"] * is_above
    return flagged
