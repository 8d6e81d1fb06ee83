"""The household register as a basis and a reference date see it: who is known, who is closed, who stands for whom."""

from server.db.queries.indicators.terms import BE_DATES, COUNTS, IS_KNOWN, ORDER_OF_RECEIPT, from_inside

# What the village's register names. Counting needs nobody else: who stands for one of these is tied to it.
RESIDENTS = """
    select r.village_code, r.household_id from village v
    join household_registration r on r.workspace_id = :workspace_id and r.village_code = v.code
"""

# Whom the village's submissions name as well, wherever they live.
NAMED = """
    union
    select v.code, a.household_id from village v
    join household_account a on a.workspace_id = :workspace_id and a.village_code = v.code
    where a.household_id is not null
    union
    select v.code, t.household_id from village v
    join forum f on f.workspace_id = :workspace_id and f.village_code = v.code
    join forum_attendance t on t.submission_id = f.submission_id
"""


def party(*, with_named: bool) -> str:
    """(village_code, household_id): all households that a village's result may turn on.

    Closings are followed both ways: towards whom the credit goes, and back to those who pass it on.
    """
    return f"""
candidate as materialized ({RESIDENTS}{NAMED if with_named else ""}),
tie as not materialized (
    select household_id, merged_into as other from household_closing
    where workspace_id = :workspace_id and merged_into is not null
    union all
    select merged_into, household_id from household_closing
    where workspace_id = :workspace_id and merged_into is not null),
tied (village_code, household_id) as (
    select c.village_code, tie.other from candidate c join tie on tie.household_id = c.household_id
    union
    select t.village_code, tie.other from tied t join tie on tie.household_id = t.household_id),
party as materialized (
    select village_code, household_id from candidate
    union
    select village_code, household_id from tied)
"""  # noqa: S608


# A household has one registration; were there several, the first received holds.
KNOWN = f"""
known as materialized (
    select distinct on (r.household_id) r.household_id, r.village_code, r.exists_from
    from (select distinct household_id from party) p
    join household_registration r on r.workspace_id = :workspace_id and r.household_id = p.household_id
    left join submission s on s.id = r.submission_id
    where {IS_KNOWN} and {from_inside("r.village_code")}
    order by r.household_id, {ORDER_OF_RECEIPT.format("r", "")})
"""  # noqa: S608

# The village a closing speaks of, and the one where its household is registered.
VILLAGES_OF_CLOSING = ("coalesce(s.village_code, k.village_code)", "coalesce(k.village_code, s.village_code)")

# Of several closings the last received of those that count holds.
CLOSING = f"""
closing as materialized (
    select distinct on (c.household_id) c.household_id, c.close_reason, c.exists_to, c.merged_into
    from (select distinct household_id from party) p
    join household_closing c on c.workspace_id = :workspace_id and c.household_id = p.household_id
    left join known k on k.household_id = c.household_id
    left join submission s on s.id = c.submission_id
    where {COUNTS} and {from_inside(*VILLAGES_OF_CLOSING)}
      and not c.be_year and (c.exists_to >= {BE_DATES}) is not true
    order by c.household_id, {ORDER_OF_RECEIPT.format("c", "desc")})
"""  # noqa: S608

# Steps are taken from the village's reference date. A walk ends where no step leads on, or where it meets itself:
# a circle resolves to the smallest id in it (uuids are ordered as their text is).
CREDIT = """
step as materialized (
    select p.village_code, c.household_id, c.merged_into
    from closing c
    join party p on p.household_id = c.household_id
    join reference r on r.village_code = p.village_code
    where c.merged_into is not null
      and (c.close_reason = 'duplicate' or (c.close_reason = 'merged' and c.exists_to <= r.day))),
walk (village_code, household_id, reached, path) as (
    select village_code, household_id, merged_into, array[household_id] from step
    union all
    select w.village_code, w.household_id, step.merged_into, w.path || w.reached
    from walk w join step on step.village_code = w.village_code and step.household_id = w.reached
    where w.reached <> all(w.path)),
credit as materialized (
    select w.village_code, w.household_id, step.household_id is not null as in_circle,
        case when step.household_id is null then w.reached else (
            select member from unnest(w.path[array_position(w.path, w.reached):]) as member order by member limit 1
            ) end as resolved
    from walk w
    left join step on step.village_code = w.village_code and step.household_id = w.reached
    where step.household_id is null or w.reached = any(w.path))
"""

# The households themselves (H) are those that stand for themselves without a reason.
STANDING = f"""
standing as materialized (
    select p.village_code, p.household_id, p.resolved, k.village_code as resolved_in,
        case
        when k.village_code is null then 'household_unknown'
        when k.village_code <> p.village_code then 'other_village'
        when c.household_id is not null and not p.in_circle
            and (c.close_reason in ('duplicate', 'mistake') or c.exists_to <= r.day) then 'household_closed'
        when k.exists_from > r.day and k.exists_from < {BE_DATES} then 'household_after_reference'
        end as reason
    from (
        select party.village_code, party.household_id, coalesce(credit.in_circle, false) as in_circle,
            coalesce(credit.resolved, party.household_id) as resolved
        from party
        left join credit on credit.village_code = party.village_code and credit.household_id = party.household_id) p
    join reference r on r.village_code = p.village_code
    left join known k on k.household_id = p.resolved
    left join closing c on c.household_id = p.resolved)
"""  # noqa: S608
