"""Hard cases of accounts and forums: dates, years, months, the best single forum (docs/indicators.md 0a.3 to 0a.7)."""

from dataclasses import replace
from datetime import date

from tests.domain.indicators.base_case import (
    ADOPTED_ON,
    CRITERIA,
    I1_FAILS,
    LATER,
    NO_FORUM,
    RECEIVED_AT,
    UP_TO_5,
    UP_TO_6,
    UP_TO_7,
    A,
    Scenario,
    account,
    accounts,
    closing,
    forum,
    village,
    with_h7,
)

BEST_SINGLE = replace(CRITERIA, ind2_mode="best_single")
TWO_MONTHS = replace(CRITERIA, min_account_months=2)
JANUARY = date(2027, 1, 15)
FIVE_TICKED = "i1 7/10 ✓ i2 5/10 ✗ i3 ✓ i4 ✓ B"
OF_TWO_MONTHS = tuple(account(number, months=2) for number in UP_TO_6)

HARD_CASES = (
    Scenario(
        "C1",
        "best_single: two forums of five households each",
        village(forums=(forum(*UP_TO_5), forum(4, 5, 6, 7, 8, suffix="2", forum_date=JANUARY))),
        FIVE_TICKED,
        reasons="i2 not_best_forum 5",
        reference_date=JANUARY,
        criteria=BEST_SINGLE,
    ),
    Scenario(
        "C2",
        "best_single: two phones {h1 … h3}, {h4, h5} of one date, four households at another",
        village(forums=(forum(1, 2, 3), forum(4, 5, suffix="2"), forum(6, 7, 8, 9, suffix="3", forum_date=JANUARY))),
        FIVE_TICKED,
        reasons="i2 not_best_forum 4",
        reference_date=JANUARY,
        criteria=BEST_SINGLE,
    ),
    Scenario(
        "C3",
        "best_single: an unknown household is no household of the better forum",
        village(forums=(forum(*UP_TO_5), forum(4, 5, 6, 7, 12, suffix="2", forum_date=JANUARY))),
        FIVE_TICKED,
        reasons="i2 household_unknown 1, i2 not_best_forum 4",
        reference_date=JANUARY,
        criteria=BEST_SINGLE,
    ),
    Scenario(
        "C4",
        "two months asked: h7 gave one",
        village(accounts=(*OF_TWO_MONTHS, account(7))),
        I1_FAILS,
        reasons="i1 too_few_months 1",
        criteria=TWO_MONTHS,
    ),
    Scenario(
        "C5",
        "two months asked: h7 gave the same month twice",
        village(accounts=(*OF_TWO_MONTHS, account(7), account(7, "-again"))),
        I1_FAILS,
        reasons="i1 too_few_months 2",
        criteria=TWO_MONTHS,
    ),
    Scenario(
        "C6",
        "two months asked: h7 gave one, its duplicate h10 the next",
        village(
            closings=(closing(10, "duplicate", into=7),),
            accounts=(*OF_TWO_MONTHS, account(7), account(10, period_start=date(2026, 12, 1))),
        ),
        "i1 7/9 ✓ i2 7/9 ✓ i3 ✓ i4 ✓ A",
        criteria=TWO_MONTHS,
    ),
    Scenario(
        "C7",
        "h7 said yes, later no",
        village(
            accounts=(
                *accounts(*UP_TO_7),
                account(7, "-no", consent=False, period_start=None, months=None, received_at=LATER),
            )
        ),
        A,
        reasons="i1 no_consent 1",
    ),
    Scenario(
        "C8",
        "account of h7 begins after the day of collection",
        with_h7(period_start=date(2027, 4, 1)),
        I1_FAILS,
        reasons="i1 future_period 1",
    ),
    Scenario(
        "C9", "account of h7 for a year nobody opened", with_h7(plan_year=2580), I1_FAILS, reasons="i1 year_not_open 1"
    ),
    Scenario(
        "C10",
        "account of h7 of another year, its date outside this window",
        with_h7(plan_year=2569, period_start=date(2024, 11, 1)),
        I1_FAILS,
    ),
    Scenario("C11", "account of h7 deleted", with_h7(deleted=True), I1_FAILS),
    Scenario(
        "C12",
        "account of h7 from another tambon, rejected too: the first reason is given",
        with_h7(outside_area=True, state="rejected"),
        I1_FAILS,
        reasons="i1 outside_area 1",
    ),
    Scenario(
        "C13",
        "account of h7 edited after it was rejected",
        with_h7(state="edited"),
        I1_FAILS,
        A,
        "i1 not_approved 1",
        "",
    ),
    Scenario(
        "C14",
        "forum dated after the day of collection",
        village(forums=(forum(*UP_TO_7, forum_date=date(2027, 3, 2)),)),
        NO_FORUM,
        reasons="i2 future_period 7",
        reference_date=ADOPTED_ON,
    ),
    Scenario(
        "C15",
        "forum dated 2569-12-10 (B.E.)",
        village(forums=(forum(*UP_TO_7, forum_date=date(2569, 12, 10)),)),
        NO_FORUM,
        reasons="i2 be_year_in_date 7",
        reference_date=ADOPTED_ON,
    ),
    Scenario(
        "C16",
        "forum date in B.E. kept as a flag",
        village(forums=(forum(*UP_TO_7, forum_date=None, be_year=True),)),
        NO_FORUM,
        reasons="i2 be_year_in_date 7",
        reference_date=ADOPTED_ON,
    ),
    Scenario(
        "C17",
        "forum of another year, its date inside this window",
        village(forums=(forum(*UP_TO_7, plan_year=2569),)),
        NO_FORUM,
        reasons="i2 wrong_year 7",
        reference_date=ADOPTED_ON,
    ),
    Scenario(
        "C18",
        "only a forum, no household ticked",
        village(accounts=(), forums=(forum(),), plans=()),
        "i1 0/10 ✗ i2 0/10 ✗ i3 ? i4 ? in_progress",
        gate="unknown",
    ),
    Scenario(
        "C31",
        "first and last day of the window count",
        village(
            accounts=(*accounts(*UP_TO_6), account(7, period_start=date(2025, 10, 1))),
            forums=(forum(*UP_TO_7, forum_date=date(2027, 9, 30), collected_on=date(2027, 9, 30)),),
        ),
        A,
        reference_date=date(2027, 9, 30),
        as_of=date(2027, 10, 1),
    ),
    Scenario(
        "C32",
        "forum held and sent on one day",
        village(forums=(forum(*UP_TO_7, forum_date=date(2027, 3, 1), received_at=RECEIVED_AT),)),
        A,
        reference_date=date(2027, 3, 1),
    ),
    Scenario(
        "C33",
        "best_single: h9 and its duplicate h10 at one forum are one household",
        village(
            closings=(closing(10, "duplicate", into=9),),
            forums=(forum(*UP_TO_5), forum(6, 7, 8, 9, 10, suffix="2", forum_date=JANUARY)),
        ),
        "i1 7/9 ✓ i2 5/9 ✗ i3 ✓ i4 ✓ B",
        reasons="i2 not_best_forum 5",
        reference_date=JANUARY,
        criteria=BEST_SINGLE,
    ),
)
