"""Villages whose submissions are to be compared with each other: the queue, and the flags that come of it."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session

from server.db.queries import bulk, pending

QUEUE = text("""
    insert into stale_check (workspace_id, village_code, plan_year)
    select :workspace_id, unnest(cast(:villages as text[])), :plan_year
""")


def queue(session: Session, workspace_id: int, plan_year: int, village_codes: Sequence[str]) -> None:
    """Ask for these villages to be checked."""
    asked = {"workspace_id": workspace_id, "plan_year": plan_year, "villages": list(village_codes)}
    if village_codes:
        session.execute(QUEUE, asked)


class StaleChecks(NamedTuple):
    """Villages of a plan year to be checked, with the rows that ask for it."""

    workspace_id: int
    plan_year: int
    village_codes: list[str]
    ids: list[int]


# Rows of the same villages that came in meanwhile are done with: what they ask for is looked at now.
STALE = text("""
    with oldest as (
        select workspace_id, plan_year, village_code from stale_check
        group by 1, 2, 3 order by min(id) limit :limit)
    select c.workspace_id, c.plan_year, array_agg(distinct c.village_code), array_agg(c.id)
    from stale_check c join oldest using (workspace_id, plan_year, village_code)
    group by 1, 2 order by 1, 2
""")


def stale(session: Session, limit: int) -> list[StaleChecks]:
    """The villages that have waited longest, by workspace and plan year."""
    return [StaleChecks(*row) for row in session.execute(STALE, {"limit": limit})]


def done(session: Session, ids: Collection[int]) -> None:
    session.execute(text("delete from stale_check where id = any (:ids)"), {"ids": list(ids)})


Flag = tuple[int, str]  # submission, code
Raised = Mapping[Flag, dict]  # with the details

# The accounts of a household are compared wherever they were sent; all else with its own village.
HOUSEHOLDS = """
    household as (
        select household_id from household_registration
        where workspace_id = :workspace_id and village_code = any (:villages)
        union
        select household_id from household_account
        where workspace_id = :workspace_id and village_code = any (:villages) and plan_year = :plan_year
          and household_id is not null)
"""
OF_YEAR = "{0} where workspace_id = :workspace_id and village_code = any (:villages) and plan_year = :plan_year"
AS_THEY_ARE = text(f"""
    with {HOUSEHOLDS},
    looked_at as (
        select submission_id, 'account' as kind from {OF_YEAR.format("household_account")}
        union all
        select a.submission_id, 'household' from household h join household_account a
            on a.workspace_id = :workspace_id and a.household_id = h.household_id and a.plan_year = :plan_year
        union all
        select submission_id, 'forum' from {OF_YEAR.format("forum")}
        union all
        select submission_id, 'plan' from {OF_YEAR.format("community_plan")}
        union all
        select submission_id, 'registration' from household_registration
        where workspace_id = :workspace_id and village_code = any (:villages) and submission_id is not null),
    owned as (select * from unnest(cast(:kinds as text[]), cast(:codes as text[])) as owned (kind, code))
    select g.submission_id, g.code, g.details
    from looked_at join submission_flag g on g.submission_id = looked_at.submission_id
    join owned on owned.kind = looked_at.kind and owned.code = g.code
""")  # noqa: S608
LOWER = text("""
    delete from submission_flag g using unnest(cast(:ids as bigint[]), cast(:codes as text[])) as gone (id, code)
    where g.submission_id = gone.id and g.code = gone.code
""")
RAISE = text("""
    insert into submission_flag (submission_id, code, workspace_id, details)
    select s.id, news.code, s.workspace_id, news.details
    from json_to_recordset(cast(:rows as json)) as news (id bigint, code text, details jsonb)
    join submission s on s.id = news.id and s.workspace_id = :workspace_id and s.deleted_at is null
    on conflict (submission_id, code) do update set details = excluded.details
""")


def replace(
    session: Session,
    workspace_id: int,
    plan_year: int,
    villages: Sequence[str],
    raised: Raised,
    owned: Collection[Flag],
) -> set[int]:
    """Of the owned codes, raise exactly these flags in these villages; returns the submissions whose flags changed.

    owned: (kind of submission, code).
    """
    pending.take_turn(session, "submissions")  # a digest replaces flags, too, and has the same rows of the index
    kinds, codes = zip(*owned, strict=True)
    asked = {"workspace_id": workspace_id, "plan_year": plan_year, "villages": list(villages)}
    rows = session.execute(AS_THEY_ARE, asked | {"kinds": list(kinds), "codes": list(codes)})
    before = {(row.submission_id, row.code): row.details for row in rows}
    gone = before.keys() - raised.keys()
    news = {flag: details for flag, details in raised.items() if before.get(flag) != details}
    if gone:
        session.execute(LOWER, {"ids": [one for one, _ in gone], "codes": [code for _, code in gone]})
    if news:
        written = [{"id": one, "code": code, "details": details} for (one, code), details in news.items()]
        session.execute(RAISE, {"workspace_id": workspace_id, "rows": bulk.in_json(written)})
    return {one for one, _ in [*gone, *news]}
