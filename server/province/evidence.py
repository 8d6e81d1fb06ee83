"""Why a village's indicators stand as they do: what counts and what does not, as far as the reader may know."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from server.db.queries import figures, reading
from server.db.queries.indicators import Verdict
from server.domain.indicators.reasons import REASONS, WALK_IN_UNREGISTERED
from server.domain.permissions import Caller
from server.domain.village_plans import Indicator, VillagePlan

ORDER = [reason.code for reason in (*REASONS, WALK_IN_UNREGISTERED)]


@dataclass(frozen=True)
class Piece:
    """A submission, or one tick of it. name: of the household; submission_id: None when it cannot be opened."""

    name: str
    submission_id: int | None
    walk_ins: int | None = None


@dataclass(frozen=True)
class Group:
    """What does not count for one reason (None: what counts). pieces: None for readers who only get the number."""

    reason: str | None
    number: int
    pieces: tuple[Piece, ...] | None


@dataclass(frozen=True)
class Why:
    """An indicator and what it rests on: what counts, then what does not by reason."""

    indicator: Indicator
    counted: Group
    not_counted: tuple[Group, ...]


def why(session: Session, caller: Caller, plan: VillagePlan) -> list[Why]:
    """The evidence of the four indicators; a number of queries that does not grow with it."""
    verdicts = [verdict for indicator in plan.indicators for verdict in indicator.evidence or ()]
    ids = figures.submissions_of(session, caller.workspace_id, (one.instance_id for one in verdicts))
    labels = reading.labels(session, caller.workspace_id, (one.household_id for one in verdicts if one.household_id))
    return [of_indicator(indicator, ids, labels) for indicator in plan.indicators]


def of_indicator(indicator: Indicator, ids: Mapping[str, int], labels: Mapping[str, str]) -> Why:
    if indicator.evidence is None:
        groups = [Group(code, number, None) for code, number in indicator.reasons.items()]
        return Why(indicator, Group(None, indicator.counted, None), in_order(groups))
    by_reason: dict[str | None, list[Verdict]] = {}
    for verdict in indicator.evidence:
        by_reason.setdefault(verdict.reason, []).append(verdict)
    groups = {code: group(code, found, ids, labels) for code, found in by_reason.items()}
    counted = groups.pop(None, Group(None, 0, ()))
    return Why(indicator, counted, in_order(groups.values()))


def group(code: str | None, verdicts: Sequence[Verdict], ids: Mapping[str, int], labels: Mapping[str, str]) -> Group:
    pieces = tuple(
        Piece(labels.get(str(one.household_id), ""), ids.get(one.instance_id), one.walk_ins) for one in verdicts
    )
    return Group(code, sum(one.walk_ins or 1 for one in verdicts), pieces)


def in_order(groups: Iterable[Group]) -> tuple[Group, ...]:
    """In the order in which reasons are tried."""
    return tuple(sorted(groups, key=lambda one: ORDER.index(one.reason) if one.reason in ORDER else len(ORDER)))
