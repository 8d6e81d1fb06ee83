"""What every act of an officer on a project shares: it is checked with the project locked, stored, and followed
through at once: stage, moves, notices, the lists of phones.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from server.domain import events
from server.domain.indicators.calendar import bangkok_date, is_be_date
from server.domain.permissions import Caller
from server.domain.projects import lives, problems, standing
from server.domain.projects.lives import Known
from server.domain.projects.money import MOST_SATANG
from server.domain.projects.stages import Stage, stage_of
from server.errors import NotAllowed, NotFound

FIRST_DAY = dt.date(2000, 1, 1)


def opened(session: Session, caller: Caller, project_id: UUID, verb: str, at: Collection[Stage] | None = None) -> Known:
    """The project, locked, with all that happened, if this caller may do this with it at its stage.

    Raises NotAllowed, NotFound (also for a project of another area), StageForbids.
    """
    known = opened_many(session, caller, [project_id], verb)[0]
    if at is not None:
        check_stage(known, at)
    return known


def opened_many(session: Session, caller: Caller, project_ids: Collection[UUID], verb: str) -> list[Known]:
    """These projects, locked, each with all that happened, if this caller may do this with every one.

    Raises NotAllowed, NotFound.
    """
    if not caller.may(verb):
        raise NotAllowed
    found = lives.load(session, caller.workspace_id, project_ids)
    if len(found) < len(set(project_ids)) or not all(caller.covers(one.row.village_code) for one in found):
        raise NotFound
    return found


def check_stage(known: Known, at: Collection[Stage]) -> None:
    """Raises StageForbids."""
    stage = stage_of(lives.life_of(known))  # as it is now: what was stored may wait to be computed
    if stage not in at:
        raise problems.StageForbids(project=known.row.project_code, stage=stage)


def followed_through(
    session: Session, caller: Caller, known: Known, verb: str, *, now: dt.datetime, **details: object
) -> Stage:
    """The act told in the book, and everything that rests on the project computed again."""
    return followed_through_many(session, caller, {known.row.id: details}, verb, now=now)[known.row.id]


def followed_through_many(
    session: Session, caller: Caller, told: Mapping[UUID, Mapping[str, object]], verb: str, *, now: dt.datetime
) -> dict[UUID, Stage]:
    """The same act on many projects. told: the details of the event by project."""
    who = {"actor_id": caller.actor_id, "workspace_id": caller.workspace_id}
    events.record_many(session, verb, "project", told.items(), **who)
    session.flush()
    causes = dict.fromkeys(told, verb)
    return standing.compute(session, caller.workspace_id, causes, now=now, actor_id=caller.actor_id)


def tell(session: Session, caller: Caller, known: Known, verb: str, **details: object) -> None:
    who = {"actor_id": caller.actor_id, "workspace_id": caller.workspace_id}
    events.record(session, verb, "project", known.row.id, **who, **details)


def key_of(caller: Caller, project_id: UUID) -> dict:
    return {"workspace_id": caller.workspace_id, "project_id": project_id}


def given(reason: str) -> str:
    """A reason as it is kept. Raises ReasonMissing."""
    reason = reason.replace("\0", "").strip()[:2000]
    if not reason:
        raise problems.ReasonMissing(field="reason")
    return reason


# What is wrong with one thing that was entered says which: `field`, as the verbs call it.


def check_day(day: dt.date, now: dt.datetime, field: str) -> None:
    if is_be_date(day) or not FIRST_DAY <= day <= bangkok_date(now):  # browsers make 0027 of a year of two digits
        raise problems.DateImpossible(date=day.isoformat(), field=field)


def check_amount(satang: int | None, field: str) -> None:
    if satang is None or not 0 < satang <= MOST_SATANG:
        raise problems.AmountInvalid(field=field)


def check_budget(satang: int | None, field: str) -> None:
    check_amount(satang, field)
    if satang % 100:
        raise problems.NotWholeBaht(field=field)
