"""Every account and every tick of the villages with the first reason why it does not count, or none."""

from server.db.queries.indicators.terms import IS_THERE, day_reasons, listed, review_reasons
from server.domain.indicators.criteria import Criteria

IN_A = "(reason is null or reason in ('household_closed', 'household_after_reference', 'too_few_months'))"

# The households that get the credit of one that took back its agreement for the year.
WITHDRAWN = """
withdrawn as materialized (
    select st.village_code, st.resolved from standing st
    join withdrawal w on w.workspace_id = :workspace_id and w.plan_year = :plan_year
        and w.household_id = st.household_id)
"""


def account(*, all_years: bool) -> str:
    """The accounts by their households. A phone must not credit the household of an area that is not its own."""
    day = "a.period_start"
    of_household = f"""
    select st.village_code, s.id as submission_id, s.instance_id, s.received_at, a.household_id, st.resolved,
        a.period_start, a.months,
        case {review_reasons("a", day, villages=["a.village_code", "st.village_code"])}
        when not a.consent or (st.village_code, st.resolved) in (select village_code, resolved from withdrawn)
        then 'no_consent' {day_reasons("a", day)}
        else st.reason end as reason
    from standing st
    join household_account a on a.workspace_id = :workspace_id and a.household_id = st.household_id
    join submission s on s.id = a.submission_id
    where {IS_THERE} and {listed("a", day, all_years=all_years)}"""  # noqa: S608
    return f"account as ({of_household}{OF_VILLAGE if all_years else ''})"


# An account belongs to the village of its household, before and after it is resolved; of an unknown household, to the
# village it was sent with.
OF_VILLAGE = """
      and case when st.resolved_in is null then a.village_code = st.village_code
          else st.village_code = st.resolved_in or (st.village_code, st.household_id) in (
              select e.village_code, e.household_id from entry e where e.registered_in = e.village_code) end
"""
# Of the accounts only which households have one, for counting: the same verdicts, without those that never count.
SUMMARISED = """
account_verdict as (
    select st.village_code, st.resolved, st.reason from standing st
    join household_year y on y.workspace_id = :workspace_id and y.plan_year = :plan_year
        and y.household_id = st.household_id
    where starts_with(st.village_code, y.phone_area) and (y.approved or :basis <> 'official')
      and (st.village_code, st.resolved) not in (select village_code, resolved from withdrawn))
"""
EVERY_ACCOUNT = """
account_verdict as (
    select village_code, submission_id, instance_id, received_at, household_id, resolved, reason from account)
"""

# More months in one account than are asked for change nothing, so that only as many are spread out.
LONG_ENOUGH = """
enough as materialized (
    select village_code, resolved
    from account, generate_series(0, least(:min_account_months, greatest(1, coalesce(months, 1))) - 1) as later
    where reason is null
    group by village_code, resolved
    having count(distinct extract(year from period_start) * 12 + extract(month from period_start) + later)
        >= :min_account_months),
account_verdict as (
    select village_code, submission_id, instance_id, received_at, household_id, resolved,
        case when reason is null and enough.resolved is null then 'too_few_months' else reason end as reason
    from account left join enough using (village_code, resolved))
"""

TICK = """
tick as (
    select f.village_code, f.submission_id, f.instance_id, f.received_at, f.forum_date, st.household_id, st.resolved,
        coalesce(f.reason, st.reason) as reason
    from forum_verdict f
    join forum_attendance t on t.submission_id = f.submission_id
    join standing st on st.village_code = f.village_code and st.household_id = t.household_id)
"""
EVERY_FORUM = """
tick_verdict as (
    select village_code, submission_id, instance_id, received_at, household_id, resolved, reason from tick)
"""

# All phones of one date count together; of equal dates the later is the best.
BEST_DATE = """
best as (
    select distinct on (village_code) village_code, forum_date
    from (
        select village_code, forum_date, count(distinct resolved) as households from tick
        where reason is null group by village_code, forum_date) dates
    order by village_code, households desc, forum_date desc),
tick_verdict as (
    select t.village_code, t.submission_id, t.instance_id, t.received_at, t.household_id, t.resolved,
        case when t.reason is null and t.forum_date <> best.forum_date then 'not_best_forum' else t.reason end as reason
    from tick t left join best on best.village_code = t.village_code)
"""


def verdicts(criteria: Criteria, *, all_years: bool) -> list[str]:
    """The expressions that end in account_verdict and tick_verdict, as the year's settings have it."""
    of_accounts = LONG_ENOUGH if criteria.min_account_months > 1 else EVERY_ACCOUNT
    return [WITHDRAWN, account(all_years=all_years), of_accounts, *ticks(criteria)]


def verdicts_to_count(criteria: Criteria) -> list[str]:
    """As `verdicts`, as far as counting needs them; how many months there are only the accounts themselves tell."""
    if criteria.min_account_months > 1:
        return verdicts(criteria, all_years=False)
    return [WITHDRAWN, SUMMARISED, *ticks(criteria)]


def ticks(criteria: Criteria) -> list[str]:
    return [TICK, BEST_DATE if criteria.ind2_mode == "best_single" else EVERY_FORUM]
