"""Submissions of a village that may be approved together, and which of a drawn sample were opened."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from server.db.models import ReviewDraw

MOST = 1_000  # submissions in a draw

# Nothing to look at, nobody's own, and read as it is now: what waits to be read may have changed.
FIT = """
    select s.id, now_.id as version_id from submission_index i
    join submission s on s.id = i.submission_id and s.state = i.state
    join submission_version now_ on now_.submission_id = s.id and now_.is_current
    where i.workspace_id = :workspace_id and i.village_code = :village_code and i.district_code = left(:village_code, 4)
      and i.form = :form and i.state in ('received', 'edited') and (i.flags = '{}' or i.risk < :less_than)
      and s.deleted_at is null and not exists (select from pending_submission p where p.submission_id = s.id)
      and not exists (
          select from submission_version v left join phone p on p.actor_id = v.actor_id
          where v.submission_id = s.id and :actor_id in (v.actor_id, p.person_id))
"""
TO_DRAW = text(f"{FIT} order by s.id limit :most")
STILL = text(f"{FIT} and s.id = any (:ids) and now_.id = any (:version_ids) order by s.id")
OPENED = text("""
    select distinct cast(e.subject_id as bigint) from event e
    where e.workspace_id = :workspace_id and e.subject = 'submission' and e.subject_id = any (cast(:ids as text[]))
      and e.verb = 'submission.view' and e.actor_id = :actor_id and e.at >= :drawn_at
      and cast(e.details ->> 'version' as bigint) = any (:version_ids)
""")
SHOWN = text("""
    select s.id, s.state, v.instance_name as name, s.received_at from submission s
    left join submission_version v on v.submission_id = s.id and v.is_current
    where s.id = any (:ids) order by s.id
""")


def to_draw(
    session: Session, workspace_id: int, form: int, village_code: str, actor_id: int, *, less_than: int
) -> list[Row]:
    """(id, version_id) of what somebody may approve together, the oldest first, at most MOST.

    less_than: the risk from which on something has to be looked at; 0: any flag has.
    """
    named = {"workspace_id": workspace_id, "form": form, "village_code": village_code, "actor_id": actor_id}
    named |= {"less_than": less_than}
    return list(session.execute(TO_DRAW, named | {"most": MOST}))


def still(session: Session, draw: ReviewDraw, *, less_than: int) -> list[int]:
    """Those of a draw that may still be approved: nothing came up or changed since."""
    named = {name: getattr(draw, name) for name in ("workspace_id", "form", "village_code", "actor_id", "version_ids")}
    return list(session.scalars(STILL, named | {"ids": draw.submission_ids, "less_than": less_than}))


def opened(session: Session, draw: ReviewDraw) -> set[int]:
    """Those of the sample that whoever drew it has opened since."""
    named = {"workspace_id": draw.workspace_id, "actor_id": draw.actor_id, "drawn_at": draw.drawn_at}
    named |= {"version_ids": draw.version_ids}
    return set(session.scalars(OPENED, named | {"ids": [str(one) for one in draw.sample]}))


def shown(session: Session, submission_ids: Collection[int]) -> list[Row]:
    """(id, state, name, received_at) of these."""
    return list(session.execute(SHOWN, {"ids": list(submission_ids)}))


class OfForm(NamedTuple):
    """A form by its id here and the one it has itself."""

    id: int
    form_id: str
    title: str


def form_named(session: Session, workspace_id: int, form_id: str) -> OfForm | None:
    row = text("select id, form_id, title from form where workspace_id = :workspace_id and form_id = :form_id")
    found = session.execute(row, {"workspace_id": workspace_id, "form_id": form_id}).first()
    return OfForm(*found) if found else None


def form_of(session: Session, form: int) -> OfForm:
    row = text("select id, form_id, title from form where id = :form")
    return OfForm(*session.execute(row, {"form": form}).one())


def decided(session: Session, draw_id: int) -> None:
    """A draw is used once."""
    session.execute(text("update review_draw set decided_at = now() where id = :id"), {"id": draw_id})
