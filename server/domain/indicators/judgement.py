"""What the counts of a village amount to: reference date, shares, status and grade, for Python's counts and SQL's."""

from dataclasses import dataclass
from datetime import date

from server.domain.indicators.criteria import Criteria
from server.domain.indicators.grade import Grade, Status, grade, status
from server.domain.indicators.shares import Share, share


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What must be counted of a village, in Python or in SQL, before it can be judged.

    households: N; accounts, forum: numerators; lao_from_start, written_plan: None without an operative plan;
    has_any: an account (of whichever household of the village) or a plan forum counts.
    """

    households: int
    accounts: int
    forum: int
    lao_from_start: bool | None
    written_plan: bool | None
    has_any: bool


@dataclass(frozen=True)
class Judgement:
    """Two shares, what is met (None: unknown or not computable), status, and a grade when graded."""

    accounts: Share
    forum: Share
    met_flags: tuple[bool | None, bool | None, bool | None, bool | None]
    status: Status
    grade: Grade | None


def judge(counts: Counts, criteria: Criteria) -> Judgement:
    """Shares, status and grade from counts. Source: docs/indicators.md 1."""
    accounts = share(counts.accounts, counts.households, threshold=criteria.threshold)
    forum = share(counts.forum, counts.households, threshold=criteria.threshold)
    met_flags = (met_or_unknown(accounts), met_or_unknown(forum), counts.lao_from_start, counts.written_plan)
    has_plan = counts.written_plan is not None
    reached = status(counts.households, has_plan=has_plan, has_any=counts.has_any, locked=criteria.is_locked)
    given = grade(flag is True for flag in met_flags) if reached == "graded" else None
    return Judgement(accounts, forum, met_flags, reached, given)


def met_or_unknown(result: Share) -> bool | None:
    """Whether a share is met; None when there are no households to share."""
    return result.met if result.den else None


def reference_date(latest_forum: date | None, plan_date: date | None, *, criteria: Criteria, as_of: date) -> date:
    """The day on which households are counted: last plan forum, else adoption of the plan, else today or the end.

    plan_date: of the operative plan; it serves only inside the window. Source: docs/indicators.md 0, 0a.3.
    """
    if latest_forum is not None:
        return latest_forum
    if plan_date is not None and criteria.window_contains(plan_date):
        return plan_date
    return min(as_of, criteria.collection_end)
