"""What does not fit together is said, and changes nothing."""

from datetime import date

import pytest

from server.domain.indicators.crosschecks import CROSS_CHECK_BY_CODE, CrossCheck, stated_differs
from server.domain.indicators.village import assess
from tests.domain.indicators.base_case import (
    AS_OF,
    BASE_CASE,
    CRITERIA,
    UP_TO_7,
    VILLAGE,
    closing,
    forum,
    household,
    plan,
    registration,
    village,
)

FORUM_DATE = date(2026, 12, 10)
PLAN, FORUM = "uuid:plan-1", "uuid:forum-1"


def checks(facts) -> tuple[CrossCheck, ...]:
    return assess(facts, CRITERIA, AS_OF, "official").cross_checks


def test_the_base_case_fits_together() -> None:
    assert checks(BASE_CASE) == ()


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (village(plans=(plan(accounts_used_n=9),)), CrossCheck("accounts_stated_differ", PLAN)),
        (
            village(forums=(forum(*UP_TO_7, has_sheet_photo=False),)),
            CrossCheck("sheet_photo_missing", forum_date=FORUM_DATE),
        ),
        (
            village(forums=(forum(*UP_TO_7, has_position=False),)),
            CrossCheck("forum_position_missing", forum_date=FORUM_DATE),
        ),
        (
            village(forums=(forum(*UP_TO_7, people_male=2, people_female=4),)),
            CrossCheck("fewer_people_than_households", FORUM),
        ),
        (village(forums=(forum(*UP_TO_7, people_female=6),)), CrossCheck("fewer_people_than_households", FORUM)),
        (village(forums=(forum(*UP_TO_7, lao_present=False),)), CrossCheck("lao_not_at_forum", PLAN)),
        (village(plans=(plan(lao_first_date=date(2026, 12, 11)),)), CrossCheck("lao_after_last_forum", PLAN)),
        (village(plans=(plan(plan_date=date(2026, 12, 9)),)), CrossCheck("plan_before_first_forum", PLAN)),
        (
            village(closings=(closing(9, "duplicate", into=8), closing(8, "duplicate", into=9))),
            CrossCheck("household_cycle", households=(household(8), household(9))),
        ),
    ],
)
def test_each_cross_check_finds_its_fault(facts, expected: CrossCheck) -> None:
    assert checks(facts) == (expected,)
    assert expected.code in CROSS_CHECK_BY_CODE


@pytest.mark.parametrize(
    "facts",
    [
        village(forums=(forum(*UP_TO_7), forum(1, suffix="2", has_sheet_photo=False, has_position=False))),
        village(forums=(forum(*UP_TO_7, people_male=7),)),
        village(forums=(forum(*UP_TO_7, lao_present=False),), plans=(plan(lao_prepare=False),)),
        village(plans=(plan(lao_first_date=FORUM_DATE, plan_date=FORUM_DATE),)),
        village(plans=(plan(lao_prepare=False, lao_first_date=date(2026, 12, 31)),)),
    ],
    ids=["one phone is enough", "as many people", "LAO not claimed", "on the day of the forum", "LAO joined late"],
)
def test_what_fits_together_is_not_mentioned(facts) -> None:
    assert checks(facts) == ()


@pytest.mark.parametrize(
    ("stated", "counted", "n_households", "differs"),
    [(8, 7, 10, False), (9, 7, 10, True), (5, 7, 10, True), (None, 7, 10, False), (0, 0, 0, False), (1, 0, 0, True)],
)
def test_a_stated_number_may_differ_by_a_tenth_of_the_households(stated, counted, n_households, differs) -> None:
    assert stated_differs(stated, counted, n_households) is differs


def test_circles_elsewhere_are_for_others_to_mend() -> None:
    facts = village(
        registrations=(*BASE_CASE.registrations, *(registration(n, village_code="50079999") for n in (101, 102))),
        closings=(closing(101, "duplicate", into=102), closing(102, "duplicate", into=101)),
    )

    assert facts.village_code == VILLAGE
    assert checks(facts) == ()
