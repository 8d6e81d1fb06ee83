"""Lists of entities as scripts see them: what is in them, and which forms fill and read them."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Row, text
from sqlalchemy.orm import Session


class Held(NamedTuple):
    """What an area has of a list."""

    entities: int = 0
    conflicts: int = 0
    last_entity: dt.datetime | None = None
    last_update: dt.datetime | None = None


HELD = text("""
    select list_name, count(*), count(conflict), max(created_at), max(coalesce(updated_at, created_at)) from entity
    where workspace_id = :workspace_id and deleted_at is null
      and village_code >= :area_code and village_code < :area_code || '~'
      and (cast(:list_name as text) is null or list_name = :list_name)
    group by list_name
""")


def held(session: Session, workspace_id: int, area_code: str, list_name: str | None = None) -> dict[str, Held]:
    """Counts and times by list, without anything the entities say; lists without entities are left out."""
    asked = {"workspace_id": workspace_id, "area_code": area_code, "list_name": list_name}
    return {name: Held(*rest) for name, *rest in session.execute(HELD, asked)}


FORMS = text("""
    select f.form_id, f.title, v.questions, v.media from form f join form_version v on v.form = f.id and v.is_current
    where f.workspace_id = :workspace_id and f.state <> 'deleted' order by f.form_id
""")


def forms(session: Session, workspace_id: int) -> Sequence[Row]:
    """(form_id, title, questions, media) of the forms that are published."""
    return session.execute(FORMS, {"workspace_id": workspace_id}).all()
