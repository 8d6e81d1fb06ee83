"""Hard cases of closings: which counts, mergers, chains and circles (docs/indicators.md 0a.1, 0a.2)."""

from datetime import date

from tests.domain.indicators.base_case import (
    AS_OF,
    BOTH_FAIL_OF_9,
    H7_CLOSED,
    LATER,
    OTHER_VILLAGE,
    REGISTER,
    UP_TO_6,
    A,
    Scenario,
    account,
    accounts,
    closing,
    h7_moved_out,
    registration,
    village,
)

BEFORE = date(2026, 11, 30)
SEVEN_OF_9 = "i1 7/9 ✓ i2 7/9 ✓ i3 ✓ i4 ✓ A"
H7_UNKNOWN = "i1 household_unknown 1, i2 household_unknown 1"
H7_ELSEWHERE = "i1 other_village 1, i2 other_village 1"
ELSEWHERE = registration(101, village_code=OTHER_VILLAGE)


HARD_CASES = (
    Scenario(
        "R7",
        "h7 closed on a page",
        village(closings=h7_moved_out("page")),
        BOTH_FAIL_OF_9,
        reasons=H7_CLOSED,
        gate="make_plan",
    ),
    Scenario(
        "R8",
        "h7 closed twice, the later received after the forum",
        village(
            closings=(
                *h7_moved_out("approved"),
                closing(7, "moved_out", date(2027, 2, 1), suffix="b", received_at=LATER),
            )
        ),
        A,
    ),
    Scenario(
        "R9",
        "R8, the later closing rejected",
        village(
            closings=(
                *h7_moved_out("approved"),
                closing(7, "moved_out", date(2027, 2, 1), suffix="b", received_at=LATER, state="rejected"),
            )
        ),
        BOTH_FAIL_OF_9,
        reasons=H7_CLOSED,
        gate="make_plan",
    ),
    Scenario("R10", "h7 moved out, no date sent", village(closings=(closing(7, "moved_out"),)), A),
    Scenario(
        "R11",
        "h7 entered by mistake, no date sent",
        village(closings=(closing(7, "mistake"),)),
        BOTH_FAIL_OF_9,
        reasons=H7_CLOSED,
        gate="make_plan",
    ),
    Scenario(
        "R12",
        "h7 moved out, dated 2569-11-30 (B.E.)",
        village(closings=(closing(7, "moved_out", date(2569, 11, 30)),)),
        A,
    ),
    Scenario(
        "R13",
        "h7 entered by mistake, its date in B.E. kept as a flag",
        village(closings=(closing(7, "mistake", be_year=True),)),
        A,
    ),
    Scenario(
        "R14",
        "h7 closed by a phone of another tambon, not taken over",
        village(closings=(closing(7, "moved_out", BEFORE, outside_area=True),)),
        A,
    ),
    Scenario("R15", "closing of h7 deleted", village(closings=(closing(7, "moved_out", BEFORE, deleted=True),)), A),
    Scenario(
        "R16",
        "h7 registered twice, closed without a household to go to",
        village(closings=(closing(7, "duplicate"),)),
        BOTH_FAIL_OF_9,
        reasons=H7_CLOSED,
        gate="make_plan",
    ),
    Scenario(
        "R17",
        "h9 duplicate of h8, h8 of h7; accounts of h1 … h6 and h9",
        village(
            closings=(closing(9, "duplicate", into=8), closing(8, "duplicate", into=7)), accounts=accounts(*UP_TO_6, 9)
        ),
        "i1 7/8 ✓ i2 7/8 ✓ i3 ✓ i4 ✓ A",
    ),
    Scenario(
        "R18",
        "h10, whose registration is rejected, duplicate of h7; accounts of h1 … h6 and h10",
        village(
            registrations=(*REGISTER[:9], registration(10, state="rejected")),
            closings=(closing(10, "duplicate", into=7),),
            accounts=accounts(*UP_TO_6, 10),
        ),
        SEVEN_OF_9,
    ),
    Scenario(
        "R19",
        "h7 duplicate of a household that is not registered yet",
        village(closings=(closing(7, "duplicate", into=12),)),
        BOTH_FAIL_OF_9,
        reasons=H7_UNKNOWN,
        gate="make_plan",
    ),
    Scenario(
        "R20",
        "R19, then its registration arrives",
        village(registrations=(*REGISTER, registration(12)), closings=(closing(7, "duplicate", into=12),)),
        A,
    ),
    Scenario(
        "R21",
        "h7 duplicate of a household of another village",
        village(registrations=(*REGISTER, ELSEWHERE), closings=(closing(7, "duplicate", into=101),)),
        BOTH_FAIL_OF_9,
        reasons=H7_ELSEWHERE,
        gate="make_plan",
    ),
    Scenario(
        "R22",
        "a household of another village duplicate of h7; its account instead of that of h7",
        village(
            registrations=(*REGISTER, ELSEWHERE),
            closings=(closing(101, "duplicate", into=7),),
            accounts=(*accounts(*UP_TO_6), account(101, village_code=OTHER_VILLAGE)),
        ),
        A,
    ),
    Scenario(
        "R23",
        "h6 and h7 merged into each other on 2026-11-30",
        village(closings=(closing(6, "merged", BEFORE, into=7), closing(7, "merged", BEFORE, into=6))),
        BOTH_FAIL_OF_9,
        gate="make_plan",
    ),
    Scenario("R24", "h7 closed as duplicate of itself", village(closings=(closing(7, "duplicate", into=7),)), A),
    Scenario(
        "R29",
        "only one account, of a household that moved out",
        village(accounts=accounts(7), forums=(), plans=(), closings=h7_moved_out("approved")),
        "i1 0/9 ✗ i2 0/9 ✗ i3 ? i4 ? in_progress",
        reasons="i1 household_closed 1",
        reference_date=AS_OF,
        gate="unknown",
    ),
    Scenario(
        "R30",
        "h7 merged into h1 on the day of the forum; h1 gave no account",
        village(closings=(closing(7, "merged", date(2026, 12, 10), into=1),), accounts=accounts(*range(2, 8))),
        "i1 6/9 ✗ i2 6/9 ✗ i3 ✓ i4 ✓ C",
        gate="make_plan",
    ),
)
