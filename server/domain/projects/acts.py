"""The other acts: open the gate for one project, suspend, resume, cancel; each with its reason."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from sqlalchemy.orm import Session

from server.db.models import ProjectAct
from server.domain.permissions import Caller
from server.domain.projects import lives, problems
from server.domain.projects.acting import followed_through, given, key_of, opened
from server.domain.projects.lives import Known
from server.domain.projects.money import MOST_SATANG, baht
from server.domain.projects.stages import PAYABLE, SCREENABLE, Stage

CANCELLABLE = frozenset({"proposed", "returned", "forwarded"}) | PAYABLE


def override_gate(session: Session, caller: Caller, project_id: UUID, reason: str, *, now: dt.datetime) -> Stage:
    """Let one project through although its village has no quality plan. Raises StageForbids, ReasonMissing."""
    return act(session, caller, project_id, "override_gate", reason, at=SCREENABLE, now=now)


def suspend(session: Session, caller: Caller, project_id: UUID, reason: str, *, now: dt.datetime) -> Stage:
    """Raises StageForbids, ReasonMissing."""
    return act(session, caller, project_id, "suspend", reason, at={"in_progress"}, now=now)


def resume(session: Session, caller: Caller, project_id: UUID, reason: str, *, now: dt.datetime) -> Stage:
    """Raises StageForbids, ReasonMissing."""
    return act(session, caller, project_id, "resume", reason, at={"suspended"}, verb="project.suspend", now=now)


def cancel(
    session: Session,
    caller: Caller,
    project_id: UUID,
    reason: str,
    *,
    refunded: int | None = None,
    now: dt.datetime,
) -> Stage:
    """End a project before its completion. refunded: satang that came back, of those that were transferred.

    Raises StageForbids, ReasonMissing, AmountInvalid, RefundAboveTransfers.
    The district cancels what was not decided yet, the province everything.
    """
    if refunded is not None and not 0 <= refunded <= MOST_SATANG:
        raise problems.AmountInvalid(field="refunded")
    known = opened(session, caller, project_id, "project.cancel", cancellable(caller))
    budget = lives.budget_of(known)
    if budget.transfers_known and (refunded or 0) > budget.transferred:
        raise problems.RefundAboveTransfers(most=baht(budget.transferred), field="refunded")
    return stored(session, caller, known, "cancel", reason, refunded=refunded, now=now)


def cancellable(caller: Caller) -> frozenset[Stage]:
    return CANCELLABLE if caller.may("project.decide") else CANCELLABLE - PAYABLE


def act(
    session: Session,
    caller: Caller,
    project_id: UUID,
    kind: str,
    reason: str,
    *,
    at: Collection[Stage],
    now: dt.datetime,
    verb: str | None = None,
) -> Stage:
    known = opened(session, caller, project_id, verb or f"project.{kind}", at)
    return stored(session, caller, known, kind, reason, now=now)


def stored(
    session: Session, caller: Caller, known: Known, kind: str, reason: str, *, now: dt.datetime, **more: object
) -> Stage:
    said = {"kind": kind, "reason": given(reason)}
    session.add(ProjectAct(**said, **more, **key_of(caller, known.row.id), actor_id=caller.actor_id, at=now))
    return followed_through(session, caller, known, f"project.{kind}", now=now)
