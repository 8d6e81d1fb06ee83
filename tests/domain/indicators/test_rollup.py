"""Areas are sums of their villages."""

from decimal import Decimal

import pytest

from server.domain.indicators.gate import Gate
from server.domain.indicators.grade import Grade, Status
from server.domain.indicators.rollup import RollUp, VillageRow, grade_percent, roll_up, row_of
from server.domain.indicators.village import assess_both
from tests.domain.indicators.scenarios import DEFINED


def row(
    status: Status,
    grade: Grade | None = None,
    *,
    accounts: tuple[int, int] = (0, 0),
    forum: tuple[int, int] = (0, 0),
    met_flags: tuple[bool | None, ...] = (None, None, None, None),
    gate: Gate = "unknown",
) -> VillageRow:
    return VillageRow(
        status=status,
        grade=grade,
        gate=gate,
        n_households=accounts[1],
        accounts_num=accounts[0],
        forum_num=forum[0],
        met_flags=met_flags,
    )


# grades a, b, c, and their percents: docs/indicators.md 7.4
@pytest.mark.parametrize(
    ("grades", "percents"),
    [
        ((1257, 475, 247), ("63.5", "24.0", "12.5")),
        ((1, 1, 1), ("33.3", "33.3", "33.3")),
        ((1, 2, 4), ("14.3", "28.6", "57.1")),
        ((1, 99, 100), ("0.5", "49.5", "50.0")),
        ((0, 0, 5), ("0.0", "0.0", "100.0")),
    ],
)
def test_each_percent_is_rounded_half_up_on_its_own_and_the_total_says_100(
    grades: tuple[int, int, int], percents: tuple[str, str, str]
) -> None:
    a, b, c = grades
    area = RollUp(grade_a=a, grade_b=b, grade_c=c)

    assert (str(area.grade_a_pct), str(area.grade_b_pct), str(area.grade_c_pct)) == percents
    assert (area.graded, str(area.graded_pct)) == (sum(grades), "100.0")


def test_without_graded_villages_percents_are_empty_and_not_zero() -> None:
    area = roll_up([row("no_data"), row("in_progress")])

    assert (area.graded, area.villages_total) == (0, 2)
    assert (area.grade_a_pct, area.grade_b_pct, area.grade_c_pct, area.graded_pct) == (None, None, None, None)


def test_half_a_tenth_is_rounded_up() -> None:
    assert grade_percent(1, 2000) == Decimal("0.1")  # 0.05
    assert grade_percent(3, 2000) == Decimal("0.2")  # 0.15
    assert grade_percent(1, 2001) == Decimal("0.0")  # 0.04997…


def test_a_village_without_households_adds_nothing_to_accounts_and_forum() -> None:
    area = roll_up(
        [
            row("graded", "A", accounts=(7, 10), forum=(8, 10)),
            row("no_households", accounts=(3, 0), forum=(2, 0)),
            row("graded", "C", accounts=(83, 120), forum=(84, 120)),
        ]
    )

    assert (area.accounts_num, area.accounts_den, str(area.accounts_pct)) == (90, 130, "69.23")
    assert (area.forum_num, area.forum_den, str(area.forum_pct)) == (92, 130, "70.76")
    assert area.villages_no_households == 1


def test_only_graded_villages_meet_indicators() -> None:
    area = roll_up(
        [
            row("graded", "B", accounts=(7, 10), met_flags=(True, True, False, True), gate="propose"),
            row("in_progress", accounts=(9, 10), met_flags=(True, True, None, None)),
            row("no_plan", accounts=(9, 10), met_flags=(True, False, None, None), gate="make_plan"),
            row("no_households", met_flags=(None, None, True, True)),
        ]
    )

    assert (area.met_1, area.met_2, area.met_3, area.met_4) == (1, 1, 0, 1)
    assert (area.gate_propose, area.gate_make_plan, area.gate_unknown) == (1, 1, 2)


def test_an_empty_area_has_no_percents() -> None:
    area = roll_up([])

    assert (area, area.accounts_pct, area.forum_pct) == (RollUp(), None, None)


def test_the_defined_scenarios_as_an_area_add_up() -> None:
    years = [assess_both(scenario.facts, scenario.criteria, scenario.as_of) for scenario in DEFINED]
    area = roll_up(row_of(year.official, year.gate) for year in years)

    by_status = (
        area.villages_no_households,
        area.villages_graded,
        area.villages_no_plan,
        area.villages_in_progress,
        area.villages_no_data,
    )
    assert by_status == (1, 42, 1, 2, 1)
    assert (area.villages_total, area.villages_graded) == (sum(by_status), area.graded)
    assert area.gate_propose + area.gate_make_plan + area.gate_unknown == area.villages_total


def test_the_parts_of_an_area_add_up_to_the_whole() -> None:
    rows = [
        row_of(year.provisional, year.gate)
        for year in (assess_both(scenario.facts, scenario.criteria, scenario.as_of) for scenario in DEFINED)
    ]

    assert roll_up(rows[:20]) + roll_up(rows[20:]) == roll_up(rows)
