"""Photos of submissions: those that were not looked into yet, and what their cameras say beside the answers."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from server.db.models import Photo
from server.db.queries import positions

UNREAD = text("""
    select distinct a.sha256 from submission_version v join attachment a on a.submission_version_id = v.id
    where v.submission_id = :id and v.is_current and a.sha256 is not null
      and not exists (select from photo p where p.workspace_id = a.workspace_id and p.sha256 = a.sha256)
""")


def unread(session: Session, submission_id: int) -> list[bytes]:
    """The files of a submission as it is now that are not known as photos yet."""
    return list(session.scalars(UNREAD, {"id": submission_id}))


def add(session: Session, photos: Sequence[dict]) -> None:
    """Keep what photos say; the same photo may be added by somebody else in the same moment."""
    session.execute(insert(Photo).on_conflict_do_nothing(), photos)


# Who brought a file first stays the first, also when it is edited or deleted later.
FIRST_SENT_BY = """
    (select v.submission_id from attachment x join submission_version v on v.id = x.submission_version_id
     where x.workspace_id = a.workspace_id and x.sha256 = a.sha256
     order by x.received_at, x.submission_version_id limit 1)
"""
OF_SUBMISSION = text(f"""
    with place as (
        select ST_GeomFromEWKT(cast(:stood_at as text)) as position
        union all
        select site from project
        where cast(:stood_at as text) is null and workspace_id = :workspace_id and id = :project_id)
    select a.name, p.taken_at, {positions.distance_m("p.position", "place.position")} as away_m,
           {FIRST_SENT_BY} <> now_.submission_id as sent_before
    from submission_version now_
    join attachment a on a.submission_version_id = now_.id
    join photo p on p.workspace_id = a.workspace_id and p.sha256 = a.sha256
    left join place on place.position is not null
    where now_.submission_id = :id and now_.is_current order by a.name
""")  # noqa: S608


def of_submission(
    session: Session, workspace_id: int, submission_id: int, stood_at: str | None, project_id: UUID | None
) -> Sequence[Row]:
    """(name, taken_at, away_m, sent_before) of the photos of a submission as it is now.

    away_m: from where the phone stood (EWKT), or without that from the site of the project; None when nobody knows.
    """
    asked = {"workspace_id": workspace_id, "id": submission_id, "stood_at": stood_at, "project_id": project_id}
    return session.execute(OF_SUBMISSION, asked).all()
