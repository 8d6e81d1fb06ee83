"""What every act of an officer on a project shares: it is checked with the project locked, stored, and followed
through at once: stage, moves, notices, the lists of phones.
"""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from sqlalchemy.orm import Session

from server.domain import events
from server.domain.indicators.calendar import bangkok_date, is_be_date
from server.domain.permissions import Caller
from server.domain.projects import lives, problems, standing
from server.domain.projects.lives import Known
from server.domain.projects.stages import Stage, stage_of
from server.errors import NotAllowed, NotFound

MOST_SATANG = 99_999_999_900


def opened(session: Session, caller: Caller, project_id: UUID, verb: str, at: Collection[Stage] | None = None) -> Known:
    """The project, locked, with all that happened, if this caller may do this with it at its stage.

    Raises NotAllowed, NotFound (also for a project of another area), StageForbids.
    """
    if not caller.may(verb):
        raise NotAllowed
    found = lives.load(session, caller.workspace_id, [project_id])
    if not found or not caller.covers(found[0].row.village_code):
        raise NotFound
    stage = stage_of(lives.life_of(found[0]))  # as it is now: what was stored may wait to be computed
    if at is not None and stage not in at:
        raise problems.StageForbids(project=found[0].row.project_code, stage=stage)
    return found[0]


def followed_through(
    session: Session, caller: Caller, known: Known, verb: str, *, now: dt.datetime, **details: object
) -> Stage:
    """The act told in the book, and everything that rests on the project computed again."""
    tell(session, caller, known, verb, **details)
    session.flush()
    causes = {known.row.id: verb}
    return standing.compute(session, caller.workspace_id, causes, now=now, actor_id=caller.actor_id)[known.row.id]


def tell(session: Session, caller: Caller, known: Known, verb: str, **details: object) -> None:
    who = {"actor_id": caller.actor_id, "workspace_id": caller.workspace_id}
    events.record(session, verb, "project", known.row.id, **who, **details)


def key_of(caller: Caller, project_id: UUID) -> dict:
    return {"workspace_id": caller.workspace_id, "project_id": project_id}


def given(reason: str) -> str:
    """A reason as it is kept. Raises ReasonMissing."""
    reason = reason.replace("\0", "").strip()[:2000]
    if not reason:
        raise problems.ReasonMissing
    return reason


def check_day(day: dt.date, now: dt.datetime) -> None:
    if is_be_date(day) or day > bangkok_date(now):
        raise problems.DateImpossible(date=day.isoformat())


def check_amount(satang: int | None) -> None:
    if satang is None or not 0 < satang <= MOST_SATANG:
        raise problems.AmountInvalid


def check_budget(satang: int | None) -> None:
    check_amount(satang)
    if satang % 100:
        raise problems.NotWholeBaht


def baht(satang: int) -> str:
    """An amount as people read it."""
    return f"{satang / 100:,.2f}".removesuffix(".00")
