"""A village's money by category: which lines may be told beside its total income and expense."""

from server.domain.indicators.categories import Line, lines
from server.domain.indicators.disclosure import Block
from tests.domain.indicators.test_finance import month

SALARY, CROPS, WELFARE, LOAN, FOOD, BANK = (
    ("r", "salary"), ("r", "crop_sales"), ("r", "state_welfare"), ("r", "loan_in"), ("p", "food"), ("d", "bank"),
)  # fmt: skip


def household(number, *categories, **changes):
    return month(number, by_category=dict.fromkeys(categories, 100), **changes)


def told(households, fresh=None):
    return lines(Block("50070501", households, households if fresh is None else fresh))


def named(found):
    return {(line.side, line.category) for line in found}


def test_a_line_adds_up_what_at_least_ten_households_have():
    found = told([household(n, SALARY, FOOD) for n in range(12)])

    assert found == (Line("p", "food", 12, 1200), Line("r", "salary", 12, 1200))


def test_what_nine_households_have_is_not_told():
    households = [household(n, LOAN, BANK) for n in range(9)] + [household(n, LOAN) for n in range(9, 20)]

    assert named(told(households)) == {LOAN}


def test_what_only_few_have_is_not_what_the_others_leave_of_the_income():
    """Nine with welfare could be computed: income minus salary minus crops. So crops are not told either."""
    welfare = [household(n, SALARY, WELFARE) for n in range(9)]
    crops = [household(n, SALARY, CROPS) for n in range(9, 21)]

    assert named(told([*welfare, *crops])) == {SALARY}


def test_loans_are_no_part_of_the_income_and_tell_nothing_of_it():
    households = [household(n, SALARY, LOAN) for n in range(9)] + [household(n, SALARY) for n in range(9, 20)]

    assert named(told(households)) == {SALARY}


def test_accounts_without_categories_are_a_rest_of_the_income_too():
    detailed = [household(n, SALARY, CROPS) for n in range(20)]

    assert named(told([*detailed, *(household(n, is_detailed=False) for n in range(20, 29))])) == {SALARY}
    assert named(told([*detailed, *(household(n, is_detailed=False) for n in range(20, 30))])) == {SALARY, CROPS}


def test_who_has_no_income_leaves_no_rest_of_it():
    detailed = [household(n, SALARY) for n in range(20)]

    assert named(told([*detailed, household(20, is_detailed=False, income=0)])) == {SALARY}


def test_told_again_each_line_needs_ten_that_are_new():
    before = [household(n, SALARY, CROPS) for n in range(20)]
    new = [household(n, SALARY, CROPS) for n in range(20, 29)] + [household(29, SALARY)]

    assert named(told([*before, *new], fresh=new)) == set()  # nine new ones with crops would be the rest
    everybody_new = [*before, *(household(n, SALARY, CROPS) for n in range(20, 30))]
    assert named(told(everybody_new, fresh=everybody_new[20:])) == {SALARY, CROPS}
