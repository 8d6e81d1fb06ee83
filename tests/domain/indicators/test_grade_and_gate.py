"""Status, grade and gate from counts alone."""

from itertools import product

import pytest

from server.domain.indicators.criteria import default_criteria
from server.domain.indicators.gate import gate
from server.domain.indicators.grade import Grade, Status, grade, status
from server.domain.indicators.judgement import Counts, judge


@pytest.mark.parametrize("met_flags", list(product([True, False], repeat=4)))
def test_the_four_indicators_count_equally(met_flags: tuple[bool, ...]) -> None:
    expected = {4: "A", 3: "B"}.get(met_flags.count(True), "C")

    assert grade(met_flags) == expected


@pytest.mark.parametrize(
    ("n_households", "has_plan", "has_any", "locked", "expected"),
    [
        (0, True, True, True, "no_households"),
        (0, False, False, False, "no_households"),
        (10, True, False, False, "graded"),
        (10, True, True, True, "graded"),
        (10, False, True, True, "no_plan"),
        (10, False, False, True, "no_plan"),
        (10, False, True, False, "in_progress"),
        (10, False, False, False, "no_data"),
    ],
)
def test_the_first_status_that_applies_is_given(
    n_households: int, has_plan: bool, has_any: bool, locked: bool, expected: Status
) -> None:
    assert status(n_households, has_plan=has_plan, has_any=has_any, locked=locked) == expected


# status, grade, locked, gate with gate_min_grade B, with A: docs/indicators.md 7.3
GATES: list[tuple[Status, Grade | None, bool, str, str]] = [
    ("graded", "A", False, "propose", "propose"),
    ("graded", "B", False, "propose", "make_plan"),
    ("graded", "C", False, "make_plan", "make_plan"),
    ("graded", "A", True, "propose", "propose"),
    ("graded", "B", True, "propose", "make_plan"),
    ("graded", "C", True, "make_plan", "make_plan"),
    ("no_plan", None, True, "make_plan", "make_plan"),
    ("in_progress", None, False, "unknown", "unknown"),
    ("no_data", None, False, "unknown", "unknown"),
    ("no_households", None, False, "unknown", "unknown"),
    ("no_households", None, True, "make_plan", "make_plan"),
]


@pytest.mark.parametrize(("reached", "given", "locked", "with_b", "with_a"), GATES)
def test_the_gate_follows_the_official_grade(
    reached: Status, given: Grade | None, locked: bool, with_b: str, with_a: str
) -> None:
    assert gate(reached, given, locked=locked, gate_min_grade="B") == with_b
    assert gate(reached, given, locked=locked, gate_min_grade="A") == with_a


def test_counts_from_anywhere_are_judged_alike() -> None:
    counts = Counts(households=120, accounts=84, forum=83, lao_from_start=True, written_plan=True, has_any=True)

    judged = judge(counts, default_criteria(2570))

    assert (judged.met_flags, judged.status, judged.grade) == ((True, False, True, True), "graded", "B")
    assert (judged.accounts.needed, judged.forum.missing) == (84, 1)


def test_no_plan_is_no_grade_and_never_c() -> None:
    counts = Counts(households=120, accounts=0, forum=0, lao_from_start=None, written_plan=None, has_any=True)

    judged = judge(counts, default_criteria(2570))

    assert (judged.met_flags, judged.status, judged.grade) == ((False, False, None, None), "in_progress", None)


def test_without_households_no_share_is_met_or_missed() -> None:
    counts = Counts(households=0, accounts=0, forum=0, lao_from_start=True, written_plan=False, has_any=True)

    judged = judge(counts, default_criteria(2570))

    assert (judged.met_flags, judged.status) == ((None, None, True, False), "no_households")
