"""Facts written and forgotten, and the villages they touch."""

from typing import NamedTuple

from sqlalchemy import delete, insert, select, text
from sqlalchemy.orm import Session

from server.db.models import (
    CommunityPlan,
    Forum,
    ForumAttendance,
    HouseholdAccount,
    HouseholdClosing,
    HouseholdMoney,
    HouseholdRegistration,
    ProgressReport,
    SubmissionFlag,
)

# Parents before children: rows are written in this order.
TABLES = {
    "household_registration": HouseholdRegistration,
    "household_closing": HouseholdClosing,
    "household_account": HouseholdAccount,
    "household_money": HouseholdMoney,
    "forum": Forum,
    "forum_attendance": ForumAttendance,
    "community_plan": CommunityPlan,
    "progress_report": ProgressReport,
}
WITHOUT_WORKSPACE = {"forum_attendance"}


class ToDigest(NamedTuple):
    """A submission and everything facts are read from. files: names of the attachments that have come."""

    submission_id: int
    workspace_id: int
    form_id: str
    instance_id: str
    state: str
    actor_id: int
    phone_area: str
    village_code: str | None
    plan_year: int | None
    area_accepted: bool
    received_at: object
    deleted: bool
    xml: bytes
    answers: dict
    questions: list[dict]
    files: list[str]
    missing: int


TO_DIGEST = text("""
    select s.id, s.workspace_id, f.form_id, s.instance_id, s.state, s.actor_id, s.phone_area, s.village_code,
           s.plan_year, s.area_accepted_by is not null, s.received_at, s.deleted_at is not null,
           v.xml, v.answers, fv.questions,
           coalesce(a.came, '{}'), coalesce(a.missing, 0)
    from submission s
    join form f on f.id = s.form
    join submission_version v on v.submission_id = s.id and v.is_current
    join form_version fv on fv.id = v.form_version_id
    left join lateral (
        select array_agg(name) filter (where sha256 is not null) as came,
               count(*) filter (where sha256 is null) as missing
        from attachment where submission_version_id = v.id) a on true
    where s.id = any (:ids) order by s.id
""")


def to_digest(session: Session, submission_ids: list[int]) -> list[ToDigest]:
    """The submissions of these ids with their current answers."""
    return [ToDigest(*row) for row in session.execute(TO_DIGEST, {"ids": submission_ids})]


def replace(session: Session, submission_id: int, workspace_id: int, rows: dict[str, list[dict]]) -> None:
    """Forget a submission's facts and write these instead."""
    for table in reversed(TABLES.values()):
        session.execute(delete(table).where(table.submission_id == submission_id))
    for name, table in TABLES.items():
        if found := rows.get(name):
            of = {"submission_id": submission_id}
            of |= {} if name in WITHOUT_WORKSPACE else {"workspace_id": workspace_id}
            session.execute(insert(table), [row | of for row in found])


def replace_flags(session: Session, submission_id: int, workspace_id: int, flags: dict[str, dict]) -> None:
    """Forget a submission's flags and raise these instead."""
    session.execute(delete(SubmissionFlag).where(SubmissionFlag.submission_id == submission_id))
    if flags:
        of = {"submission_id": submission_id, "workspace_id": workspace_id}
        session.execute(insert(SubmissionFlag), [of | {"code": code, "details": d} for code, d in flags.items()])


def place(session: Session, submission_id: int, village_code: str | None, plan_year: int | None) -> None:
    """Note on the submission which village and year it speaks of."""
    session.execute(
        text(
            "update submission set village_code = :village, plan_year = :year where id = :id"
            " and (village_code, plan_year) is distinct from (:village, :year)"
        ),
        {"village": village_code, "year": plan_year, "id": submission_id},
    )


TOUCHED = text("""
    with recursive named as (
        select household_id from household_account where submission_id = :id and household_id is not null
        union select t.household_id from forum_attendance t where t.submission_id = :id
        union select household_id from household_registration where submission_id = :id
        union select household_id from household_closing where submission_id = :id),
    chain as (
        select household_id from named
        union select c.merged_into from chain join household_closing c
            on c.workspace_id = :workspace_id and c.household_id = chain.household_id where c.merged_into is not null)
    select distinct r.village_code from chain join household_registration r
        on r.workspace_id = :workspace_id and r.household_id = chain.household_id
""")


def villages_of_households(session: Session, submission_id: int, workspace_id: int) -> set[str]:
    """Villages of the households a submission names, and of those that they were merged into."""
    return set(session.scalars(TOUCHED, {"id": submission_id, "workspace_id": workspace_id}))


def is_about_register(session: Session, submission_id: int) -> bool:
    """Whether a submission opens or closes a household, and so touches every year."""
    for table in (HouseholdRegistration, HouseholdClosing):
        if session.scalar(select(table.id).where(table.submission_id == submission_id)) is not None:
            return True
    return False


def open_years(session: Session, workspace_id: int) -> list[int]:
    """Plan years that are computed: those with criteria that are not locked."""
    rows = text("select plan_year from criteria where workspace_id = :id and locked_on is null order by 1")
    return list(session.scalars(rows, {"id": workspace_id}))
