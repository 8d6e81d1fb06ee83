"""What submissions of a village are compared by: households of one house, accounts of one period, amounts, results."""

from collections.abc import Sequence

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from server.db.queries.checks import HOUSEHOLDS
from server.db.queries.indicators.terms import IS_KNOWN, SENT

# Only of houses that two households say they live in; the first registration of a household is its own.
HOUSES = text(f"""
    with lives as materialized (
        select uuid, village_code, house, data->>'house_no' as house_no, nullif(data->>'house_id11', '') as house_code
        from entity where workspace_id = :workspace_id and list_name = 'households' and village_code = any (:villages)
          and house is not null and deleted_at is null),
    doubtful as (
        select lives.*, count(*) over (partition by village_code, house) as in_house,
               count(*) over (partition by village_code, house_code) as with_code
        from lives)
    select distinct on (d.uuid) d.uuid as household_id, d.village_code, d.house, d.house_no, d.house_code,
           r.submission_id, coalesce(s.received_at, r.recorded_at) as received_at, s.instance_id
    from doubtful d
    join household_registration r on r.workspace_id = :workspace_id and r.household_id = d.uuid
    {SENT.format("r")}
    where (d.in_house > 1 or (d.with_code > 1 and d.house_code is not null)) and {IS_KNOWN}
    order by d.uuid, coalesce(s.received_at, r.recorded_at), s.instance_id collate "C"
""")  # noqa: S608


def houses(session: Session, workspace_id: int, village_codes: Sequence[str]) -> Sequence[Row]:
    """(household_id, village_code, house, house_no, house_code, submission_id, received_at, instance_id) of open
    households that share a house or its 11 digits with another; submission_id is None for an import."""
    return session.execute(HOUSES, {"workspace_id": workspace_id, "villages": list(village_codes)}).all()


STANDS = "s.deleted_at is null and s.state <> 'rejected'"
# What corrects another account is no second one.
SAME_PERIOD = text(f"""
    with {HOUSEHOLDS},
    doubtful as materialized (
        select * from (
            select a.submission_id, a.household_id, a.period_start,
                   count(*) over (partition by a.household_id, a.period_start) as alike
            from household h join household_account a
                on a.workspace_id = :workspace_id and a.household_id = h.household_id and a.plan_year = :plan_year
            where a.period_start is not null) account
        where alike > 1)
    select d.household_id, d.period_start, d.submission_id, s.received_at, s.instance_id
    from doubtful d join submission s on s.id = d.submission_id
    where {STANDS} and not exists (select from correction c where c.submission_id = d.submission_id)
""")  # noqa: S608


def same_period(session: Session, workspace_id: int, plan_year: int, village_codes: Sequence[str]) -> Sequence[Row]:
    """(household_id, period_start, submission_id, received_at, instance_id) of accounts that begin on the same day as
    another one of their household, of the villages' households."""
    asked = {"workspace_id": workspace_id, "plan_year": plan_year, "villages": list(village_codes)}
    return session.execute(SAME_PERIOD, asked).all()


# In arrays: a row for each account would take longer to read than to judge.
AMOUNTS = text(f"""
    select a.village_code, array_agg(a.submission_id) as submission_ids,
           array_agg(m.income / a.months) as income, array_agg(m.expense / a.months) as expense
    from household_account a
    join household_money m on m.submission_id = a.submission_id
    join submission s on s.id = a.submission_id
    where a.workspace_id = :workspace_id and a.village_code = any (:villages) and a.plan_year = :plan_year
      and a.months > 0 and {STANDS}
    group by a.village_code having count(*) >= :at_least
""")  # noqa: S608


def amounts(
    session: Session, workspace_id: int, plan_year: int, village_codes: Sequence[str], *, at_least: int
) -> Sequence[Row]:
    """(village_code, submission_ids, income, expense): lists that run in parallel, in satang a month; only of villages
    with at least so many accounts."""
    asked = {"workspace_id": workspace_id, "plan_year": plan_year, "villages": list(village_codes)}
    return session.execute(AMOUNTS, asked | {"at_least": at_least}).all()


IDS = text("""
    select 'forum' as kind, s.instance_id, s.id from forum f join submission s on s.id = f.submission_id
    where f.workspace_id = :workspace_id and f.plan_year = :plan_year and f.village_code = any (:villages)
    union all
    select 'plan', s.instance_id, s.id from community_plan p join submission s on s.id = p.submission_id
    where p.workspace_id = :workspace_id and p.plan_year = :plan_year and p.village_code = any (:villages)
""")


def ids(
    session: Session, workspace_id: int, plan_year: int, village_codes: Sequence[str]
) -> dict[tuple[str, str], int]:
    """The submissions of forums and plans by ("forum" or "plan", instance id)."""
    asked = {"workspace_id": workspace_id, "plan_year": plan_year, "villages": list(village_codes)}
    return {(row.kind, row.instance_id): row.id for row in session.execute(IDS, asked)}


# Of a locked year what would come out now: submissions are compared as they are.
RESULTS = text("""
    select y.village_code, coalesce(now_.households, y.households) as households,
           coalesce(i_now.num, i.num) as accounts
    from village_year y
    left join village_year_now now_ using (workspace_id, plan_year, basis, village_code)
    left join indicator_result i on (i.workspace_id, i.plan_year, i.basis, i.village_code, i.indicator)
        = (y.workspace_id, y.plan_year, y.basis, y.village_code, 1)
    left join indicator_result_now i_now on (i_now.workspace_id, i_now.plan_year, i_now.basis, i_now.village_code,
        i_now.indicator) = (y.workspace_id, y.plan_year, y.basis, y.village_code, 1)
    where y.workspace_id = :workspace_id and y.plan_year = :plan_year and y.basis = 'provisional'
      and y.village_code = any (:villages)
""")


def results(session: Session, workspace_id: int, plan_year: int, village_codes: Sequence[str]) -> dict[str, Row]:
    """(households, accounts) by village, provisionally: N, and the numerator of the first indicator."""
    asked = {"workspace_id": workspace_id, "plan_year": plan_year, "villages": list(village_codes)}
    return {row.village_code: row for row in session.execute(RESULTS, asked)}
