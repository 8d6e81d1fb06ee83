"""The facts of one village as the pure rules read them: to try a review before it is made, and to check the counts."""

from typing import TypeVar

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from server.db.queries.indicators import register, terms
from server.domain.indicators.facts import Account, Closing, Forum, Plan, Received, Registration, VillageFacts

Fact = TypeVar("Fact", bound=Received)

OPEN_YEARS = text("select plan_year from criteria where workspace_id = :workspace_id")

_WHOSE = f"with recursive {terms.VILLAGE}, {register.party(with_named=True)}"


def _received(fact: str, *villages: str) -> str:
    return f"{terms.FACT_ID.format(fact)} as instance_id, not {terms.from_inside(*villages)} as outside_area"


_COLLECTED = "s.instance_id, s.received_at, s.state, f.village_code, f.plan_year, f.be_year"

REGISTRATIONS = text(f"""
    {_WHOSE}
    select {_received("r", "r.village_code")}, coalesce(s.received_at, r.recorded_at) as received_at,
        coalesce(s.state, 'imported') as state, r.household_id, r.village_code, r.exists_from
    from party p
    join household_registration r on r.workspace_id = :workspace_id and r.household_id = p.household_id
    left join submission s on s.id = r.submission_id
    where s.deleted_at is null
""")  # noqa: S608

CLOSINGS = text(f"""
    {_WHOSE}, {register.KNOWN}
    select {_received("c", *register.VILLAGES_OF_CLOSING)}, coalesce(s.received_at, c.recorded_at) as received_at,
        coalesce(s.state, 'page') as state, c.household_id, c.close_reason, c.exists_to, c.merged_into, c.be_year
    from party p
    join household_closing c on c.workspace_id = :workspace_id and c.household_id = p.household_id
    left join known k on k.household_id = c.household_id
    left join submission s on s.id = c.submission_id
    where s.deleted_at is null
""")  # noqa: S608

ACCOUNTS = text(f"""
    {_WHOSE}
    select {_COLLECTED}, not {terms.from_inside("f.village_code", "v.code")} as outside_area,
        f.collected_on, f.household_id, f.consent, f.period_start, f.months
    from village v
    join household_account f on f.workspace_id = :workspace_id
        and (f.village_code = v.code or f.household_id in (select household_id from party))
    join submission s on s.id = f.submission_id
    where s.deleted_at is null
""")  # noqa: S608

FORUMS = text(f"""
    select {_COLLECTED}, not {terms.from_inside("f.village_code")} as outside_area, f.collected_on, f.forum_type,
        f.forum_date, f.walk_ins, f.people_male, f.people_female, f.lao_present, f.has_sheet_photo, f.has_position,
        array(select household_id from forum_attendance t where t.submission_id = f.submission_id) as ticked
    from forum f join submission s on s.id = f.submission_id
    where f.workspace_id = :workspace_id and f.village_code = any(:villages) and s.deleted_at is null
""")  # noqa: S608

PLANS = text(f"""
    select {_COLLECTED}, not {terms.from_inside("f.village_code")} as outside_area,
        cast(s.received_at at time zone 'Asia/Bangkok' as date) as collected_on, f.plan_date, f.lao_prepare,
        f.lao_evidence, f.lao_first_date, f.written, f.written_evidence, f.accounts_used_n
    from community_plan f join submission s on s.id = f.submission_id
    where f.workspace_id = :workspace_id and f.village_code = any(:villages) and s.deleted_at is null
""")  # noqa: S608


def facts_of(session: Session, workspace_id: int, village_code: str) -> VillageFacts:
    """All facts of all years that can touch the village's result; deleted submissions are left out."""
    asked = {"workspace_id": workspace_id, "villages": [village_code]}

    def facts(kind: type[Fact], statement) -> tuple[Fact, ...]:
        return tuple(_fact(kind, row) for row in session.execute(statement, asked))

    return VillageFacts(
        village_code=village_code,
        registrations=facts(Registration, REGISTRATIONS),
        closings=facts(Closing, CLOSINGS),
        accounts=facts(Account, ACCOUNTS),
        forums=facts(Forum, FORUMS),
        plans=facts(Plan, PLANS),
        open_years=frozenset(session.scalars(OPEN_YEARS, {"workspace_id": workspace_id})),
    )


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
