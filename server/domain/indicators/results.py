"""What an assessment says: numbers, evidence that counts, evidence that does not and why."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from server.domain.indicators.criteria import Basis
from server.domain.indicators.crosschecks import CrossCheck
from server.domain.indicators.gate import Gate
from server.domain.indicators.grade import Grade, Status
from server.domain.indicators.reasons import ReasonCode

INDICATORS = ("accounts_used", "forum_attendance", "lao_from_start", "written_plan")


@dataclass(frozen=True, order=True)
class Evidence:
    """A submission that counts. household: of the account or the tick as sent; "" for a plan."""

    instance_id: str
    household: str = ""


@dataclass(frozen=True, order=True)
class NotCounted:
    """A submission, or one tick of it, that does not count, with the first reason that applies."""

    instance_id: str
    household: str
    reason: ReasonCode


@dataclass(frozen=True, order=True)
class WalkIns:
    """Households of one attendance list that came and are not in the register: `walk_in_unregistered`."""

    instance_id: str
    number: int


@dataclass(frozen=True, kw_only=True)
class IndicatorResult:
    """One indicator of a village. met: None when unknown (no operative plan) or not computable (no households).

    num, den, needed: households, None for indicators 3 and 4; percent: cut to 2 decimals.
    Source: docs/indicators.md 1, explanation.
    """

    number: int
    num: int | None = None
    den: int | None = None
    needed: int | None = None
    percent: Decimal | None = None
    met: bool | None = None
    counted: tuple[Evidence, ...] = ()
    not_counted: tuple[NotCounted, ...] = ()


@dataclass(frozen=True, kw_only=True)
class VillageResult:
    """A village's plan in one year on one basis. households: the set H, in byte order; as_of: day of reckoning."""

    village_code: str
    plan_year: int
    basis: Basis
    as_of: date
    reference_date: date
    households: tuple[str, ...]
    indicators: tuple[IndicatorResult, IndicatorResult, IndicatorResult, IndicatorResult]
    status: Status
    grade: Grade | None
    operative_plan: str | None
    walk_ins: tuple[WalkIns, ...]
    cross_checks: tuple[CrossCheck, ...]

    @property
    def n_households(self) -> int:
        return len(self.households)

    @property
    def met_flags(self) -> tuple[bool | None, ...]:
        return tuple(indicator.met for indicator in self.indicators)


@dataclass(frozen=True)
class VillageYear:
    """Both bases beside each other, and the one gate, which follows the official result."""

    official: VillageResult
    provisional: VillageResult
    gate: Gate
