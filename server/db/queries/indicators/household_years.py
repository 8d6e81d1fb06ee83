"""The summary that villages are counted from: which households have an account of the year that may count.

All that an account says by itself is decided here; which village its household belongs to, and whether it is known and
not closed there, is decided where it is counted.
"""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.orm import Session

from server.db.queries.indicators import plans, register, terms
from server.domain.indicators.criteria import Criteria

# In one statement: of two, the second would see accounts that the first did not. Rows that stay are not touched.
# What is fresh is guessed to be next to nothing: "not in" is hashed all the same, "not exists" is a loop in a loop.
SUMMARISE = text(f"""
with recursive {terms.VILLAGE},
{plans.NO_REFERENCE},
{register.party(with_named=False)},
household as materialized (
    select distinct household_id from party),
fresh as materialized (
    select a.household_id, case when s.area_accepted_by is null then s.phone_area else '' end as phone_area,
        s.state = any(cast(:approved as text[])) as approved
    from household h
    join household_account a on a.workspace_id = :workspace_id and a.household_id = h.household_id
        and a.plan_year = :plan_year
    join submission s on s.id = a.submission_id
    where {terms.IS_THERE} and case {terms.review_reasons("a", "a.period_start", villages=["a.village_code"])}
        when not a.consent then 'no_consent' {terms.day_reasons("a", "a.period_start")} end is null
    group by 1, 2, 3),
gone as (
    delete from household_year y using household h
    where y.workspace_id = :workspace_id and y.plan_year = :plan_year and y.household_id = h.household_id
      and (y.household_id, y.phone_area, y.approved) not in (select household_id, phone_area, approved from fresh))
insert into household_year (workspace_id, plan_year, household_id, phone_area, approved)
select :workspace_id, :plan_year, household_id, phone_area, approved from fresh
on conflict do nothing
""")  # noqa: S608


def summarise(session: Session, workspace_id: int, criteria: Criteria, village_codes: Sequence[str]) -> None:
    """Rebuild the summary of the households of these villages, and of those whose credit may come to one of them."""
    asked = terms.parameters(workspace_id, village_codes, criteria, "provisional", criteria.collection_end)
    session.execute(SUMMARISE, asked | {"approved": terms.COUNTED_STATES["official"]})
