"""What approving a submission does to its village's official result, before anybody approves it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from server.db.queries import results
from server.db.queries.indicators import facts_of
from server.domain.indicators.calendar import bangkok_date
from server.domain.indicators.facts import Received, VillageFacts
from server.domain.indicators.results import VillageResult
from server.domain.indicators.village import assess

FACTS = ("registrations", "closings", "accounts", "forums", "plans")


@dataclass(frozen=True)
class Effect:
    """A village's official result as it is, and as it would be."""

    now: VillageResult
    then: VillageResult

    @property
    def changes(self) -> list[tuple]:
        """(indicator now, then) of those that would change; without what they rest on."""
        pairs = zip(self.now.indicators, self.then.indicators, strict=True)
        return [(a, b) for a, b in pairs if (a.num, a.den, a.met) != (b.num, b.den, b.met)]

    @property
    def changes_grade(self) -> bool:
        return (self.now.status, self.now.grade) != (self.then.status, self.then.grade)


def of_approval(
    session: Session,
    workspace_id: int,
    village_code: str,
    plan_year: int,
    instance_ids: Sequence[str],
    now: dt.datetime,
) -> Effect | None:
    """What approving these would do; None for a year that is not open, whose figures stand.

    By the very rules that compute the result, on the facts of the village.
    """
    criteria = results.criteria_of(session, workspace_id, plan_year)
    if criteria is None or criteria.is_locked:
        return None
    facts, today = facts_of(session, workspace_id, village_code), bangkok_date(now)
    return Effect(
        assess(facts, criteria, today, "official"),
        assess(approved(facts, set(instance_ids)), criteria, today, "official"),
    )


def approved(facts: VillageFacts, instance_ids: set[str]) -> VillageFacts:
    """The facts as if these submissions were approved."""

    def decided(one: Received) -> Received:
        return replace(one, state="approved") if one.instance_id in instance_ids else one

    return replace(facts, **{name: tuple(map(decided, getattr(facts, name))) for name in FACTS})
