"""A village's plan in one year: the stored result, and what it rests on as far as the reader may know."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from server.db.models import IndicatorResult, Village, VillageYear
from server.db.queries import places, results, rollups
from server.db.queries.indicators import Verdict, evidence_of, explain
from server.domain.indicators.criteria import Basis
from server.domain.indicators.nearest import NextGrade, next_grade
from server.domain.indicators.results import INDICATORS
from server.domain.permissions import Caller, data_class
from server.domain.years import YearNotOpen
from server.errors import NotFound

EVIDENCE_FORMS = ("household_account", "forum_attendance", "community_plan", "community_plan")  # by indicator


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One of the four. counted: submissions (of attendance: ticks) that count; reasons: how many do not, and why.

    evidence: the verdicts themselves, None for roles that may not read such submissions.
    """

    number: int
    name: str
    num: int | None
    den: int | None
    needed: int | None
    percent: Decimal | None
    met: bool | None
    counted: int
    reasons: Mapping[str, int]
    evidence: Sequence[Verdict] | None


@dataclass(frozen=True, kw_only=True)
class VillagePlan:
    """What was computed last; of a locked year, what was published when it was locked.

    Before the first computation: no_data, and neither numbers nor a time.
    """

    code: str
    moo: int
    name_th: str
    kind: str
    plan_year: int
    basis: Basis
    threshold: int
    locked_on: date | None
    status: str
    grade: str | None
    gate: str
    households: int | None
    reference_date: date | None
    computed_at: datetime | None
    indicators: tuple[Indicator, ...]

    @property
    def next_grade(self) -> NextGrade | None:
        """What is missing for the next better grade."""
        missing = [max(0, (one.needed or 0) - (one.num or 0)) for one in self.indicators[:2]]
        return next_grade(self.grade, [one.met for one in self.indicators], missing)


def of_village(
    session: Session, caller: Caller, code: str, plan_year: int, basis: Basis, *, today: date
) -> VillagePlan:
    """The plan of a village inside the caller's area. today: in Bangkok. Raises NotFound and YearNotOpen."""
    village = places.village(session, caller.workspace_id, code) if caller.covers(code) else None
    if village is None:
        raise NotFound
    criteria = results.criteria_of(session, caller.workspace_id, plan_year)
    if criteria is None:
        raise YearNotOpen(plan_year=plan_year)
    where = {"plan_year": plan_year, "basis": basis}
    computed = rollups.village_year(session, caller.workspace_id, code, **where)
    if not (village.active or (criteria.is_locked and computed)):
        raise NotFound
    stored = rollups.indicators(session, caller.workspace_id, code, **where)
    if criteria.is_locked:
        verdicts = evidence_of(session, caller.workspace_id, code, plan_year, basis)
    else:
        verdicts = explain(session, caller.workspace_id, code, criteria, basis, today)
    return VillagePlan(
        **of_place(village),
        **where,
        threshold=criteria.threshold,
        locked_on=criteria.locked_on,
        **of_result(computed),
        indicators=indicators(caller, stored, verdicts),
    )


def of_place(village: Village) -> dict:
    return {"code": village.code, "moo": village.moo, "name_th": village.name_th, "kind": village.kind}


def of_result(computed: VillageYear | None) -> dict:
    names = ("status", "grade", "gate", "households", "reference_date", "computed_at")
    if computed is None:
        return dict.fromkeys(names) | {"status": "no_data", "gate": "unknown"}
    return {name: getattr(computed, name) for name in names}


def indicators(caller: Caller, stored: Iterable[IndicatorResult], verdicts: Sequence[Verdict]) -> tuple[Indicator, ...]:
    """All four, whether they are computed already or not."""
    computed = {row.indicator: row for row in stored}
    return tuple(
        indicator(number, computed.get(number), [one for one in verdicts if one.indicator == number], caller)
        for number in range(1, 5)
    )


def indicator(number: int, row: IndicatorResult | None, verdicts: Sequence[Verdict], caller: Caller) -> Indicator:
    reasons: Counter[str] = Counter()
    for one in verdicts:
        if one.reason is not None:
            reasons[one.reason] += one.walk_ins or 1
    may_read = caller.may("submission.read") and data_class(EVIDENCE_FORMS[number - 1]) in caller.sees
    return Indicator(
        number=number,
        name=INDICATORS[number - 1],
        **{name: getattr(row, name, None) for name in ("num", "den", "needed", "percent", "met")},
        counted=sum(one.reason is None for one in verdicts),
        reasons=dict(sorted(reasons.items())),
        evidence=verdicts if may_read else None,
    )
