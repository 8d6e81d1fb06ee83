"""Facts written and forgotten, and the villages they touch."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import insert, text
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
    ProjectEvaluation,
    ProjectProposal,
    ProjectScreening,
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
    "project_proposal": ProjectProposal,
    "project_screening": ProjectScreening,
    "progress_report": ProgressReport,
    "project_evaluation": ProjectEvaluation,
}
WITHOUT_WORKSPACE = {"forum_attendance"}


class ToDigest(NamedTuple):
    """A submission and everything facts are read from.

    sent_at: receipt of its answers as they are now; files: names of the attachments that have come.
    """

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
    received_at: datetime
    sent_at: datetime
    deleted: bool
    xml: bytes
    answers: dict
    questions: list[dict]
    files: list[str]
    missing: int


TO_DIGEST = text("""
    select s.id, s.workspace_id, f.form_id, s.instance_id, s.state, s.actor_id, s.phone_area, s.village_code,
           s.plan_year, s.area_accepted_by is not null, s.received_at, v.received_at, s.deleted_at is not null,
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


OF_SUBMISSION = (*TABLES, "submission_flag")
FORGOTTEN = (f"of_{name} as (delete from {name} where submission_id = :id)" for name in OF_SUBMISSION)  # noqa: S608
FORGET = text(f"with {', '.join(FORGOTTEN)} select")


def replace(
    session: Session,
    submission_id: int,
    workspace_id: int,
    rows: dict[str, list[dict]],
    flags: dict[str, dict],
) -> None:
    """Forget a submission's facts and flags, and write these instead."""
    session.execute(FORGET, {"id": submission_id})
    of_submission = {"submission_id": submission_id}
    of = of_submission | {"workspace_id": workspace_id}
    for name, table in TABLES.items():
        if found := rows.get(name):
            common = of_submission if name in WITHOUT_WORKSPACE else of
            session.execute(insert(table.__table__), [row | common for row in found])
    if flags:
        raised = [of | {"code": code, "details": details} for code, details in flags.items()]
        session.execute(insert(SubmissionFlag.__table__), raised)


def place(session: Session, submission_id: int, village_code: str | None, plan_year: int | None) -> None:
    """Note on the submission which village and year it speaks of."""
    session.execute(
        text(
            "update submission set village_code = :village, plan_year = :year where id = :id"
            " and (village_code, plan_year) is distinct from (:village, :year)"
        ),
        {"village": village_code, "year": plan_year, "id": submission_id},
    )


NAMED = text("""
    with recursive named as (
        select household_id from household_account where submission_id = :id and household_id is not null
        union select t.household_id from forum_attendance t where t.submission_id = :id
        union select household_id from household_registration where submission_id = :id
        union select household_id from household_closing where submission_id = :id),
    chain as (
        select household_id from named
        union select c.merged_into from chain join household_closing c
            on c.workspace_id = :workspace_id and c.household_id = chain.household_id where c.merged_into is not null)
    select array(select distinct r.village_code from chain join household_registration r
                 on r.workspace_id = :workspace_id and r.household_id = chain.household_id),
           exists (select from household_registration where submission_id = :id)
           or exists (select from household_closing where submission_id = :id)
""")


class NamedHouseholds(NamedTuple):
    """villages: of the households a submission names, and of those that they were merged into."""

    villages: list[str]
    is_about_register: bool


def named_households(session: Session, submission_id: int, workspace_id: int) -> NamedHouseholds:
    """What a submission's facts say about households; opening or closing one is about the register."""
    return NamedHouseholds(*session.execute(NAMED, {"id": submission_id, "workspace_id": workspace_id}).one())


def open_years(session: Session, workspace_id: int) -> list[int]:
    """Plan years that are computed: those with criteria; locked ones beside what is published."""
    rows = text("select plan_year from criteria where workspace_id = :id order by 1")
    return list(session.scalars(rows, {"id": workspace_id}))
