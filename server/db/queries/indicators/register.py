"""The household register as a basis and a reference date see it: who is known, who is closed, who stands for whom."""

from server.db.queries.indicators.terms import BE_DATES, COUNTS, IS_KNOWN, ORDER_OF_RECEIPT, SENT, from_inside

# What the village's register names. Counting needs nobody else: who stands for one of these is tied to it.
RESIDENTS = """
    select v.village_code, v.day, r.household_id from reference v
    join household_registration r on r.workspace_id = :workspace_id and r.village_code = v.village_code
"""

# Whom the village's submissions name as well, wherever they live.
NAMED = """
    union
    select v.village_code, v.day, a.household_id from reference v
    join household_account a on a.workspace_id = :workspace_id and a.village_code = v.village_code
    where a.household_id is not null
    union
    select v.village_code, v.day, t.household_id from reference v
    join forum f on f.workspace_id = :workspace_id and f.village_code = v.village_code
    join forum_attendance t on t.submission_id = f.submission_id
"""


def party(*, with_named: bool) -> str:
    """(village_code, day, household_id): all households that a village's result may turn on.

    Closings are followed both ways: towards whom the credit goes, and back to those who pass it on. They are few, but
    a recursion is guessed to grow without end; from arrays, the planner expects few.
    """
    candidates = RESIDENTS + (NAMED if with_named else "")
    return f"""
tie as not materialized (
    select household_id, merged_into as other from household_closing
    where workspace_id = :workspace_id and merged_into is not null
    union all
    select merged_into, household_id from household_closing
    where workspace_id = :workspace_id and merged_into is not null),
tied (village_code, day, household_id) as (
    select c.village_code, c.day, tie.other from ({candidates}) c join tie on tie.household_id = c.household_id
    union
    select t.village_code, t.day, tie.other from tied t cross join lateral (
        select merged_into as other from household_closing c
        where c.workspace_id = :workspace_id and c.household_id = t.household_id and c.merged_into is not null
        union all
        select household_id from household_closing c
        where c.workspace_id = :workspace_id and c.merged_into = t.household_id) tie),
party as materialized (
    {candidates}
    union
    select * from unnest(
        array(select village_code from tied order by village_code, household_id),
        array(select day from tied order by village_code, household_id),
        array(select household_id from tied order by village_code, household_id)))
"""  # noqa: S608


def first_known(household: str) -> str:
    """The registration of a household: it has one; were there several, the first received holds."""
    return f"""lateral (
        select r.village_code, r.exists_from from household_registration r
        {SENT.format("r")}
        where r.workspace_id = :workspace_id and r.household_id = {household}
          and {IS_KNOWN} and {from_inside("r.village_code")}
        order by {ORDER_OF_RECEIPT.format("r", "")} limit 1)"""  # noqa: S608


def inside_of_closing(registered_in: str) -> str:
    """Whoever closes must be of the area of the village the closing speaks of, and of the household's own."""
    return from_inside(f"coalesce(s.village_code, {registered_in})", f"coalesce({registered_in}, s.village_code)")


# For every household of the party its registration (the same as first_known finds, but by one sort for a province), of
# the closings that count the last received, and whether on the village's reference date it stands for itself. (Of
# "= 'another'" the planner expects few, of a boolean half of all.)
ENTRY = f"""
known as (
    select * from (
        select p.village_code as seen_from, p.household_id, r.village_code, r.exists_from, row_number() over (
            partition by p.household_id, p.village_code order by {ORDER_OF_RECEIPT.format("r", "")}) as place
        from party p
        join household_registration r on r.workspace_id = :workspace_id and r.household_id = p.household_id
        {SENT.format("r")}
        where {IS_KNOWN} and {from_inside("r.village_code")}) registration
    where place = 1),
entry as materialized (
    select p.village_code, p.day, p.household_id, known.village_code as registered_in, known.exists_from,
        closing.close_reason, closing.exists_to, closing.merged_into,
        case when closing.merged_into is not null and (closing.close_reason = 'duplicate'
            or (closing.close_reason = 'merged' and closing.exists_to <= p.day))
            then 'another' else 'itself' end as stands_for
    from party p
    left join known on known.seen_from = p.village_code and known.household_id = p.household_id
    left join lateral (
        select c.close_reason, c.exists_to, c.merged_into from household_closing c
        {SENT.format("c")}
        where c.workspace_id = :workspace_id and c.household_id = p.household_id
          and {COUNTS} and {inside_of_closing("known.village_code")}
          and not c.be_year and (c.exists_to >= {BE_DATES}) is not true
        order by {ORDER_OF_RECEIPT.format("c", "desc")} limit 1) closing on true)
"""  # noqa: S608

# A walk ends where no step leads on, or where it meets itself: a circle resolves to the smallest id in it (uuids are
# ordered as their text is).
CREDIT = """
step as materialized (
    select village_code, household_id, merged_into from entry where stands_for = 'another'),
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
holder as (
    select village_code, day, household_id, household_id as resolved, false as in_circle,
        registered_in, exists_from, close_reason, exists_to
    from entry where stands_for <> 'another'
    union all
    select c.village_code, e.day, c.household_id, c.resolved, c.in_circle,
        e.registered_in, e.exists_from, e.close_reason, e.exists_to
    from credit c
    join entry e on e.village_code = c.village_code and e.household_id = c.resolved),
standing as materialized (
    select village_code, household_id, resolved, registered_in as resolved_in,
        case
        when registered_in is null then 'household_unknown'
        when registered_in <> village_code then 'other_village'
        when not in_circle and (close_reason in ('duplicate', 'mistake') or exists_to <= day) then 'household_closed'
        when exists_from > day and exists_from < {BE_DATES} then 'household_after_reference'
        end as reason
    from holder)
"""  # noqa: S608
