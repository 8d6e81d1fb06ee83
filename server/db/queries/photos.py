"""Photos of submissions: those that were not looked into yet, and what their cameras say beside the answers."""

from collections.abc import Collection, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from server.db.models import Photo
from server.db.queries import positions

UNREAD = text("""
    select distinct a.sha256 from submission_version v join attachment a on a.submission_version_id = v.id
    where v.submission_id = any (:ids) and v.is_current and a.sha256 is not null
      and not exists (select from photo p where p.workspace_id = a.workspace_id and p.sha256 = a.sha256)
""")


def unread(session: Session, submission_ids: Collection[int]) -> list[bytes]:
    """The files of these submissions as they are now that are not known as photos yet."""
    return list(session.scalars(UNREAD, {"ids": list(submission_ids)}))


def add(session: Session, photos: Sequence[dict]) -> None:
    """Keep what photos say; the same photo may be added by somebody else in the same moment."""
    session.execute(insert(Photo).on_conflict_do_nothing(), photos)


# Who brought a file first stays the first, also when it is edited or deleted later.
FIRST_SENT_BY = """
    (select v.submission_id from attachment x join submission_version v on v.id = x.submission_version_id
     where x.workspace_id = a.workspace_id and x.sha256 = a.sha256
     order by x.received_at, x.submission_version_id limit 1)
"""
OF_SUBMISSIONS = text(f"""
    with asked as (
        select * from unnest(cast(:ids as bigint[]), cast(:stood_at as text[]), cast(:projects as uuid[]))
            as asked (id, stood_at, project_id)),
    place as (
        select asked.id, coalesce(ST_GeomFromEWKT(asked.stood_at), p.site) as position
        from asked left join project p on asked.stood_at is null and p.workspace_id = :workspace_id
            and p.id = asked.project_id)
    select now_.submission_id, a.name, p.taken_at, {positions.distance_m("p.position", "place.position")} as away_m,
           {FIRST_SENT_BY} <> now_.submission_id as sent_before
    from place
    join submission_version now_ on now_.submission_id = place.id and now_.is_current
    join attachment a on a.submission_version_id = now_.id
    join photo p on p.workspace_id = a.workspace_id and p.sha256 = a.sha256
    order by now_.submission_id, a.name
""")  # noqa: S608


class Asked(NamedTuple):
    """A submission, where its phone stood (EWKT), and else the project at whose site it was."""

    submission_id: int
    stood_at: str | None
    project_id: UUID | None


def of_submissions(session: Session, workspace_id: int, asked: Sequence[Asked]) -> Sequence[Row]:
    """(submission_id, name, taken_at, away_m, sent_before) of the photos of submissions as they are now.

    away_m: from where the phone stood, or without that from the site of the project; None when nobody knows.
    """
    columns = dict(zip(("ids", "stood_at", "projects"), map(list, zip(*asked, strict=True)), strict=False))
    return session.execute(OF_SUBMISSIONS, columns | {"workspace_id": workspace_id}).all() if asked else ()
