"""What a project and its forms hold, in numbers: for one area and the classes of data of whoever asks."""

import datetime as dt
from typing import NamedTuple

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from server.db.models import Assignment, Form, FormVersion, Phone
from server.db.session import Scope

HERE = """
    s.workspace_id = :workspace_id and s.deleted_at is null and s.data_class = any (:sees)
    and exists (select from unnest(cast(:areas as text[])) area
                where starts_with(s.phone_area, area) or starts_with(s.village_code, area))
"""
SENT = text(f"""
    select s.form, count(*), count(*) filter (where s.state = 'received'),
           count(*) filter (where s.state = 'has_issues'), count(*) filter (where s.state = 'edited'),
           max(s.received_at)
    from submission s where {HERE} and (cast(:form as bigint) is null or s.form = :form) group by s.form
""")  # noqa: S608
LAST_SENT = text(f"select s.received_at from submission s where {HERE} order by s.id desc limit 1")  # noqa: S608
LAST_ENTITY = text("""
    select max(created_at) from entity
    where workspace_id = :workspace_id and list_name = any (:lists) and deleted_at is null
      and village_code >= :area_code and village_code < :area_code || '~'
""")


class Sent(NamedTuple):
    """How many submissions of a form there are, and how many of them wait, have issues, were edited."""

    submissions: int
    received: int
    has_issues: int
    edited: int
    last_at: dt.datetime | None


NONE = Sent(0, 0, 0, 0, None)


def sent(session: Session, scope: Scope, form: int | None = None) -> dict[int, Sent]:
    """The numbers of each form that has submissions, by the form's id; only of this form when one is given."""
    return {row[0]: Sent(*row[1:]) for row in session.execute(SENT, named(scope) | {"form": form})}


def last_sent(session: Session, scope: Scope) -> dt.datetime | None:
    """When the latest submission came."""
    return session.scalar(LAST_SENT, named(scope))


def last_entity(session: Session, workspace_id: int, area_code: str, lists: list[str]) -> dt.datetime | None:
    """When the latest entity of these lists was made in an area."""
    asked = {"workspace_id": workspace_id, "area_code": area_code, "lists": lists}
    return session.scalar(LAST_ENTITY, asked)


def forms(session: Session, workspace_id: int) -> int:
    """How many forms are published."""
    these = select(func.count(Form.id)).join(FormVersion, (FormVersion.form == Form.id) & FormVersion.is_current)
    return session.scalar(these.where(Form.workspace_id == workspace_id, Form.state != "deleted")) or 0


def phones(session: Session, workspace_id: int, area_code: str) -> int:
    """How many phones are in use in an area."""
    these = select(func.count(Phone.actor_id)).join(Assignment, Assignment.actor_id == Phone.actor_id)
    these = these.where(Phone.workspace_id == workspace_id, Assignment.workspace_id == workspace_id)
    in_use = Assignment.area_code.startswith(area_code, autoescape=True), Phone.revoked_at.is_(None)
    return session.scalar(these.where(*in_use)) or 0


def named(scope: Scope) -> dict:
    return {"workspace_id": scope.workspace_id, "areas": list(scope.areas), "sees": sorted(scope.sees)}
