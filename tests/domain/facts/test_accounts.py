"""A household account: amounts in satang in all three ways of entering, and what a refusal leaves."""

import datetime as dt
from uuid import UUID

import pytest

HOUSEHOLD = "0f6f1a52-6c0f-4b7e-9d2e-0a1b2c3d4e5f"
BY_CATEGORY = {"entry_mode": "totals", "summary_amounts": None, "receipt_amounts": "", "payment_amounts": ""}
LINES = {"entry_mode": "lines", "summary_amounts": None}


def only(facts, table):
    (row,) = facts.rows[table]
    return row


def money(facts):
    row = only(facts, "household_money")
    return row["income"], row["expense"], row["debt"]


def receipt(category, amount):
    return {"line_entry": {"line_side": "receipt", "line_receipt_cat": category, "line_amount": amount}}


def payment(category, amount):
    return {"line_entry": {"line_side": "payment", "line_payment_cat": category, "line_amount": amount}}


def test_an_account_says_whose_it_is_which_months_it_covers_and_how_it_was_entered(read):
    facts = read("household_account", household=HOUSEHOLD, today="2026-11-22")

    assert only(facts, "household_account") == {
        "village_code": "50070503",
        "household_id": UUID(HOUSEHOLD),
        "plan_year": 2570,
        "consent": True,
        "period_start": dt.date(2025, 10, 1),
        "months": 12,
        "be_year": False,
        "collected_on": dt.date(2026, 11, 22),
        "entry_mode": "summary",
        "book_seen": True,
    }
    assert facts.flags == {}


def test_a_summary_is_kept_in_satang(read):
    facts = read("household_account", household=HOUSEHOLD, r_all="60000", p_all="45000", d_all="700")

    assert money(facts) == (6_000_000, 4_500_000, 70_000)
    assert only(facts, "household_money")["by_category"] == {
        "r": {"all": 6_000_000},
        "p": {"all": 4_500_000},
        "d": {"all": 70_000},
    }


def test_loans_and_savings_are_neither_income_nor_expense(read):
    amounts = {"r_salary": "9000", "r_loan_in": "50000", "r_savings_out": "800"}
    amounts |= {"p_food": "2500", "p_debt_principal": "12000", "p_savings_in": "300"}
    facts = read("household_account", household=HOUSEHOLD, **BY_CATEGORY, **amounts)

    assert money(facts) == (900_000, 250_000, 0)
    assert only(facts, "household_money")["by_category"]["r"]["loan_in"] == 5_000_000


def test_debts_and_savings_are_kept_beside_the_year(read):
    debts = {"debt_amounts": "", "d_baac": "60000", "d_informal": "1500", "savings_total": "1200"}
    facts = read("household_account", household=HOUSEHOLD, **BY_CATEGORY, **debts)

    assert only(facts, "household_money")["debt"] == 6_150_000
    assert only(facts, "household_money")["savings"] == 120_000


def test_lines_of_one_category_are_added_up(read):
    lines = [receipt("salary", "9000"), payment("food", "2500"), receipt("salary", "9500"), receipt("loan_in", "400")]
    facts = read("household_account", household=HOUSEHOLD, **LINES, line=lines)

    assert money(facts) == (1_850_000, 250_000, 0)
    assert only(facts, "household_money")["by_category"]["r"] == {"salary": 1_850_000, "loan_in": 40_000}


def test_a_line_without_a_category_is_nobodys_income(read):
    facts = read("household_account", household=HOUSEHOLD, **LINES, line=[{"line_entry": {"line_amount": "9000"}}])

    assert money(facts) == (0, 0, 0)


@pytest.mark.parametrize("amount", ["-5", "12.5", "หนึ่งพัน", "1e12"])
def test_an_amount_that_is_no_whole_baht_is_flagged_and_left_out(read, amount):
    facts = read("household_account", household=HOUSEHOLD, **BY_CATEGORY, r_salary=amount, r_farm_wage="100")

    assert facts.flags == {"amount_unreadable": {"question": "r_salary"}}
    assert money(facts) == (10_000, 0, 0)


def test_a_refusal_has_no_amounts_even_when_some_were_sent(read):
    facts = read("household_account", household=HOUSEHOLD, consent_plan_use="no")

    assert only(facts, "household_account")["consent"] is False
    assert only(facts, "household_account")["plan_year"] == 2570
    assert "household_money" not in facts.rows


def test_a_refusal_as_the_phone_sends_it_raises_no_flag(read):
    unasked = {"period": None, "period_start": None, "entry_mode": None, "summary_amounts": None}
    facts = read("household_account", household=HOUSEHOLD, consent_plan_use="no", **unasked)

    assert facts.flags == {}
    assert only(facts, "household_account")["period_start"] is None


def test_a_buddhist_year_in_the_period_is_flagged_and_kept_without_the_date(read):
    facts = read("household_account", household=HOUSEHOLD, period_start="2568-10-01")

    assert facts.flags == {"be_year_in_date": {"question": "/period_start"}}
    assert only(facts, "household_account")["period_start"] is None
    assert only(facts, "household_account")["be_year"] is True
    assert only(facts, "household_money")["income"] == 6_000_000


def test_an_account_without_a_period_is_flagged(read):
    facts = read("household_account", household=HOUSEHOLD, period_start="")

    assert "period_missing" in facts.flags


@pytest.mark.parametrize("household", ["", "บ้านลุงมา", "not-a-uuid"])
def test_an_account_that_names_no_household_is_kept_and_flagged(read, household):
    facts = read("household_account", household=household)

    assert "household_missing" in facts.flags
    assert only(facts, "household_account")["household_id"] is None


@pytest.mark.parametrize(
    ("given", "flag"),
    [
        ({"village_code": ""}, "village_missing"),
        ({"village_code": "5007"}, "village_missing"),
        ({"village_code": "๕๐๐๗๐๕๐๓"}, "village_missing"),
        ({"plan_year": ""}, "year_missing"),
        ({"plan_year": "2026"}, "year_missing"),
        ({"plan_year": "next year"}, "year_missing"),
    ],
)
def test_without_a_village_or_a_year_there_is_only_a_flag(read, given, flag):
    facts = read("household_account", household=HOUSEHOLD, **given)

    assert facts.rows == {}
    assert flag in facts.flags
