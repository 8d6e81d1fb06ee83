"""Nothing told of household finance, however put together, is about fewer households than it needs."""

from collections import Counter
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.indicators.categories import lines
from server.domain.indicators.disclosure import LEVELS, NOTHING, Told, amounts_told, renewed
from server.domain.indicators.finance import amounts_of
from server.domain.indicators.household_month import AccountKey, HouseholdMonth
from tests.domain.indicators.attacker import households_found
from tests.domain.indicators.test_finance import month

VILLAGES = ("50070501", "50070502", "50070601", "50080101")
SALARY, CROPS, LOAN = ("r", "salary"), ("r", "crop_sales"), ("r", "loan_in")
CATEGORIES = [set(), {SALARY}, {SALARY}, {CROPS}, {SALARY, CROPS}, {SALARY, LOAN}]


@dataclass
class Province:
    """Households whose accounts come, change and go, and everything that was told of them."""

    at_least: int
    households: dict[str, HouseholdMonth] = field(default_factory=dict)
    told: Told = NOTHING
    blocks: dict[str, list[HouseholdMonth]] = field(default_factory=dict)
    shares: dict[str, list[HouseholdMonth]] = field(default_factory=dict)
    sums: list[dict] = field(default_factory=list)
    sums_of_shares: list[dict] = field(default_factory=list)
    lines: list[dict] = field(default_factory=list)
    accounts: int = 0

    def account(self, number: int, village: str, act: str, categories=frozenset({SALARY}), share=True) -> None:
        """Act: come, edit (what there is), correct (something else than amounts), repeat (the same in another account),
        go; a household without an account can only come."""
        name = f"h{number}"
        before = self.households.get(name)
        if act == "go":
            self.households.pop(name, None)
            return
        self.accounts += 1
        key = AccountKey(self.accounts, 0)
        if before and act in ("edit", "correct"):
            old = max(before.accounts)
            key = old._replace(edits=old.edits + 1)
        if before and act in ("correct", "repeat"):
            self.households[name] = replace(before, accounts=frozenset({key}))
            return
        kept = before.accounts if before and act == "come" else frozenset()
        self.households[name] = month(
            number,
            village=before.village_code if before else village,
            accounts=kept | {key},
            income=1_000_000 + 2 * self.accounts,
            expense=600_000 + self.accounts,
            share=50 if share else None,
            by_category=dict.fromkeys(categories, 100),
            is_detailed=bool(categories),
        )

    def publish(self, levels=LEVELS) -> list[str]:
        """As the publisher does it; keeps what an attacker reads. Returns the codes of the blocks told anew."""
        told, _ = renewed(self.households.values(), self.told, levels, at_least=self.at_least)
        for block in told:
            if amounts_told(block, (-1, -1), at_least=self.at_least).shares != -1:
                self.shares[block.code] = [one for one in block.households if one.nonessential is not None]
            self.blocks[block.code] = list(block.households)
            self.lines += self.lines_of(block)
        members = {one.household: block.code for block in told for one in block.households}
        accounts = {key.submission_id for block in told for one in block.households for key in one.accounts}
        amounts = {block.code: amounts_of(block.households) for block in told}
        homes, amounts = {**self.told.homes, **members}, {**self.told.amounts, **amounts}
        self.told = Told(homes, self.told.accounts | accounts, amounts)
        self.sums += [self.sum_of(self.blocks, code) for code in self.areas]
        self.sums_of_shares += [self.sum_of(self.shares, code) for code in self.areas]
        self.lines += [spread(one) for one in self.sums]
        return [block.code for block in told]

    @property
    def areas(self) -> set[str]:
        return {code[:digits] for code in self.blocks for digits in LEVELS if digits <= len(code)}

    def sum_of(self, blocks, area: str) -> dict:
        return dict(Counter(atom(one) for code, members in blocks.items() if code.startswith(area) for one in members))

    def lines_of(self, block) -> list[dict]:
        found = lines(block, at_least=self.at_least) if len(block.code) == 8 else ()
        return [
            {(atom(one), (line.side, line.category)): 1 for one in block.households
             if (line.side, line.category) in one.by_category}
            for line in found
        ]  # fmt: skip


def atom(one: HouseholdMonth) -> tuple:
    """A household's money at one time."""
    return one.household, one.income, frozenset(one.by_category)


def spread(one: dict) -> dict:
    """A told income as the sum of its categories: all but financing, and what has no category."""
    return {
        (money, category): times
        for money, times in one.items()
        for category in (money[2] - {LOAN} or {"of no category"})
    }


def found_in(sums, few: int):
    atoms = {one for told in sums for one in told}
    owner = {one: one[0] if isinstance(one[0], str) else one[0][0] for one in atoms}
    return households_found(sums, owner, few)


# The attacker of these tests finds what there is to find


def test_the_attacker_takes_a_part_from_its_total():
    whole, part = {"a": 1, "b": 1, "c": 1}, {"a": 1, "b": 1}

    assert households_found([whole, part], {"a": "A", "b": "B", "c": "C"}, few=1) == ("C",)
    assert households_found([whole], {"a": "A", "b": "B", "c": "C"}, few=2) is None


def test_the_attacker_sees_through_three_sums_and_a_household_under_two_names():
    told = [{"a": 1, "b": 1}, {"b": 1, "c": 1}, {"a": 1, "c": 1}]

    assert households_found(told, {"a": "A", "b": "B", "c": "C"}, few=1) == ("A",)
    assert households_found([{"a": 1, "a later": 1}], {"a": "A", "a later": "A"}, few=1) == ("A",)


# Told once


SIZES = st.dictionaries(st.sampled_from([f"50{d}{t}{v}" for d in ("01", "02") for t in ("01", "02") for v in ("01", "02", "03")]), st.integers(0, 25))  # fmt: skip  # noqa: E501


def settled(sizes: dict[str, int], at_least=10) -> Province:
    province, number = Province(at_least), 0
    for village, size in sizes.items():
        for _ in range(size):
            number += 1
            province.account(number, village, "come")
    return province


@given(SIZES)
def test_a_total_and_the_parts_that_are_told_differ_by_nobody_or_by_ten(sizes):
    province = settled(sizes)
    province.publish()

    told = {code: len(province.sum_of(province.blocks, code)) for code in province.areas}
    assert all(households >= 10 for households in told.values())
    for code, households in told.items():
        parts = sum(number for part, number in told.items() if part[:-2] == code)
        assert len(code) == 8 or households == parts or households - parts >= 10


@given(SIZES)
def test_of_a_province_no_more_than_nine_households_are_left_out(sizes):
    province = settled(sizes)
    province.publish()

    told = len(province.sum_of(province.blocks, "50")) if province.blocks else 0
    assert 0 <= sum(sizes.values()) - told < 10


@pytest.mark.parametrize(
    ("sizes", "told"),
    [
        ({"50070501": 10}, {"50070501": 10, "500705": 10, "5007": 10, "50": 10}),
        ({"50070501": 9}, {}),
        ({"50070501": 15, "50070502": 5}, {"50070501": 15, "500705": 15, "5007": 15, "50": 15}),
        ({"50070501": 5, "50070502": 5}, {"500705": 10, "5007": 10, "50": 10}),
        ({"50070501": 6, "50070601": 6}, {"5007": 12, "50": 12}),
        ({"50070501": 12, "50070601": 6, "50080101": 6},
         {"50070501": 12, "500705": 12, "5007": 12, "50": 24}),
    ],
)  # fmt: skip
def test_households_are_told_of_with_the_nearest_that_make_ten(sizes, told):
    province = settled(sizes)
    province.publish()

    assert {code: len(province.sum_of(province.blocks, code)) for code in province.areas} == told


# Told again


def test_one_household_more_changes_nothing_and_ten_more_do():
    province = settled({"50070501": 12})
    province.publish()
    for number in range(100, 109):
        province.account(number, "50070501", "come")
        assert province.publish() == []

    province.account(109, "50070501", "come")
    assert province.publish() == ["50070501"]
    assert len(province.sum_of(province.blocks, "50")) == 22


def test_one_household_less_or_edited_changes_nothing():
    province = settled({"50070501": 12})
    province.publish()
    province.account(1, "50070501", "go")
    province.account(2, "50070501", "edit")

    assert province.publish() == []


def test_what_left_or_was_corrected_is_so_once_ten_are_new():
    province = settled({"50070501": 12})
    province.publish()
    province.account(1, "50070501", "go")
    province.account(2, "50070501", "edit")
    for number in range(3, 13):
        province.account(number, "50070501", "come")
    province.publish()

    assert atom(province.households["h2"]) in province.sum_of(province.blocks, "50")
    assert {one[0] for one in province.sum_of(province.blocks, "50")} == {f"h{number}" for number in range(2, 13)}


@pytest.mark.parametrize("act", ["edit", "correct", "repeat"])
def test_accounts_that_say_the_same_again_do_not_let_the_one_that_is_new_be_told(act):
    province = settled({"50070501": 12})
    province.publish()
    for number in range(1, 11):
        province.account(number, "50070501", act)
    province.account(99, "50070501", "come")

    assert province.publish() == []
    assert found_in(province.sums, few=9) is None


def test_a_household_that_goes_and_comes_back_is_not_new():
    province = settled({"50070501": 12})
    province.publish()
    before = dict(province.households)
    province.households = dict(list(before.items())[:2])
    province.publish()
    province.households = before

    assert province.publish() == []


def test_who_was_told_of_with_the_tambon_stays_there():
    province = settled({"50070501": 6, "50070502": 6})
    assert province.publish() == ["500705"]
    for number in range(100, 110):
        province.account(number, "50070501", "come")

    assert province.publish() == ["50070501"]
    assert len(province.sum_of(province.blocks, "50070501")) == 10
    assert len(province.sum_of(province.blocks, "500705")) == 22


def test_villages_that_are_looked_at_alone_use_up_nothing_of_others():
    province = settled({"50070501": 6, "50070502": 6})

    assert province.publish(levels=(8,)) == []
    for number in range(100, 104):
        province.account(number, "50070501", "come")
    assert province.publish(levels=(8,)) == ["50070501"]


ACTS = st.tuples(
    st.integers(1, 9),
    st.sampled_from(VILLAGES),
    st.sampled_from(["come", "come", "come", "edit", "correct", "go"]),
    st.sampled_from(CATEGORIES).map(frozenset),
    st.booleans(),
)
ROUNDS = st.lists(
    st.tuples(st.lists(ACTS, min_size=1, max_size=12), st.sampled_from([LEVELS, LEVELS, (8,), (8, 6)])), max_size=4
)


@pytest.mark.parametrize("at_least", [2, 3])
@settings(max_examples=300, deadline=None)
@given(rounds=ROUNDS)
def test_everything_ever_told_put_together_is_about_nobody_or_about_enough(at_least, rounds):
    province = Province(at_least)
    for acts, levels in rounds:
        for act in acts:
            province.account(*act)
        province.publish(levels)

    assert found_in(province.sums, at_least - 1) is None
    assert found_in(province.sums_of_shares, at_least - 1) is None
    assert found_in(province.lines, at_least - 1) is None


@pytest.mark.parametrize(
    "careless",
    [
        pytest.param({"told": NOTHING}, id="forgetting what was told before"),
        pytest.param({"at_least": 1}, id="telling of anybody"),
    ],
)
def test_without_the_rule_the_attacker_wins(careless):
    province = settled({"50070501": 3}, at_least=3)
    province.publish()
    province.account(9, "50070501", "come")
    replace(province, **careless).publish()

    assert found_in(province.sums, few=1) == ("h9",)
