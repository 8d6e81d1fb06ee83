"""The facts of one village as the pure rules read them: to try a review before it is made, and to check the counts."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import Row, TextClause, text
from sqlalchemy.orm import Session

from server.db.queries.indicators import plans, register, terms
from server.domain.indicators.facts import (
    Account,
    Closing,
    Forum,
    Plan,
    Received,
    Registration,
    VillageFacts,
    Withdrawal,
)

Fact = TypeVar("Fact", bound=Received | Withdrawal)

PARTY = f"with recursive {terms.VILLAGE}, {plans.NO_REFERENCE}, {register.party(with_named=True)}"
INSIDE = terms.from_inside("f.village_code")
INSIDE_BOTH = terms.from_inside("f.village_code", "v.code")
INSIDE_OF_CLOSING = register.inside_of_closing("known.village_code")
ENTERED = f"{terms.FACT_ID.format('f')} as instance_id, coalesce(s.received_at, f.recorded_at) as received_at"
COLLECTED = "s.instance_id, s.received_at, s.state, f.village_code, f.plan_year, f.be_year"

OPEN_YEARS = text("select plan_year from criteria where workspace_id = :workspace_id")

REGISTRATIONS = text(f"""
    {PARTY}
    select {ENTERED}, coalesce(s.state, 'imported') as state, not {INSIDE} as outside_area,
        f.household_id, f.village_code, f.exists_from
    from party p
    join household_registration f on f.workspace_id = :workspace_id and f.household_id = p.household_id
    {terms.SENT.format("f")}
    where s.deleted_at is null
""")  # noqa: S608

CLOSINGS = text(f"""
    {PARTY}
    select {ENTERED}, coalesce(s.state, 'page') as state, not {INSIDE_OF_CLOSING} as outside_area,
        f.household_id, f.close_reason, f.exists_to, f.merged_into, f.be_year
    from party p
    join household_closing f on f.workspace_id = :workspace_id and f.household_id = p.household_id
    left join {register.first_known("f.household_id")} known on true
    {terms.SENT.format("f")}
    where s.deleted_at is null
""")  # noqa: S608

# From an array, the planner expects few, and uses the index.
ACCOUNTS = text(f"""
    {PARTY}
    select {COLLECTED}, not {INSIDE_BOTH} as outside_area,
        f.collected_on, f.household_id, f.consent, f.period_start, f.months
    from village v
    join household_account f on f.submission_id = any(array(
        select a.submission_id from village v
        join household_account a on a.workspace_id = :workspace_id and a.village_code = v.code
        union
        select a.submission_id from party p
        join household_account a on a.workspace_id = :workspace_id and a.household_id = p.household_id))
    join submission s on s.id = f.submission_id
    where {terms.IS_THERE}
""")  # noqa: S608

FORUMS = text(f"""
    select {COLLECTED}, not {INSIDE} as outside_area,
        f.collected_on, f.forum_type, f.forum_date, f.walk_ins, f.people_male, f.people_female,
        f.lao_present, f.has_sheet_photo, f.has_position,
        array(select household_id from forum_attendance t where t.submission_id = f.submission_id) as ticked
    from forum f join submission s on s.id = f.submission_id
    where f.workspace_id = :workspace_id and f.village_code = any(:villages) and s.deleted_at is null
""")  # noqa: S608

PLANS = text(f"""
    select {COLLECTED}, not {INSIDE} as outside_area,
        cast(s.received_at at time zone 'Asia/Bangkok' as date) as collected_on, f.plan_date, f.lao_prepare,
        f.lao_evidence, f.lao_first_date, f.written, f.written_evidence, f.accounts_used_n
    from community_plan f join submission s on s.id = f.submission_id
    where f.workspace_id = :workspace_id and f.village_code = any(:villages) and s.deleted_at is null
""")  # noqa: S608

WITHDRAWALS = text(f"""
    {PARTY}
    select distinct f.household_id, f.plan_year from party p
    join withdrawal f on f.workspace_id = :workspace_id and f.household_id = p.household_id
""")  # noqa: S608


def facts_of(session: Session, workspace_id: int, village_code: str) -> VillageFacts:
    """All facts of all years that can touch the village's result; deleted submissions are left out."""
    asked = {"workspace_id": workspace_id, "villages": [village_code]}

    def facts(kind: type[Fact], statement: TextClause) -> tuple[Fact, ...]:
        return tuple(_fact(kind, row) for row in session.execute(statement, asked))

    return VillageFacts(
        village_code=village_code,
        registrations=facts(Registration, REGISTRATIONS),
        closings=facts(Closing, CLOSINGS),
        accounts=facts(Account, ACCOUNTS),
        forums=facts(Forum, FORUMS),
        plans=facts(Plan, PLANS),
        withdrawals=facts(Withdrawal, WITHDRAWALS),
        open_years=frozenset(session.scalars(OPEN_YEARS, {"workspace_id": workspace_id})),
    )


def forums_and_plans(session: Session, workspace_id: int, village_codes: Sequence[str]) -> list[VillageFacts]:
    """Of each of these villages the forums and plans of all years, and nothing else; in the order asked for."""
    asked = {"workspace_id": workspace_id, "villages": list(village_codes)}
    forums = [_fact(Forum, row) for row in session.execute(FORUMS, asked)]
    plans = [_fact(Plan, row) for row in session.execute(PLANS, asked)]
    open_years = frozenset(session.scalars(OPEN_YEARS, {"workspace_id": workspace_id}))
    return [
        VillageFacts(
            village_code=code,
            forums=tuple(one for one in forums if one.village_code == code),
            plans=tuple(one for one in plans if one.village_code == code),
            open_years=open_years,
        )
        for code in village_codes
    ]


def _fact(kind: type[Fact], row: Row) -> Fact:
    """The pure rules name a household by its text, and nobody by an empty one."""
    values = dict(row._mapping)
    if "household_id" in values:
        values["household"] = str(values.pop("household_id") or "")
    if "merged_into" in values:
        values["merged_into"] = values["merged_into"] and str(values["merged_into"])
    if "ticked" in values:
        values["ticked"] = frozenset(map(str, values["ticked"]))
    return kind(**values)
