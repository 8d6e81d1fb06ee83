"""Household finance told anew: by the owner, from the accounts that count, into a table of what may be told.

Official figures remember what was told before, and change by ten households or not at all. Provisional ones are only
for those who may read the accounts themselves: they are made new every time, under the same rule of ten.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import groupby

from sqlalchemy import Row
from sqlalchemy.orm import Session

from server.db.models import AreaFinance, FinanceBlock
from server.db.queries import bulk, indicators, locks, results, villages
from server.db.queries import finance as queries
from server.db.queries.finance import Key
from server.domain import events
from server.domain.indicators.calendar import bangkok_date
from server.domain.indicators.categories import lines
from server.domain.indicators.criteria import BASES, Basis, Criteria
from server.domain.indicators.disclosure import LEVELS, NOTHING, VILLAGE, Block, Told, amounts_told, renewed
from server.domain.indicators.finance import Amounts, figures, pooled
from server.domain.indicators.household_month import HouseholdMonth, household_months
from server.domain.people import system_actor
from server.domain.years import YearNotOpen

DISTRICT = 4


def publish(
    session: Session,
    workspace_id: int,
    plan_year: int,
    *,
    now: dt.datetime,
    levels: Sequence[int] = LEVELS,
    even_locked: bool = False,
) -> int:
    """Tell official figures anew where ten households are new to them, and all provisional ones.

    levels: digits of the official blocks to look at. What villages wait for is used up when their tambon is told first,
    so that the larger blocks are for now and then. A locked year stays as it was told, unless even_locked. Returns how
    many official blocks were told anew. Raises YearNotOpen.
    """
    criteria = results.criteria_of(session, workspace_id, plan_year)
    if criteria is None:
        raise YearNotOpen(plan_year=plan_year)
    if criteria.is_locked and not even_locked:
        return 0
    locks.hold(session, "household finance", workspace_id)
    official, provisional = (Publisher(session, workspace_id, criteria, basis, now) for basis in BASES)
    changed = official.tell(official.told_before(), levels)
    queries.forget(session, provisional.key)
    provisional.tell(NOTHING, LEVELS)
    if changed:
        author = system_actor(session).id
        of = {"actor_id": author, "workspace_id": workspace_id}
        events.record(session, "finance.publish", "year", plan_year, **of, blocks=changed)
    return changed


class Publisher:
    """Tells the figures of one year on one basis."""

    def __init__(self, session: Session, workspace_id: int, criteria: Criteria, basis: Basis, now: dt.datetime) -> None:
        self.session, self.criteria, self.basis = session, criteria, basis
        self.key = Key(workspace_id, criteria.plan_year, basis)
        self.today = bangkok_date(now)

    def told_before(self) -> Told:
        rows = queries.homes(self.session, self.key)
        accounts = frozenset(row.submission_id for row in rows)
        amounts = {row.code: amounts_stored(row) for row in queries.amounts(self.session, self.key)}
        return Told({str(row.household_id): row.block_code for row in rows}, accounts, amounts)

    def tell(self, told: Told, levels: Sequence[int]) -> int:
        """A district at a time: nobody needs the accounts of a whole province at once."""
        inside = [digits for digits in levels if digits >= DISTRICT]
        above = [digits for digits in levels if digits < DISTRICT]
        codes: list[str] = []
        homeless: list[HouseholdMonth] = []
        for district in districts(villages.active(self.session, self.key.workspace_id)):
            blocks, others = renewed(self.months(district), told, inside)
            homeless += others if above else []
            codes += self.store(blocks)
        blocks, _ = renewed(homeless, told, above)
        codes += self.store(blocks)
        self.tell_areas(codes)
        return len(codes)

    def months(self, village_codes: Sequence[str]) -> list[HouseholdMonth]:
        asked = (self.key.workspace_id, self.criteria, self.basis, village_codes, self.today)
        return household_months(indicators.counting_accounts(self.session, *asked))

    def store(self, blocks: Sequence[Block]) -> list[str]:
        """Keep what the blocks are told of, and remember it where it is official. Returns their codes."""
        codes = [block.code for block in blocks]
        kept = queries.kept(self.session, self.key, codes)
        bulk.put(self.session, FinanceBlock, [self.row(block, kept.get(block.code)) for block in blocks])
        if codes and self.basis == "official":
            queries.remember(self.session, self.key, [row for block in blocks for row in self.accounts(block)])
        return codes

    def row(self, block: Block, kept: Row | None) -> dict:
        before = (kept.share_sum, kept.shares) if kept else (0, 0)
        amounts = amounts_told(block, before)
        told = {"told_on": self.today, **self.categories(block, kept)}
        return {**self.key._asdict(), "code": block.code, **vars(amounts), **told}

    def categories(self, block: Block, kept: Row | None) -> dict:
        """A village's lines; those told before stay when the new ones would leave one of them out."""
        found = [asdict(line) for line in lines(block)] if len(block.code) == VILLAGE else []
        named = {(line["side"], line["category"]) for line in found}
        if kept and not {(line["side"], line["category"]) for line in kept.lines or ()} <= named:
            return {"lines": kept.lines, "lines_told_on": kept.lines_told_on}
        return {"lines": found or None, "lines_told_on": self.today if found else None}

    def accounts(self, block: Block) -> Iterable[dict]:
        home = {"workspace_id": self.key.workspace_id, "plan_year": self.key.plan_year, "block_code": block.code}
        for one in block.households:
            for account in one.accounts:
                yield {**home, **account._asdict(), "household_id": one.household}

    def tell_areas(self, codes: Iterable[str]) -> None:
        """The figures of every area with a block that was told anew, over all blocks inside it."""
        areas = {code[:digits] for code in codes for digits in LEVELS if digits <= len(code)}
        if not areas:
            return
        stored = queries.blocks(self.session, self.key)
        rows = [self.area(code, [one for one in stored if one.code.startswith(code)]) for code in sorted(areas)]
        bulk.put(self.session, AreaFinance, rows)

    def area(self, code: str, blocks: Sequence[FinanceBlock]) -> dict:
        amounts = pooled([amounts_stored(block) for block in blocks])
        own = blocks[0] if len(code) == VILLAGE else None
        told = {"told_on": max(block.told_on for block in blocks)}
        categories = {"lines": own and own.lines, "lines_told_on": own and own.lines_told_on}
        return {**self.key._asdict(), "area_code": code, **told, **vars(figures(amounts)), **categories}


def districts(village_codes: Iterable[str]) -> list[list[str]]:
    return [list(codes) for _, codes in groupby(sorted(village_codes), key=lambda code: code[:DISTRICT])]


def amounts_stored(block: FinanceBlock | Row) -> Amounts:
    return Amounts(**{name: getattr(block, name) for name in Amounts.__dataclass_fields__})
