"""The household account on a phone: three ways to enter it, the proposed period, and what a refusal sends."""

import pytest

from tests.engine import AnswerRefused
from tests.engine.conftest import household_id

START = {"village_code": "50040501", "household": household_id(1)}
CONSENT = START | {"consent_plan_use": "yes", "book_seen": "yes"}
AMOUNT_PREFIXES = ("r_", "p_", "d_", "line", "receipt_", "payment_", "debt_", "balance", "savings", "own_produce")


@pytest.fixture
def account(open_form):
    return open_form("household_account")


def amounts(filled):
    return {node.tag: node.text for node in filled.root.iter() if node.tag.startswith(AMOUNT_PREFIXES) and node.text}


def test_totals_by_category_add_up(account):
    account.fill(CONSENT)
    account.fill({"receipt_cats": ["crop_sales", "loan_in"], "r_crop_sales": 48000, "r_loan_in": 10000})
    account.fill({"payment_cats": ["food", "farm_inputs"], "p_food": 20000, "p_farm_inputs": 15500})
    account.fill({"debt_cats": ["baac"], "d_baac": 60000, "savings_total": 1200, "totals_confirmed": "yes"})
    filled = account.finalize()

    assert filled.answer("entry_mode") == "totals"
    assert filled.answer("period/book_seen") == "yes"
    totals = [filled.answer(name) for name in ("receipt_total", "payment_total", "balance", "debt_total")]
    assert [float(total) for total in totals] == [58000, 35500, 22500, 60000]


def test_a_category_that_is_not_ticked_is_not_asked(account):
    account.fill(CONSENT | {"receipt_cats": ["crop_sales"]})

    with pytest.raises(AnswerRefused, match="/data/receipt_amounts/r_salary: not-relevant"):
        account.answer("r_salary", 9000)
    with pytest.raises(AnswerRefused, match="r_crop_sales: required"):
        account.finalize()


def test_lines_of_the_book_add_up(account):
    account.fill(CONSENT | {"entry_mode": "lines"})
    account.fill(
        {
            "line": [
                {"line_side": "receipt", "line_receipt_cat": "salary", "line_amount": 9000},
                {"line_side": "payment", "line_payment_cat": "food", "line_amount": 2500, "line_note": "ตลาดนัด"},
                {"line_side": "receipt", "line_receipt_cat": "salary", "line_amount": 9500},
            ],
            "savings_total": 0,
            "totals_confirmed": "yes",
        }
    )
    filled = account.finalize()

    assert [line.findtext("line_entry/line_amount") for line in filled.root.findall("line")] == ["9000", "2500", "9500"]
    assert [float(filled.answer(name)) for name in ("receipt_total", "payment_total", "balance")] == [
        18500,
        2500,
        16000,
    ]


def test_a_summary_is_three_numbers(account):
    account.fill(CONSENT | {"entry_mode": "summary", "r_all": 90000, "p_all": 70000, "d_all": 0})
    filled = account.fill({"totals_confirmed": "yes"}).finalize()

    assert [float(filled.answer(name)) for name in ("receipt_total", "payment_total", "balance", "debt_total")] == [
        90000,
        70000,
        20000,
        0,
    ]
    assert filled.root.find("position") is None


def test_only_the_amounts_of_the_last_entry_mode_are_sent(account):
    account.fill(CONSENT | {"receipt_cats": ["salary"], "r_salary": 12345, "entry_mode": "summary"})
    filled = account.fill({"r_all": 90000, "p_all": 70000, "d_all": 0, "totals_confirmed": "yes"}).finalize()

    assert filled.root.find("receipt_amounts") is None
    assert float(filled.answer("receipt_total")) == 90000


def test_a_refusal_sends_no_amount_although_some_were_typed(account):
    account.fill(CONSENT | {"receipt_cats": ["salary"], "r_salary": 9000, "debt_cats": ["bank"], "d_bank": 5})
    filled = account.fill({"consent_plan_use": "no"}).finalize()

    assert amounts(filled) == {}
    assert filled.answer("plan_year") == "2570"
    assert (filled.answer("household"), filled.answer("consent_plan_use")) == (household_id(1), "no")
    assert filled.answer("period_label") == "no consent"


def test_figures_that_the_household_does_not_confirm_are_not_finished(account):
    account.fill(CONSENT | {"entry_mode": "summary", "r_all": 1, "p_all": 1, "d_all": 1})

    with pytest.raises(AnswerRefused, match="totals_confirmed: constraint: ย้อนกลับไปแก้ตัวเลขก่อน"):
        account.answer("totals_confirmed", "no")


@pytest.mark.parametrize("amount", [-1, 100_000_000])
def test_an_amount_is_whole_baht_in_a_sane_range(account, amount):
    account.fill(CONSENT | {"entry_mode": "summary"})

    with pytest.raises(AnswerRefused, match="r_all: constraint"):
        account.answer("r_all", amount)


@pytest.mark.parametrize(("village", "year"), [("50040501", "2570"), ("50040502", "2571"), ("50040503", "2570")])
def test_the_plan_year_is_the_open_one_of_the_village_or_the_fiscal_year_of_today(account, village, year):
    account.answer("village_code", village)

    assert account.value("plan_year") == year


def test_a_plan_year_typed_by_hand_stays_until_another_village_is_tapped(account):
    account.fill({"village_code": "50040501", "plan_year": 2572})
    assert account.value("plan_year") == "2572"

    account.answer("village_code", "50040502")
    assert account.value("plan_year") == "2571"


@pytest.mark.parametrize(
    ("day", "village", "period_type", "first_month"),
    [
        ((2026, 11, 22), "50040501", "m12", ("11", "2568")),  # the latest twelve complete months
        ((2026, 11, 22), "50040501", "m3", ("08", "2569")),
        ((2026, 3, 5), "50040501", "m12", ("10", "2568")),  # not before October two years ahead of the plan year
        ((2026, 10, 1), "50040501", "m1", ("09", "2569")),
        ((2027, 1, 31), "50040501", "m1", ("12", "2569")),
    ],
)
def test_the_latest_complete_months_are_proposed(open_form, day, village, period_type, first_month):
    account = open_form("household_account", *day)
    account.fill(START | {"village_code": village, "consent_plan_use": "yes", "period_type": period_type})

    assert (account.value("period_month"), account.value("period_year_be")) == first_month
    assert account.value("period_start") == f"{int(first_month[1]) - 543}-{first_month[0]}-01"


def test_the_fiscal_year_begins_in_october(open_form):
    years = []
    for day in [(2026, 9, 30), (2026, 10, 1)]:
        years.append(open_form("household_account", *day).fill({"village_code": "50040503"}).value("plan_year"))

    assert years == ["2569", "2570"]
