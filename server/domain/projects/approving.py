"""A meeting approves several projects by one order, each at the budget that was recommended: all of them or none."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from server.domain.permissions import Caller
from server.domain.projects import lives, paying
from server.domain.projects.acting import check_stage, opened_many
from server.domain.projects.lives import Known
from server.domain.projects.paying import Decided
from server.domain.projects.problems import ProjectMovedOn
from server.domain.projects.stages import stage_of
from server.errors import NotAllowed, NotFound, Problem

MOST_AT_ONCE = 200


class NothingChosen(Problem):
    status, code = 422, "nothing-chosen"
    th = "เลือกโครงการอย่างน้อย 1 โครงการ และไม่เกิน {most} โครงการต่อครั้ง"
    en = "Choose at least one project, and at most {most} at a time."


class OneStandsInTheWay(Problem):
    status, code = 409, "one-stands-in-the-way"
    th = "ไม่ได้อนุมัติโครงการใด เพราะโครงการ {project}: {why_th}"
    en = "No project was approved, because of project {project}: {why}"


def approve_together(
    session: Session,
    caller: Caller,
    chosen: Mapping[UUID, int],
    *,
    order_no: str | None,
    decided_on: dt.date,
    now: dt.datetime,
) -> None:
    """Approve forwarded projects, each with an event and notices of its own. chosen: satang recommended, as was read.

    Raises NotAllowed, NotFound, NothingChosen, what is wrong with order or day, and OneStandsInTheWay, with its name:
    for a project that is not forwarded any more, or whose recommended budget is another one by now. What this very
    order approved already (a second click) is no obstacle, and no decision once more.
    """
    if not 0 < len(chosen) <= MOST_AT_ONCE:
        raise NothingChosen(most=MOST_AT_ONCE)
    decisions = {
        id_: Decided(outcome="approved", decided_on=decided_on, order_no=order_no, budget_approved=satang)
        for id_, satang in chosen.items()
    }
    for known in opened_many(session, caller, chosen, "project.decide"):
        if not paying.is_last_word(known, stage_of(lives.life_of(known)), decisions[known.row.id]):
            check(known, decisions[known.row.id], now)
    paying.decide_many(session, caller, decisions, now=now)


def check(known: Known, decided: Decided, now: dt.datetime) -> None:
    """Raises OneStandsInTheWay for what is wrong with one project, and what is wrong with all of them as it is."""
    try:
        check_stage(known, {"forwarded"})
        forwarded = lives.forwarding(known)
        if forwarded is None or forwarded.budget_recommended != decided.budget_approved:
            raise ProjectMovedOn
        paying.check_decision(known, decided, now)
    except (NotAllowed, NotFound):
        raise
    except Problem as problem:
        if problem.details.get("field") in ("order_no", "decided_on"):
            raise
        said = {"why_th": problem.text("th"), "why": problem.text("en")}
        raise OneStandsInTheWay(project=known.row.project_code, **said) from problem
