"""What was sent back, for the list `to_correct`: as the submissions are, and as the list has it."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from server.db.queries.corrections import IS_CORRECTED

LIST = "to_correct"


class SentBack(NamedTuple):
    """A submission that stands in the list or should. is_open: whether it waits for its team."""

    submission_id: int
    form_id: str
    title: str
    instance_id: str
    is_open: bool
    phone_area: str
    village_code: str | None
    moo: int | None
    village: str | None
    received_at: datetime
    name: str | None
    said: str | None


# Only what may be concerned is locked, lest phones that edit anything else wait for a whole batch.
LOCK = text("""
    select s.id
    from unnest(cast(:ids as bigint[]), cast(:uuids as uuid[])) as asked (id, uuid) join submission s on s.id = asked.id
    where s.state = 'has_issues' or exists (
        select from entity e where e.workspace_id = s.workspace_id and e.list_name = 'to_correct'
          and e.uuid = asked.uuid and e.deleted_at is null)
    order by s.id for update of s
""")
FOUND = text(f"""
    select s.id, f.form_id, f.title, s.instance_id,
           s.state = 'has_issues' and s.deleted_at is null and not {IS_CORRECTED},
           s.phone_area, s.village_code, p.moo, p.name_th, s.received_at, v.instance_name, c.body
    from submission s
    join form f on f.id = s.form
    left join submission_version v on v.submission_id = s.id and v.is_current
    left join village p on p.workspace_id = s.workspace_id and p.code = s.village_code
    left join lateral (select body from comment where submission_id = s.id order by id desc limit 1) c on true
    where s.id = any (:ids) order by s.id
""")  # noqa: S608
KEYS = text("""
    select s.id, f.form_id, s.instance_id from submission s join form f on f.id = s.form
    where s.workspace_id = :workspace_id and s.id in (
        select unnest(cast(:ids as bigint[]))
        union select corrects from correction where submission_id = any (:ids))
""")


def keys(session: Session, workspace_id: int, submission_ids: Collection[int]) -> list[tuple[int, str, str]]:
    """(id, form, instance id) of these submissions and of those that they correct."""
    rows = session.execute(KEYS, {"workspace_id": workspace_id, "ids": list(submission_ids)})
    return [tuple(row) for row in rows]


def lock(session: Session, entries: Mapping[int, UUID]) -> list[SentBack]:
    """Those of these submissions that stand in the list or may have to, locked. entries: {submission: its entry}."""
    asked = {"ids": list(entries), "uuids": [str(uuid) for uuid in entries.values()]}
    ids = list(session.scalars(LOCK, asked))
    return [SentBack(*row) for row in session.execute(FOUND, {"ids": ids})] if ids else []


FORGET_VERSIONS = text("""
    delete from entity_version
    where workspace_id = :workspace_id and list_name = 'to_correct' and uuid = any (cast(:uuids as uuid[]))
""")


def forget_versions(session: Session, workspace_id: int, uuids: Collection[UUID]) -> None:
    """What these entries said before: names of people and words of reviewers, which nobody needs there any more."""
    session.execute(FORGET_VERSIONS, {"workspace_id": workspace_id, "uuids": [str(uuid) for uuid in uuids]})
