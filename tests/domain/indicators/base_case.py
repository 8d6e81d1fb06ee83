"""The village of the base case, what changes it, and how results are written: plain facts a database can hold too."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from server.domain.indicators.criteria import Criteria, default_criteria
from server.domain.indicators.facts import Account, Closing, Forum, Plan, Registration, State, VillageFacts, Withdrawal

YEAR = 2570
VILLAGE, OTHER_VILLAGE = "50070503", "50070504"
AS_OF = date(2027, 3, 31)
COLLECTED_ON = date(2027, 3, 1)
RECEIVED_AT = datetime(2027, 3, 1, 5, 0, tzinfo=UTC)
ADOPTED_ON = date(2026, 12, 20)
LATER = datetime(2027, 3, 2, 5, 0, tzinfo=UTC)
CRITERIA = default_criteria(YEAR)

A = "i1 7/10 ✓ i2 7/10 ✓ i3 ✓ i4 ✓ A"
I1_FAILS = "i1 6/10 ✗ i2 7/10 ✓ i3 ✓ i4 ✓ B"
I2_FAILS = "i1 7/10 ✓ i2 6/10 ✗ i3 ✓ i4 ✓ B"
NO_FORUM = "i1 7/10 ✓ i2 0/10 ✗ i3 ✓ i4 ✓ B"
NO_PLAN = "i1 7/10 ✓ i2 7/10 ✓ i3 ? i4 ?"
BOTH_FAIL_OF_9 = "i1 6/9 ✗ i2 6/9 ✗ i3 ✓ i4 ✓ C"
BOTH_FAIL_OF_11 = "i1 7/11 ✗ i2 7/11 ✗ i3 ✓ i4 ✓ C"
H7_CLOSED = "i1 household_closed 1, i2 household_closed 1"


@dataclass(frozen=True)
class Scenario:
    """A change of the base case and what must come out: results and reasons as test_scenarios.shown writes them.

    provisional, provisional_reasons: None when the same as official; reference_date: of the official result.
    """

    id: str
    change: str
    facts: VillageFacts
    official: str
    provisional: str | None = None
    reasons: str = ""
    provisional_reasons: str | None = None
    reference_date: date = date(2026, 12, 10)
    gate: str = "propose"
    criteria: Criteria = CRITERIA
    as_of: date = AS_OF


def household(number: int) -> str:
    """The id of household h1, h2 … of the village; from 100 on, of households elsewhere."""
    return f"00000000-0000-4000-8000-{number:012}"


def account(number: int, suffix: str = "", **changes: Any) -> Account:
    """An approved account of household h{number}."""
    base = Account(
        instance_id=f"uuid:account-{number}{suffix}",
        received_at=RECEIVED_AT,
        state="approved",
        village_code=VILLAGE,
        plan_year=YEAR,
        collected_on=COLLECTED_ON,
        household=household(number),
        consent=True,
        period_start=date(2026, 11, 1),
        months=1,
    )
    return replace(base, **changes)


def accounts(*numbers: int) -> tuple[Account, ...]:
    return tuple(account(number) for number in numbers)


def forum(*numbers: int, suffix: str = "1", **changes: Any) -> Forum:
    """An approved attendance list of the plan forum with these households ticked."""
    base = Forum(
        instance_id=f"uuid:forum-{suffix}",
        received_at=RECEIVED_AT,
        state="approved",
        village_code=VILLAGE,
        plan_year=YEAR,
        collected_on=COLLECTED_ON,
        forum_type="plan",
        forum_date=date(2026, 12, 10),
        ticked=frozenset(household(number) for number in numbers),
        lao_present=True,
        has_sheet_photo=True,
        has_position=True,
    )
    return replace(base, **changes)


def plan(suffix: str = "1", **changes: Any) -> Plan:
    """An approved plan with `prepare`, written, and the evidence of both received."""
    base = Plan(
        instance_id=f"uuid:plan-{suffix}",
        received_at=RECEIVED_AT,
        state="approved",
        village_code=VILLAGE,
        plan_year=YEAR,
        collected_on=COLLECTED_ON,
        plan_date=ADOPTED_ON,
        lao_prepare=True,
        lao_evidence=True,
        written=True,
        written_evidence=True,
    )
    return replace(base, **changes)


def registration(number: int, suffix: str = "", **changes: Any) -> Registration:
    """A household that always lived in the village."""
    base = Registration(
        instance_id=f"uuid:registration-{number}{suffix}",
        received_at=RECEIVED_AT,
        state="approved",
        household=household(number),
        village_code=VILLAGE,
        exists_from=date(1900, 1, 1),
    )
    return replace(base, **changes)


def closing(
    number: int, close_reason: str, to: date | None = None, *, into: int = 0, suffix: str = "", **changes: Any
) -> Closing:
    """An approved closing of household h{number}; into: the household that goes on, 0 for none."""
    base = Closing(
        instance_id=f"uuid:closing-{number}{suffix}",
        received_at=RECEIVED_AT,
        state="approved",
        household=household(number),
        close_reason=close_reason,  # type: ignore[arg-type]
        exists_to=to,
        merged_into=household(into) if into else None,
    )
    return replace(base, **changes)


def withdrawal(number: int, plan_year: int = YEAR) -> Withdrawal:
    """Household h{number} took back its agreement."""
    return Withdrawal(household=household(number), plan_year=plan_year)


REGISTER = tuple(registration(number) for number in range(1, 11))
UP_TO_5, UP_TO_6, UP_TO_7 = range(1, 6), range(1, 7), range(1, 8)
BASE_CASE = VillageFacts(
    village_code=VILLAGE,
    registrations=REGISTER,
    accounts=accounts(*UP_TO_7),
    forums=(forum(*UP_TO_7),),
    plans=(plan(),),
    open_years=frozenset({YEAR - 1, YEAR}),
)


def village(**changes: Any) -> VillageFacts:
    """The base case with other registrations, closings, accounts, forums or plans."""
    return replace(BASE_CASE, **changes)


def h11(**changes: Any) -> tuple[Registration, ...]:
    """The register with an eleventh household."""
    return (*REGISTER, registration(11, **changes))


def h7_moved_out(state: State) -> tuple[Closing, ...]:
    """h7 closed before the forum."""
    return (closing(7, "moved_out", date(2026, 11, 30), state=state),)


def with_h7(**changes: Any) -> VillageFacts:
    """The base case with another account of h7."""
    return village(accounts=(*accounts(*UP_TO_6), account(7, **changes)))
