"""Indicator 2, forum_attendance: the households represented at the forums that make the plan."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from server.domain.indicators.counting import Terms, forum_reason, household_reason, is_listed
from server.domain.indicators.facts import Forum
from server.domain.indicators.households import Register
from server.domain.indicators.reasons import ReasonCode
from server.domain.indicators.results import Evidence, NotCounted, WalkIns


@dataclass(frozen=True)
class Attendance:
    """households: distinct households that count; evidence and reasons are of single ticks."""

    households: frozenset[str]
    counted: tuple[Evidence, ...]
    not_counted: tuple[NotCounted, ...]
    walk_ins: tuple[WalkIns, ...]


def listed_forums(forums: Iterable[Forum], terms: Terms) -> dict[Forum, ReasonCode | None]:
    """The village's attendance lists of this year, each with the reason why it is not in P, or None."""
    return {
        forum: forum_reason(forum, terms)
        for forum in forums
        if forum.village_code == terms.village_code and is_listed(forum, terms)
    }


def plan_forums(listed: dict[Forum, ReasonCode | None]) -> list[Forum]:
    """The set P: the attendance lists that count."""
    return [forum for forum, reason in listed.items() if reason is None]


def latest_forum_date(forums: Sequence[Forum]) -> date | None:
    """The date of the last plan forum, None without one."""
    return max((forum.forum_date for forum in forums if forum.forum_date), default=None)


def count_attendance(listed: dict[Forum, ReasonCode | None], register: Register, terms: Terms) -> Attendance:
    """Count the households of H ticked at the plan forums: all of them, or those of the best date.

    Source: docs/indicators.md 1 (indicator 2), 0a.5.
    """
    reasons = {
        (forum, household): reason or household_reason(household, register, terms.village_code)
        for forum, reason in listed.items()
        for household in forum.ticked
    }
    if terms.criteria.ind2_mode == "best_single":
        reasons = _only_best_date(reasons, register)
    counting = [tick for tick, reason in reasons.items() if reason is None]
    return Attendance(
        households=frozenset(register.resolve(household) for _, household in counting),
        counted=tuple(sorted(Evidence(forum.instance_id, household) for forum, household in counting)),
        not_counted=tuple(
            sorted(
                NotCounted(forum.instance_id, household, reason)
                for (forum, household), reason in reasons.items()
                if reason is not None
            )
        ),
        walk_ins=tuple(
            sorted(WalkIns(forum.instance_id, forum.walk_ins) for forum in plan_forums(listed) if forum.walk_ins)
        ),
    )


Ticks = dict[tuple[Forum, str], ReasonCode | None]


def _only_best_date(reasons: Ticks, register: Register) -> Ticks:
    """All phones of one date count together; of equal dates the later is the best."""
    households: defaultdict[date, set[str]] = defaultdict(set)
    for (forum, household), reason in reasons.items():
        if reason is None and forum.forum_date:
            households[forum.forum_date].add(register.resolve(household))
    best = max(households, key=lambda day: (len(households[day]), day), default=None)
    return {
        (forum, household): reason or (None if forum.forum_date == best else "not_best_forum")
        for (forum, household), reason in reasons.items()
    }
