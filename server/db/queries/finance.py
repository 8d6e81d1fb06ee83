"""Household finance: what is told of areas, for people; what it was told of, for the publisher alone."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Row, delete, select, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from server.db.models import AreaFinance, FinanceBlock, FinanceTold


class Key(NamedTuple):
    """A year's figures on one basis."""

    workspace_id: int
    plan_year: int
    basis: str


# For people. Row-level security decides what is there.


def of_area(session: Session, key: Key, code: str) -> AreaFinance | None:
    """What is told of an area or village; None when nothing is, or not to this reader."""
    return session.get(AreaFinance, (*key, code))


def of_parts(session: Session, key: Key, area_code: str, digits: int) -> dict[str, AreaFinance]:
    """code -> what is told of the areas (8 digits: villages) inside an area whose codes have so many digits."""
    rows = select(AreaFinance).where(
        *of_year(AreaFinance, key),
        AreaFinance.area_code.startswith(area_code, autoescape=True),
        text("length(area_code) = :digits").bindparams(digits=digits),
    )
    return {row.area_code: row for row in session.scalars(rows)}


def of_year(table: type, key: Key) -> tuple:
    return table.workspace_id == key.workspace_id, table.plan_year == key.plan_year, table.basis == key.basis


CATEGORY_WORDS = text("""
    select question->>'path' as path, question->'choices' as choices
    from form f
    join form_version v on v.form = f.id and v.is_current, jsonb_array_elements(v.questions) as question
    where f.workspace_id = :workspace_id and f.form_id = 'household_account'
      and question->>'path' in ('/receipt_cats', '/payment_cats', '/debt_cats')
""")


def category_words(session: Session, workspace_id: int) -> dict[str, dict[str, dict[str, str]]]:
    """path of the question -> code of the category -> {"th", "en"}, in the words and order of the published form."""
    return {
        row.path: {choice["name"]: choice["label"] for choice in row.choices}
        for row in session.execute(CATEGORY_WORDS, {"workspace_id": workspace_id})
    }


# For the publisher


def homes(session: Session, key: Key) -> Sequence[Row]:
    """(submission_id, household_id, block_code) of the accounts that were told of officially."""
    columns = (FinanceTold.submission_id, FinanceTold.household_id, FinanceTold.block_code)
    rows = select(*columns).where(FinanceTold.workspace_id == key.workspace_id)
    return session.execute(rows.where(FinanceTold.plan_year == key.plan_year)).all()


MOVED = text("""
    update finance_told t set block_code = told.block_code
    from unnest(cast(:households as uuid[]), cast(:codes as text[])) as told (household_id, block_code)
    where t.workspace_id = :workspace_id and t.plan_year = :plan_year and t.household_id = told.household_id
      and t.block_code <> told.block_code
""")


def remember(session: Session, key: Key, accounts: Sequence[dict]) -> None:
    """Note accounts that are told of, and the block their households are at home in from now on."""
    row = upsert(FinanceTold)
    home = {"household_id": row.excluded.household_id, "block_code": row.excluded.block_code}
    session.execute(row.on_conflict_do_update(index_elements=["submission_id", "edits"], set_=home), accounts)
    homes = {account["household_id"]: account["block_code"] for account in accounts}
    named = {"households": list(homes), "codes": list(homes.values())}
    session.execute(MOVED, named | {"workspace_id": key.workspace_id, "plan_year": key.plan_year})


def kept(session: Session, key: Key, codes: Iterable[str]) -> dict[str, Row]:
    """code -> (share_sum, shares, lines, lines_told_on) of these blocks, which may stay when they are told anew."""
    columns = (FinanceBlock.share_sum, FinanceBlock.shares, FinanceBlock.lines, FinanceBlock.lines_told_on)
    rows = select(FinanceBlock.code, *columns).where(*of_year(FinanceBlock, key), FinanceBlock.code.in_(codes))
    return {row.code: row for row in session.execute(rows)}


def amounts(session: Session, key: Key) -> Sequence[Row]:
    """code and amounts of every block of a year on a basis, as they were told last.

    Not as objects: the session would hand out the same ones, unchanged, after the blocks are told anew.
    """
    columns = (FinanceBlock.incomes, FinanceBlock.expenses, FinanceBlock.nets, FinanceBlock.debts)
    counted = (FinanceBlock.below_zero, FinanceBlock.share_sum, FinanceBlock.shares)
    return session.execute(select(FinanceBlock.code, *columns, *counted).where(*of_year(FinanceBlock, key))).all()


def blocks(session: Session, key: Key) -> Sequence[FinanceBlock]:
    """Every block of a year on a basis."""
    return session.scalars(select(FinanceBlock).where(*of_year(FinanceBlock, key))).all()


def forget(session: Session, key: Key) -> None:
    """Take back everything that is told of a year on a basis."""
    for table in (AreaFinance, FinanceBlock):
        session.execute(delete(table).where(*of_year(table, key)))


def forget_blocks(session: Session, workspace_id: int, plan_year: int) -> None:
    """Of a year whose accounts are erased: what its figures were told of. The figures themselves stay."""
    for table in (FinanceBlock, FinanceTold):
        session.execute(delete(table).where(table.workspace_id == workspace_id, table.plan_year == plan_year))
