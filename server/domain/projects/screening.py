"""The district's working group screens a project by the five criteria."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from server.db.models import ProjectScreening
from server.domain.facts.screenings import CRITERIA
from server.domain.permissions import Caller
from server.domain.projects import lives, problems
from server.domain.projects.acting import check_budget, check_day, followed_through, key_of, opened
from server.domain.projects.lives import Known
from server.domain.projects.money import baht
from server.domain.projects.stages import SCREENABLE, Stage


@dataclass(frozen=True, kw_only=True)
class Screened:
    """A screening as it is entered. criteria: pass, fix or fail by name; budget_recommended: satang."""

    meeting_date: dt.date
    criteria: dict[str, str]
    outcome: str
    mission_group: str | None = None
    budget_recommended: int | None = None
    rank: int | None = None
    comments: str | None = None


def screen(session: Session, caller: Caller, project_id: UUID, screened: Screened, *, now: dt.datetime) -> Stage:
    """The working group's screening, entered on a page.

    Raises StageForbids, DateImpossible, CriteriaNotPassed, ProposalNotApproved, GateFailed, ReasonMissing and the
    refusals of a budget.
    """
    known = opened(session, caller, project_id, "project.screen", SCREENABLE)
    check_day(screened.meeting_date, now, "meeting_date")
    if screened.outcome == "forwarded":
        check_forwarding(known, screened)
    elif not (screened.comments or "").strip():
        raise problems.ReasonMissing(field="comments")
    row = vars(screened) | screened.criteria
    row.pop("criteria")
    session.add(ProjectScreening(**row, **key_of(caller, project_id), actor_id=caller.actor_id, recorded_at=now))
    return followed_through(session, caller, known, "project.screen", now=now, outcome=screened.outcome)


def check_forwarding(known: Known, screened: Screened) -> None:
    code = known.row.project_code
    if any(screened.criteria[name] != "pass" for name in CRITERIA):
        raise problems.CriteriaNotPassed(field="outcome")
    if known.row.proposal_state != "approved":
        raise problems.ProposalNotApproved(project=code)
    if not lives.gate_is_open(known):
        raise problems.GateFailed(project=code, year=known.row.fiscal_year, gate=known.row.gate or "unknown")
    check_budget(screened.budget_recommended, "budget_recommended")
    requested = lives.requested_of(known)
    if requested is not None and screened.budget_recommended > requested:
        raise problems.AboveRequest(most=baht(requested), field="budget_recommended")
