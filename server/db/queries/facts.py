"""Facts written and forgotten, and the villages they touch; of many submissions at once."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from server.db.models import (
    CommunityPlan,
    Correction,
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
from server.db.queries import bulk

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
    "correction": Correction,
}
WITHOUT_WORKSPACE = {"forum_attendance"}


class ToDigest(NamedTuple):
    """A submission and everything facts are read from.

    sent_at: receipt of its answers as they are now; xml: None when it says nothing of an entity; files: names of the
    attachments that have come; request_ids: of the requests after which it is digested, with blanks between them.
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
    xml: bytes | None
    answers: dict
    is_encrypted: bool
    form_version_id: int
    files: list[str]
    missing: int
    request_ids: str | None


TO_DIGEST = text("""
    select s.id, s.workspace_id, f.form_id, s.instance_id, s.state, s.actor_id, s.phone_area, s.village_code,
           s.plan_year, s.area_accepted_by is not null, s.received_at, v.received_at, s.deleted_at is not null,
           case when jsonb_path_exists(v.answers, '$.**.meta.entity') then v.xml end, v.answers, v.is_encrypted,
           v.form_version_id,
           coalesce(a.came, '{}'), coalesce(a.missing, 0),
           (select string_agg(request_id, ' ' order by id) from pending_submission where submission_id = s.id)
    from submission s
    join form f on f.id = s.form
    join submission_version v on v.submission_id = s.id and v.is_current
    left join lateral (
        select array_agg(name) filter (where sha256 is not null) as came,
               count(*) filter (where sha256 is null) as missing
        from attachment where submission_version_id = v.id) a on true
    where s.id = any (:ids) order by s.id
""")


def to_digest(session: Session, submission_ids: list[int]) -> list[ToDigest]:
    """The submissions of these ids with their current answers."""
    return [ToDigest(*row) for row in session.execute(TO_DIGEST, {"ids": submission_ids})]


def questions_of(session: Session, form_versions: Collection[int]) -> dict[int, list[dict]]:
    """The questions of these published versions."""
    rows = session.execute(
        text("select id, questions from form_version where id = any (:ids)"), {"ids": list(form_versions)}
    )
    return {version: questions for version, questions in rows}


class Found(NamedTuple):
    """What was read from a submission: rows by table, details by the code of a flag, where it belongs."""

    submission_id: int
    workspace_id: int
    rows: Mapping[str, Sequence[Mapping[str, Any]]]
    flags: Mapping[str, dict]
    village_code: str | None
    plan_year: int | None


FORGOTTEN = (f"of_{name} as (delete from {name} where submission_id = any (:ids))" for name in TABLES)  # noqa: S608
FORGET = text(f"with {', '.join(FORGOTTEN)} select")
# A flag that others own stays while the submission belongs where it did: those who raised it look at it again.
LOWER = text("""
    delete from submission_flag g where g.submission_id = any (:ids) and not (g.code = any (:kept) and exists (
        select from unnest(cast(:ids as bigint[]), cast(:villages as text[]), cast(:years as integer[]))
            as news (id, village, year)
        join submission s on s.id = news.id
        where news.id = g.submission_id and s.village_code = news.village
          and s.plan_year is not distinct from news.year))
""")
PLACE = text("""
    update submission s set village_code = news.village, plan_year = news.year
    from unnest(cast(:ids as bigint[]), cast(:villages as text[]), cast(:years as integer[]))
        as news (id, village, year)
    where s.id = news.id and (s.village_code, s.plan_year) is distinct from (news.village, news.year)
""")


def replace(session: Session, found: Sequence[Found], *, kept: Collection[str] = ()) -> None:
    """Forget the facts and flags of these submissions, write these instead, and note where each belongs.

    kept: codes of flags that are not read from a submission alone.
    """
    ids = [one.submission_id for one in found]
    session.execute(FORGET, {"ids": ids})
    lower(session, found, kept)
    for name, table in TABLES.items():
        bulk.insert(session, table, [row | key_of(name, one) for one in found for row in one.rows.get(name, ())])
    flags = [(one, code, details) for one in found for code, details in one.flags.items()]
    raised = [key_of("submission_flag", one) | {"code": code, "details": details} for one, code, details in flags]
    bulk.insert(session, SubmissionFlag, raised)
    places = {"villages": [one.village_code for one in found], "years": [one.plan_year for one in found]}
    session.execute(PLACE, {"ids": ids} | places)


def lower(session: Session, found: Sequence[Found], kept: Collection[str]) -> None:
    """Take the flags of these submissions back; nothing is kept of those that nothing was read from."""
    villages = [one.village_code if one.rows else None for one in found]
    asked = {"ids": [one.submission_id for one in found], "villages": villages, "kept": list(kept)}
    session.execute(LOWER, asked | {"years": [one.plan_year for one in found]})


def key_of(table: str, one: Found) -> dict[str, int]:
    key = {"submission_id": one.submission_id}
    return key if table in WITHOUT_WORKSPACE else key | {"workspace_id": one.workspace_id}


NAMED = text("""
    with recursive named as (
        select submission_id, household_id, false as is_about_register from household_account
        where submission_id = any (:ids) and household_id is not null
        union select submission_id, household_id, false from forum_attendance where submission_id = any (:ids)
        union select submission_id, household_id, true from household_registration where submission_id = any (:ids)
        union select submission_id, household_id, true from household_closing where submission_id = any (:ids)),
    chain as (
        select submission_id, household_id, is_about_register from named
        union select chain.submission_id, c.merged_into, chain.is_about_register
        from chain join household_closing c
            on c.workspace_id = :workspace_id and c.household_id = chain.household_id where c.merged_into is not null)
    select chain.submission_id, array_remove(array_agg(distinct r.village_code), null), bool_or(is_about_register)
    from chain left join household_registration r
        on r.workspace_id = :workspace_id and r.household_id = chain.household_id
    group by chain.submission_id
""")


class NamedHouseholds(NamedTuple):
    """villages: of the households a submission names, and of those that they were merged into."""

    villages: Collection[str] = ()
    is_about_register: bool = False


def named_households(session: Session, workspace_id: int, ids: Collection[int]) -> dict[int, NamedHouseholds]:
    """What the facts of these submissions say about households; opening or closing one is about the register."""
    rows = session.execute(NAMED, {"ids": list(ids), "workspace_id": workspace_id})
    return {submission_id: NamedHouseholds(*rest) for submission_id, *rest in rows}


PROJECTS = text(
    "select id, village_code, fiscal_year from project where workspace_id = :workspace_id and id = any (:ids)"
)


def projects(session: Session, workspace_id: int, ids: Collection[UUID]) -> dict[UUID, Row]:
    """Where these projects belong, as far as they are known."""
    rows = session.execute(PROJECTS, {"workspace_id": workspace_id, "ids": list(ids)}) if ids else ()
    return {row.id: row for row in rows}


def villages(session: Session, workspace_id: int, codes: Collection[str]) -> set[str]:
    """Those of these villages that there are."""
    known = text("select code from village where workspace_id = :workspace_id and code = any (:codes)")
    return set(session.scalars(known, {"workspace_id": workspace_id, "codes": list(codes)}))


def years(session: Session, workspace_id: int) -> set[int]:
    """The plan years that have criteria."""
    known = text("select plan_year from criteria where workspace_id = :workspace_id")
    return set(session.scalars(known, {"workspace_id": workspace_id}))


def open_years(session: Session, workspace_id: int) -> list[int]:
    """Plan years that are computed: those with criteria; locked ones beside what is published."""
    rows = text("select plan_year from criteria where workspace_id = :id order by 1")
    return list(session.scalars(rows, {"id": workspace_id}))
