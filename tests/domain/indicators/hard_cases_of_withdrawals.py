"""Hard cases of households that took back their agreement (docs/indicators.md 0a.4)."""

from datetime import date

from tests.domain.indicators.base_case import (
    I1_FAILS,
    UP_TO_6,
    UP_TO_7,
    YEAR,
    A,
    Scenario,
    account,
    accounts,
    closing,
    village,
    withdrawal,
)

NO_CONSENT = "i1 no_consent 1"
HARD_CASES = (
    Scenario("W1", "h7 withdrew", village(withdrawals=(withdrawal(7),)), I1_FAILS, reasons=NO_CONSENT),
    Scenario("W2", "h7 withdrew for the year before", village(withdrawals=(withdrawal(7, YEAR - 1),)), A),
    Scenario(
        "W3",
        "h7 withdrew; two accounts of it",
        village(
            accounts=(*accounts(*UP_TO_7), account(7, "-dec", period_start=date(2026, 12, 1))),
            withdrawals=(withdrawal(7),),
        ),
        I1_FAILS,
        reasons="i1 no_consent 2",
    ),
    Scenario(
        "W4",
        "h10 withdrew and is a duplicate of h7: the credit of both is gone",
        village(closings=(closing(10, "duplicate", into=7),), withdrawals=(withdrawal(10),)),
        "i1 6/9 ✗ i2 7/9 ✓ i3 ✓ i4 ✓ B",
        reasons=NO_CONSENT,
    ),
    Scenario(
        "W5",
        "the same, the closing not reviewed",
        village(closings=(closing(10, "duplicate", into=7, state="received"),), withdrawals=(withdrawal(10),)),
        A,
        "i1 6/9 ✗ i2 7/9 ✓ i3 ✓ i4 ✓ B",
        "",
        NO_CONSENT,
    ),
    Scenario(
        "W6",
        "h7 withdrew and merged into h10 after the forum: it still stands for itself",
        village(closings=(closing(7, "merged", date(2027, 1, 31), into=10),), withdrawals=(withdrawal(7),)),
        I1_FAILS,
        reasons=NO_CONSENT,
    ),
    Scenario(
        "W7",
        "h7 withdrew; its account is not approved",
        village(accounts=(*accounts(*UP_TO_6), account(7, state="received")), withdrawals=(withdrawal(7),)),
        I1_FAILS,
        reasons="i1 not_approved 1",
        provisional_reasons=NO_CONSENT,
    ),
    Scenario(
        "W8",
        "a household withdrew that gave no account",
        village(withdrawals=(withdrawal(9),)),
        A,
    ),
)
