"""Hard cases of registrations: who is in the register, whose account it is (docs/indicators.md 0a.2, 0a.4)."""

from datetime import date

from tests.domain.indicators.base_case import (
    AS_OF,
    BOTH_FAIL_OF_9,
    BOTH_FAIL_OF_11,
    LATER,
    OTHER_VILLAGE,
    REGISTER,
    UP_TO_6,
    UP_TO_7,
    A,
    Scenario,
    account,
    accounts,
    forum,
    h11,
    registration,
    village,
)

H7_UNKNOWN = "i1 household_unknown 1, i2 household_unknown 1"
ELSEWHERE = registration(101, village_code=OTHER_VILLAGE)


def without_h7(**changes: object) -> tuple:
    """The register with another registration of h7."""
    return (*(one for one in REGISTER if one.household[-2:] != "07"), registration(7, **changes))


HARD_CASES = (
    Scenario(
        "R1",
        "h11 registered, not reviewed",
        village(registrations=h11(state="received")),
        BOTH_FAIL_OF_11,
        gate="make_plan",
    ),
    Scenario(
        "R2",
        "h11 imported, exists_from 2570-01-05 (B.E.) reads as always",
        village(registrations=h11(state="imported", exists_from=date(2570, 1, 5))),
        BOTH_FAIL_OF_11,
        gate="make_plan",
    ),
    Scenario(
        "R3",
        "registration of h7 rejected",
        village(registrations=without_h7(state="rejected")),
        BOTH_FAIL_OF_9,
        reasons=H7_UNKNOWN,
        gate="make_plan",
    ),
    Scenario(
        "R4",
        "registration of h7 deleted",
        village(registrations=without_h7(deleted=True)),
        BOTH_FAIL_OF_9,
        reasons=H7_UNKNOWN,
        gate="make_plan",
    ),
    Scenario(
        "R5",
        "registration of h7 waits for its area",
        village(registrations=without_h7(outside_area=True)),
        BOTH_FAIL_OF_9,
        reasons=H7_UNKNOWN,
        gate="make_plan",
    ),
    Scenario(
        "R6",
        "h11 moved in 2027-01-05 and gave an account",
        village(registrations=h11(exists_from=date(2027, 1, 5)), accounts=accounts(*UP_TO_7, 11)),
        A,
        reasons="i1 household_after_reference 1",
    ),
    Scenario(
        "R25",
        "account of h7 sent with the code of another village",
        village(accounts=(*accounts(*UP_TO_6), account(7, village_code=OTHER_VILLAGE))),
        A,
    ),
    Scenario(
        "R26",
        "account of a household of another village sent with this village's code",
        village(registrations=(*REGISTER, ELSEWHERE), accounts=accounts(*UP_TO_7, 101)),
        A,
    ),
    Scenario(
        "R27",
        "forum also ticks a household nobody registered",
        village(forums=(forum(*UP_TO_7, 12),)),
        A,
        reasons="i2 household_unknown 1",
    ),
    Scenario(
        "R28",
        "only one account, of an unknown household",
        village(accounts=accounts(12), forums=(), plans=()),
        "i1 0/10 ✗ i2 0/10 ✗ i3 ? i4 ? no_data",
        reasons="i1 household_unknown 1",
        reference_date=AS_OF,
        gate="unknown",
    ),
    Scenario(
        "R31",
        "only one account, of a household that moved in after the reference date",
        village(registrations=h11(exists_from=date(2027, 4, 1)), accounts=accounts(11), forums=(), plans=()),
        "i1 0/10 ✗ i2 0/10 ✗ i3 ? i4 ? in_progress",
        reasons="i1 household_after_reference 1",
        reference_date=AS_OF,
        gate="unknown",
    ),
    Scenario(
        "R32",
        "h11 registered twice: the registration received first holds",
        village(
            registrations=(*h11(exists_from=date(2027, 1, 5)), registration(11, suffix="-again", received_at=LATER))
        ),
        A,
    ),
)
