"""Lists of entities in Central's words."""

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlalchemy import Row
from sqlalchemy.orm import Session

from server.central.wire import moment, wants_more
from server.db.models import EntityList
from server.db.queries import datasets as queries
from server.db.queries.datasets import Held
from server.domain import entity_lists
from server.domain.answer_tables.names import entity_properties
from server.domain.entity_lists import declared
from server.domain.permissions import Caller


def listed(session: Session, caller: Caller) -> list[dict]:
    """The lists that somebody may know of, as the list of them has them."""
    held = queries.held(session, caller.workspace_id, caller.area_code) if wants_more() else None
    return [shape(one, held) for one in entity_lists.known_to(session, caller)]


def shape(known: EntityList, held: Mapping[str, Held] | None) -> dict:
    """A list; with `held`, also how much of it the caller's area has."""
    plain = {
        "name": known.name,
        "createdAt": moment(known.created_at),
        "projectId": known.workspace_id,
        "approvalRequired": known.approval_required,
        "ownerOnly": False,
    }
    if held is None:
        return plain
    of_area = held.get(known.name, Held())
    counted = {"entities": of_area.entities, "conflicts": of_area.conflicts}
    return plain | counted | {"lastEntity": moment(of_area.last_entity)}


def in_full(known: EntityList, held: Mapping[str, Held], forms: Sequence[Row], *, is_extended: bool) -> dict:
    """A list with its properties and forms. held: of the caller's area; forms: those that are published."""
    saved = {form.form_id: declared(form.questions).get(known.name) for form in forms}
    sources = [form for form in forms if saved[form.form_id] is not None]
    readers = [form for form in forms if any(file["name"] == f"{known.name}.csv" for file in form.media)]
    return shape(known, held if is_extended else None) | {
        "lastUpdate": moment(held.get(known.name, Held()).last_update),
        "properties": [
            {
                "name": name,
                "odataName": called,
                "publishedAt": moment(published_at(known, name)),
                "forms": [named(form) for form in sources if name in (saved[form.form_id] or ())],
            }
            for name, called in entity_properties(known.properties).items()
        ],
        "linkedForms": [named(form) for form in readers],
        "sourceForms": [named(form) | {"repeatPath": None} for form in sources],
        "accessFilter": None,
    }


def named(form: Row) -> dict:
    return {"xmlFormId": form.form_id, "name": form.title or None}


def published_at(known: EntityList, name: str) -> dt.datetime:
    """Those a list was made with have no time of their own."""
    told = known.property_times.get(name)
    return dt.datetime.fromisoformat(told) if told else known.created_at
