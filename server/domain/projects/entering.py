"""Proposals become projects: once, with a code of their own, as soon as their entities are in the register."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from server.db.queries import locks
from server.db.queries import projects as queries
from server.db.queries.facts import ToDigest

SAME = ("village_code", "fiscal_year", "kind", "title", "programme", "impl_unit", "budget_requested")
PLAN = ("planned_start", "planned_end", "site")
STAGES = {"entered_stage": "proposed", "stage": "proposed"}


class Proposed(NamedTuple):
    """A proposal whose entity was made. fact: its row of `project_proposal`."""

    submission: ToDigest
    fact: dict

    @property
    def project_id(self) -> UUID:
        return self.fact["project_id"]

    @property
    def series(self) -> str:
        """What the codes of its fiscal year and district begin with: `2570-5007-`."""
        return f"{self.fact['fiscal_year']}-{self.fact['village_code'][:4]}-"


def enter(session: Session, workspace_id: int, proposed: Sequence[Proposed]) -> list[UUID]:
    """Put these projects into the register, unless they are there; returns those that were new.

    Entity versions and codes, once given, are part of what everything is computed from.
    """
    there = queries.there(session, workspace_id, [one.project_id for one in proposed])
    new = [one for one in proposed if one.project_id not in there]
    if not new:
        return []
    key = {"workspace_id": workspace_id}
    codes = next_codes(session, workspace_id, [one.series for one in new])
    projects = [
        {name: one.fact[name] for name in (*SAME, *PLAN)}
        | {"id": one.project_id, "project_code": code, "submission_id": one.submission.submission_id}
        | key
        | STAGES
        for one, code in zip(new, codes, strict=True)
    ]
    queries.enter_many(session, projects, [move_of(one) | key for one in new])
    return [one.project_id for one in new]


def move_of(one: Proposed) -> dict:
    said = {"old_stage": None, "new_stage": "proposed", "cause": one.submission.instance_id}
    return said | {
        "project_id": one.project_id,
        "actor_id": one.submission.actor_id,
        "at": one.submission.received_at,
    }


def next_codes(session: Session, workspace_id: int, series: Iterable[str]) -> list[str]:
    """The next free code of each of these series in turn: `2570-5007-0012`, `2570-5007-0013`."""
    locks.hold(session, "project codes", workspace_id)
    last: dict[str, int] = {}
    codes = []
    for one in series:
        if one not in last:
            last[one] = queries.last_number(session, workspace_id, one)
        last[one] += 1
        codes.append(f"{one}{last[one]:04d}")
    return codes
