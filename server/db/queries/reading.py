"""One submission as a reviewer reads it: answers, files, flags, history. Row-level security decides what is there."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session


class Opened(NamedTuple):
    """A submission with the answers of one of its versions."""

    id: int
    workspace_id: int
    form_id: str
    title: str
    data_class: str
    instance_id: str
    state: str
    edits: int
    received_at: dt.datetime
    phone_area: str
    village_code: str | None
    plan_year: int | None
    year_is_locked: bool
    area_accepted: bool
    team: str
    moo: int | None
    village: str | None
    version_id: int
    is_current: bool
    instance_name: str | None
    answers: dict
    is_encrypted: bool
    questions: list[dict]


OPENED = """
    select s.id, s.workspace_id, f.form_id, f.title, s.data_class, s.instance_id, s.state, s.edits, s.received_at,
           s.phone_area, s.village_code, s.plan_year, c.locked_on is not null, s.area_accepted_by is not null,
           a.display_name, p.moo, p.name_th,
           v.id, v.is_current, v.instance_name, v.answers, v.is_encrypted, d.questions
    from submission s
    join form f on f.id = s.form
    join actor a on a.id = s.actor_id
    join submission_version v on v.submission_id = s.id
    join form_version d on d.id = v.form_version_id
    left join village p on p.workspace_id = s.workspace_id and p.code = s.village_code
    left join criteria c on c.workspace_id = s.workspace_id and c.plan_year = s.plan_year
    where s.id = :id and s.workspace_id = :workspace_id and s.deleted_at is null and
"""
CURRENT, NAMED = text(OPENED + "v.is_current"), text(OPENED + "v.id = :version_id")


def opened(session: Session, workspace_id: int, submission_id: int, version_id: int | None = None) -> Opened | None:
    """A submission with its current answers, or those of an earlier version; None when the caller may not see it."""
    named = {"id": submission_id, "workspace_id": workspace_id, "version_id": version_id}
    row = session.execute(NAMED if version_id else CURRENT, named).first()
    return Opened(*row) if row else None


class File(NamedTuple):
    """A file the answers name; sha256 and size are None until it has come."""

    name: str
    sha256: bytes | None
    size: int | None


def files(session: Session, version_id: int) -> list[File]:
    """The files of a version, by name."""
    rows = text("""
        select a.name, a.sha256, b.size from attachment a
        left join blob b on b.workspace_id = a.workspace_id and b.sha256 = a.sha256
        where a.submission_version_id = :id order by a.name
    """)
    return [File(*row) for row in session.execute(rows, {"id": version_id})]


def file(session: Session, workspace_id: int, submission_id: int, name: str) -> Row | None:
    """(name, sha256, size, phone_area, village_code, data_class) of a file of a submission that has come: of its newest
    version that names it, and where the submission belongs."""
    rows = text("""
        select a.name, a.sha256, b.size, s.phone_area, s.village_code, s.data_class from submission s
        join submission_version v on v.submission_id = s.id
        join attachment a on a.submission_version_id = v.id
        join blob b on b.workspace_id = a.workspace_id and b.sha256 = a.sha256
        where s.id = :id and s.workspace_id = :workspace_id and s.deleted_at is null and a.name = :name
        order by v.id desc limit 1
    """)
    return session.execute(rows, {"id": submission_id, "workspace_id": workspace_id, "name": name}).first()


def versions(session: Session, submission_id: int) -> list[Row]:
    """(id, received_at, is_current, team) of every version, the first one first."""
    rows = text("""
        select v.id, v.received_at, v.is_current, a.display_name as team
        from submission_version v join actor a on a.id = v.actor_id where v.submission_id = :id order by v.id
    """)
    return list(session.execute(rows, {"id": submission_id}))


def history(session: Session, workspace_id: int, submission_id: int) -> list[Row]:
    """(at, verb, actor, details, body) of what was done and said, oldest first; who merely looked is left out."""
    rows = text("""
        select e.at, e.verb, a.display_name as actor, e.details, null as body, e.id as place
        from event e join actor a on a.id = e.actor_id
        where e.workspace_id = :workspace_id and e.subject = 'submission' and e.subject_id = cast(:id as text)
          and e.verb not in ('submission.view', 'submission.comment')
        union all
        select c.at, 'comment', a.display_name, '{}'::jsonb, c.body, c.id
        from comment c join actor a on a.id = c.actor_id where c.submission_id = :id
        order by at, verb desc, place
    """)
    return list(session.execute(rows, {"workspace_id": workspace_id, "id": submission_id}))


def labels(session: Session, workspace_id: int, uuids: Iterable[UUID]) -> dict[str, str]:
    """id -> label of the households and projects among these that the caller may see."""
    rows = text("select uuid::text, label from entity where workspace_id = :workspace_id and uuid = any (:uuids)")
    wanted = sorted(set(uuids))
    return dict(session.execute(rows, {"workspace_id": workspace_id, "uuids": wanted}).all()) if wanted else {}


def names(session: Session, workspace_id: int, codes: Iterable[str]) -> dict[str, Row]:
    """code -> (code, moo, name_th, name_en) of areas and villages."""
    rows = text("""
        select code, null::integer as moo, name_th, name_en from area
        where workspace_id = :workspace_id and code = any (:codes)
        union all
        select code, moo, name_th, null from village where workspace_id = :workspace_id and code = any (:codes)
    """)
    wanted = sorted(set(codes))
    if not wanted:
        return {}
    return {row.code: row for row in session.execute(rows, {"workspace_id": workspace_id, "codes": wanted})}
