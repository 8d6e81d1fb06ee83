"""Households with accounts of known amounts, written straight into the tables as receiving and digesting leave them."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import count
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.db.models import Form, HouseholdAccount, HouseholdMoney, Submission
from server.domain.facts.accounts import without_financing
from tests.factories import make_household, make_system

YEAR = 2570
NOW = datetime(2027, 3, 31, 5, 0, tzinfo=UTC)
_numbers = count(1)


def make_account(
    session: Session,
    village: str,
    *,
    household: UUID | None = None,
    state: str = "approved",
    receipts: dict[str, int] | None = None,
    payments: dict[str, int] | None = None,
    debts: dict[str, int] | None = None,
    income: int = 120_000,
    expense: int = 60_000,
    debt: int = 0,
    **changes: object,
) -> Submission:
    """A 12-month account of a household, a new one unless given. Amounts in baht for the whole period.

    receipts, payments, debts: by category; without them the account is a summary of income, expense, debt.
    """
    is_summary = (receipts, payments, debts) == (None, None, None)
    if is_summary:
        receipts, payments, debts = {"all": income}, {"all": expense}, {"all": debt}
    submission = make_submission(session, village, state=state)
    usual = {"plan_year": YEAR, "consent": True, "period_start": date(2025, 10, 1), "months": 12, "book_seen": True}
    usual |= {"collected_on": date(2027, 3, 1), "entry_mode": "summary" if is_summary else "totals"}
    of = {"submission_id": submission.id, "workspace_id": submission.workspace_id}
    home = {"village_code": village, "household_id": household or make_household(session, village).uuid}
    session.add(HouseholdAccount(**of, **home, **(usual | changes)))
    session.add(HouseholdMoney(**of, savings=None, **money(receipts or {}, payments or {}, debts or {})))
    session.flush()
    return submission


def money(receipts: dict[str, int], payments: dict[str, int], debts: dict[str, int]) -> dict:
    """The columns of a row of amounts, in satang."""
    sides = {"r": receipts, "p": payments, "d": debts}
    amounts = {side: {name: baht * 100 for name, baht in of_side.items()} for side, of_side in sides.items()}
    return {
        "income": without_financing(amounts, "r"),
        "expense": without_financing(amounts, "p"),
        "debt": sum(amounts["d"].values()),
        "by_category": amounts,
    }


def make_submission(session: Session, village: str, *, state: str = "approved", **changes: object) -> Submission:
    """A submission of household_account by a phone of the village's tambon."""
    author = make_system(session).id
    form = session.scalar(select(Form).where(Form.form_id == "household_account")) or Form(
        workspace_id=1, form_id="household_account", title="บัญชี", data_class="amounts"
    )
    session.add(form)
    session.flush()
    values = {"workspace_id": 1, "form": form.id, "instance_id": f"uuid:{next(_numbers)}", "data_class": "amounts"}
    values |= {"state": state, "actor_id": author, "phone_area": village[:6], "village_code": village}
    submission = Submission(**(values | {"plan_year": YEAR} | changes))
    session.add(submission)
    session.flush()
    return submission


def make_accounts(session: Session, village: str, number: int, **changes: object) -> list[Submission]:
    """So many households with an account each."""
    return [make_account(session, village, **changes) for _ in range(number)]


def set_state(session: Session, submissions: Iterable[Submission], state: str) -> None:
    ids = [one.id for one in submissions]
    session.execute(update(Submission).where(Submission.id.in_(ids)).values(state=state))
