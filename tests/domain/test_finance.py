"""Household finance told of areas: which accounts, who reads what, and what one household more or less changes."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from server.auth import scope_of
from server.db.models import (
    AreaFinance,
    Criteria,
    Event,
    FinanceBlock,
    FinanceTold,
    HouseholdAccount,
    HouseholdMoney,
    Submission,
)
from server.db.session import Scope, transaction
from server.domain import finance, publishing
from server.domain.finance import ProvisionalNotTold
from server.domain.indicators.disclosure import VILLAGE
from server.domain.permissions import ROLES
from server.domain.years import YearNotOpen
from server.errors import NotFound
from tests.domain.money import NOW, YEAR, make_account, make_accounts, set_state
from tests.factories import make_household, make_village, make_year

VILLAGES = "50070503", "50070504", "50070601"


@pytest.fixture
def book(session):
    """The plan year, and three villages in two tambons of one district."""
    make_year(session)
    for village in VILLAGES:
        make_village(session, village)
    session.commit()
    return session


def publish(session, **changes):
    session.commit()
    with transaction() as owner:
        return publishing.publish(owner, 1, YEAR, **({"now": NOW} | changes))


def told(session, basis="official") -> dict[str, int]:
    """Area -> households told of."""
    session.rollback()
    rows = select(AreaFinance.area_code, AreaFinance.households).where(AreaFinance.basis == basis)
    return dict(session.execute(rows).all())


def seen(caller, code, basis="official"):
    with transaction(scope_of(caller)) as scoped:
        return finance.of_area(scoped, caller, code, plan_year=YEAR, basis=basis)


def test_the_figures_are_those_of_the_households_whose_accounts_count(book, sign_in):
    for number in range(11):
        make_account(book, VILLAGES[0], income=12_000 * number, expense=60_000, debt=5_000 * (number > 0))
    make_account(book, VILLAGES[0], income=10**6, state="rejected")
    make_account(book, VILLAGES[0], income=10**6, state="received")
    make_account(book, VILLAGES[0], income=10**6, consent=False)
    make_account(book, VILLAGES[0], income=10**6, plan_year=2569)
    publish(book)

    figures = seen(sign_in("province_officer", "50"), "500705").whole.figures
    assert (figures.households, figures.income_median, figures.income_mean) == (11, 500_000, 500_000)
    assert (figures.expense_mean, figures.net_median, str(figures.net_negative_pct)) == (500_000, 0, "45.45")
    assert (str(figures.with_debt_pct), figures.debt_median) == ("90.90", 500_000)
    assert figures.nonessential_pct is None


def test_accounts_of_one_household_are_one_household(book):
    household = make_household(book, VILLAGES[0]).uuid
    for months in (12, 3, 1):
        make_account(book, VILLAGES[0], household=household, months=months)
    make_accounts(book, VILLAGES[0], 9)
    publish(book)

    assert told(book)["50070503"] == 10


def test_the_share_of_nonessential_expense_is_of_accounts_by_category(book, sign_in):
    for number in range(10):
        make_account(book, VILLAGES[0], receipts={"salary": 1000}, payments={"food": 80, "recreation": number})
    make_accounts(book, VILLAGES[0], 5)
    publish(book)

    assert str(seen(sign_in(), "500705").whole.figures.nonessential_pct) == "5.22"


def test_nine_households_are_told_of_nowhere_and_ten_everywhere(book):
    nine = make_accounts(book, VILLAGES[0], 9)
    publish(book)
    assert told(book) == {}

    make_account(book, VILLAGES[0])
    publish(book)
    assert told(book) == dict.fromkeys(("50070503", "500705", "5007", "50"), 10)
    assert len(nine) == 9


def test_small_villages_are_told_of_with_their_tambon_and_a_small_tambon_with_its_district(book):
    for village, households in zip(VILLAGES, (6, 6, 7), strict=True):
        make_accounts(book, village, households)
    publish(book)
    assert told(book) == {"500705": 12, "5007": 12, "50": 12}  # seven of 500706 wait

    make_village(book, "50070701")
    make_accounts(book, "50070701", 3)
    publish(book)
    assert told(book) == {"500705": 12, "5007": 22, "50": 22}


def test_one_more_one_less_or_one_corrected_changes_nothing_that_is_told(book):
    accounts = make_accounts(book, VILLAGES[0], 15)
    publish(book)
    before = as_told(book)

    make_account(book, VILLAGES[0], income=10**6)
    assert (publish(book), as_told(book)) == (0, before)
    set_state(book, accounts[:1], "rejected")
    assert (publish(book), as_told(book)) == (0, before)
    book.execute(update(HouseholdMoney).where(HouseholdMoney.submission_id == accounts[1].id).values(income=1))
    book.execute(update(Submission).where(Submission.id == accounts[1].id).values(edits=1))
    assert (publish(book), as_told(book)) == (0, before)


def test_ten_accounts_whose_amounts_stay_do_not_let_a_newcomers_income_be_read_from_the_difference(book):
    accounts = make_accounts(book, VILLAGES[0], 12)
    publish(book)
    before = as_told(book)

    book.execute(update(Submission).where(Submission.id.in_([one.id for one in accounts[:10]])).values(edits=1))
    make_account(book, VILLAGES[0], income=777_780)
    assert (publish(book), as_told(book)) == (0, before)

    for account in book.scalars(
        select(HouseholdAccount).where(HouseholdAccount.submission_id != accounts[11].id)
    ).all():
        make_account(book, VILLAGES[0], household=account.household_id, income=120_000)  # filled in once more
    book.execute(update(HouseholdMoney).where(HouseholdMoney.income == 777_780_00).values(income=777_781_00))
    assert (publish(book), as_told(book)) == (0, before)


def as_told(session):
    session.rollback()
    columns = [column for column in AreaFinance.__table__.columns if column.name != "told_on"]
    return session.execute(select(*columns).where(AreaFinance.basis == "official").order_by("area_code")).all()


def test_ten_new_households_bring_the_others_corrections_with_them(book):
    accounts = make_accounts(book, VILLAGES[0], 15)
    publish(book)
    set_state(book, accounts[:5], "rejected")
    make_accounts(book, VILLAGES[0], 10, income=240_000, expense=90_000)

    assert publish(book, now=NOW + timedelta(days=1)) == 1
    assert told(book)["50"] == 20


def test_publishing_twice_tells_nothing_new_and_only_what_is_new_is_an_event(book):
    make_accounts(book, VILLAGES[0], 12)

    assert [publish(book) for _ in range(3)] == [1, 0, 0]
    (event,) = book.scalars(select(Event).where(Event.verb == "finance.publish"))
    assert (event.subject, event.subject_id, event.details) == ("year", "2570", {"blocks": 1})


def test_villages_alone_leave_the_rest_for_later(book):
    make_accounts(book, VILLAGES[0], 6)
    make_accounts(book, VILLAGES[1], 12)

    publish(book, levels=(VILLAGE,))
    assert told(book)["500705"] == 12
    make_accounts(book, VILLAGES[0], 4)
    publish(book, levels=(VILLAGE,))
    assert told(book)["50070503"] == 10


def test_an_account_credited_to_another_household_is_not_new_with_it(book):
    accounts = make_accounts(book, VILLAGES[0], 10)
    publish(book)
    others = [make_household(book, VILLAGES[0]).uuid for _ in accounts]
    for account, household in zip(accounts, others, strict=True):
        book.execute(
            text("update household_account set household_id = :household where submission_id = :id"),
            {"household": household, "id": account.id},
        )

    assert publish(book) == 0


def test_provisional_figures_count_what_is_not_rejected_and_are_made_new_every_time(book, sign_in):
    make_accounts(book, VILLAGES[0], 10, state="received")
    publish(book)
    assert (told(book), told(book, "provisional")["50070503"]) == ({}, 10)

    make_account(book, VILLAGES[0], state="received")
    publish(book)
    assert told(book, "provisional")["50070503"] == 11
    assert seen(sign_in(), "500705", "provisional").whole.figures.households == 11


def test_a_locked_year_stays_as_it_was_told(book):
    make_accounts(book, VILLAGES[0], 12)
    book.execute(update(Criteria).values(locked_on=NOW.date()))

    assert publish(book) == 0
    assert told(book) == {}


def test_a_year_that_is_not_open_is_refused(book, sign_in):
    with pytest.raises(YearNotOpen), transaction() as owner:
        publishing.publish(owner, 1, 2580, now=NOW)
    with pytest.raises(YearNotOpen), transaction() as scoped:
        finance.of_area(scoped, sign_in(), "5007", plan_year=2580, basis="official")


# Who reads what


def test_the_district_sees_villages_and_the_province_tambons_and_larger(book, sign_in):
    make_accounts(book, VILLAGES[0], 12)
    publish(book)

    (first, second) = seen(sign_in(), "500705").rows
    assert (first.code, first.figures.households, first.is_suppressed) == ("50070503", 12, False)
    assert (second.code, second.is_suppressed, len(second.suppressed_figures)) == ("50070504", True, 11)
    for role, area in (("province_officer", "50"), ("district_chief", "5007"), ("evaluation_committee", "50")):
        assert seen(sign_in(role, area), "500705").rows == ()
        assert [row.code for row in seen(sign_in(role, area), "5007").rows] == ["500705", "500706"]


@pytest.mark.parametrize("role", [name for name, role in ROLES.items() if "amounts" not in role.sees])
def test_who_sees_no_amounts_gets_no_row_from_the_database_but_official_ones_of_areas(book, role):
    make_accounts(book, VILLAGES[0], 12)
    make_account(book, VILLAGES[0], state="received")
    publish(book)

    with transaction(Scope(1, ("50",), ROLES[role].sees)) as scoped:
        rows = scoped.execute(text("select basis, area_code from area_finance order by 2")).all()
        assert rows == [("official", code) for code in ("50", "5007", "500705")]
        assert scoped.scalar(text("select count(*) from household_money")) == 0


def test_another_district_or_province_sees_nothing_of_it(book, sign_in):
    make_accounts(book, VILLAGES[0], 12)
    publish(book)

    for caller in (sign_in(area="5006"), sign_in("province_officer", "51")):
        with pytest.raises(NotFound):
            seen(caller, "5007")
    for scope in (Scope(1, ("5006",), frozenset({"amounts"})), Scope(2, ("50",), frozenset({"amounts"}))):
        with transaction(scope) as scoped:
            assert scoped.scalar(text("select count(*) from area_finance")) == 0


@pytest.mark.parametrize("role", ["province_officer", "district_chief", "evaluation_committee"])
def test_provisional_figures_are_refused_to_who_sees_no_amounts(book, sign_in, role):
    with pytest.raises(ProvisionalNotTold):
        seen(sign_in(role, "5007" if "district" in role else "50"), "5007", "provisional")


def test_a_village_is_no_area_of_this_table(book, sign_in):
    with pytest.raises(NotFound):
        seen(sign_in(), "50070503")


def test_what_the_publisher_keeps_names_no_household_beside_an_amount(book):
    for number in range(12):
        make_account(book, VILLAGES[0], income=120_000 - number, expense=number, debt=number)
    publish(book)

    block = book.scalars(select(FinanceBlock).where(FinanceBlock.basis == "official")).one()
    for column in (block.incomes, block.expenses, block.nets, block.debts):
        assert column == sorted(column)
    assert {column.name for column in FinanceTold.__table__.columns}.isdisjoint({"income", "expense", "debt", "net"})


# The village's sheet


def sheet(caller, code=VILLAGES[0], basis="official"):
    with transaction(scope_of(caller)) as scoped:
        return finance.of_village(scoped, caller, code, plan_year=YEAR, basis=basis)


def amounts(found, side):
    return {one.line.category: (one.line.households, one.line.amount) for one in found.lines[side]}


def test_a_village_is_told_its_money_by_category_per_month(book, sign_in):
    for number in range(12):
        debts = {"baac": 50_000} | ({"informal": 7} if number < 9 else {})
        make_account(book, VILLAGES[0], receipts={"salary": 1200, "loan_in": 120}, payments={"food": 600}, debts=debts)
    publish(book)

    found = sheet(sign_in())
    assert amounts(found, "r") == {"salary": (12, 120_000), "loan_in": (12, 12_000)}
    assert (amounts(found, "p"), amounts(found, "d")) == ({"food": (12, 60_000)}, {"baac": (12, 60_000_000)})
    assert [one.line.category for one in found.lines["r"]] == ["salary", "loan_in"]
    assert found.lines_told_on == found.whole.told_on


def test_categories_stay_as_they_were_told_when_too_few_have_something_new_in_them(book, sign_in):
    for _ in range(12):
        make_account(book, VILLAGES[0], receipts={"salary": 1200, "crop_sales": 1200}, payments={})
    publish(book)
    before = sheet(sign_in()).lines
    for number in range(20):
        crops = {"crop_sales": 1200} if number == 0 else {}
        make_account(book, VILLAGES[0], receipts={"salary": 1200} | crops, payments={})
    publish(book, now=NOW + timedelta(days=1))

    found = sheet(sign_in())
    assert (found.whole.figures.households, found.lines) == (32, before)
    assert found.lines_told_on < found.whole.told_on


def test_a_village_of_nine_has_a_sheet_without_figures(book, sign_in):
    make_accounts(book, VILLAGES[0], 9)
    publish(book)

    found = sheet(sign_in())
    assert found.whole.is_suppressed
    assert (found.lines, found.lines_told_on) == ({"r": (), "p": (), "d": ()}, None)
