"""Lists and their entities as people look at them: what there is, what clashes, and what each change said."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

MOST = 500  # of the list; hard ones come first


class InConflict(NamedTuple):
    """An entity in conflict. village: its name, of a village; properties: names of those that clash."""

    list_name: str
    uuid: UUID
    label: str
    village_code: str
    moo: int | None
    village: str | None
    conflict: str
    version: int
    updated_at: dt.datetime
    properties: list[str]


IN_AREA = """
    from entity e where e.workspace_id = :workspace_id and e.conflict is not null and e.deleted_at is null
      and e.village_code >= :area_code and e.village_code < :area_code || '~'
      and (cast(:list_name as text) is null or e.list_name = :list_name)
"""
LISTED = text(f"""
    select c.list_name, c.uuid, c.label, c.village_code, v.moo, v.name_th, c.conflict, c.version, c.updated_at, p.names
    from (select e.* {IN_AREA} order by e.conflict, e.updated_at desc, e.uuid limit :most) c
    left join village v on v.workspace_id = c.workspace_id and v.code = c.village_code
    left join lateral (
        select coalesce(array_agg(distinct name order by name), '{{}}') as names
        from entity_version w, jsonb_array_elements_text(w.conflicting) name
        where w.workspace_id = c.workspace_id and w.list_name = c.list_name and w.uuid = c.uuid
          and w.version > c.resolved_version) p on true
    order by c.conflict, c.updated_at desc, c.uuid
""")  # noqa: S608
COUNT = text(f"select count(*) {IN_AREA}")


def in_conflict(session: Session, workspace_id: int, area_code: str, list_name: str | None = None) -> list[InConflict]:
    """The entities in conflict in an area (of one list), hard conflicts first, then the latest changed."""
    asked = {"workspace_id": workspace_id, "area_code": area_code, "list_name": list_name, "most": MOST}
    return [InConflict(*row) for row in session.execute(LISTED, asked)]


def conflicts(session: Session, workspace_id: int, area_code: str) -> int:
    """How many entities are in conflict in an area."""
    return session.scalar(COUNT, {"workspace_id": workspace_id, "area_code": area_code, "list_name": None})


ENTITY = text("""
    select e.list_name, e.uuid, e.label, e.data, e.village_code, v.moo, v.name_th as village, e.conflict, e.version,
           e.resolved_version, l.properties
    from entity e
    join entity_list l on l.workspace_id = e.workspace_id and l.name = e.list_name
    left join village v on v.workspace_id = e.workspace_id and v.code = e.village_code
    where e.workspace_id = :workspace_id and e.list_name = :list_name and e.uuid = :uuid and e.deleted_at is null
""")
VERSIONS = text("""
    select w.version, w.label, w.data, w.received, w.base_version, w.conflicting, w.written_back, w.submission_id,
           w.created_at, a.display_name as actor
    from entity_version w join actor a on a.id = w.actor_id
    where w.workspace_id = :workspace_id and w.list_name = :list_name and w.uuid = :uuid order by w.version
""")


def entity(session: Session, workspace_id: int, list_name: str, uuid: UUID) -> Row | None:
    """An entity as it is now, with the properties of its list."""
    return session.execute(ENTITY, {"workspace_id": workspace_id, "list_name": list_name, "uuid": uuid}).first()


def versions(session: Session, workspace_id: int, list_name: str, uuid: UUID) -> Sequence[Row]:
    """Every version of an entity, who made it and when, the first one first."""
    return session.execute(VERSIONS, {"workspace_id": workspace_id, "list_name": list_name, "uuid": uuid}).all()


LABELS = text("""
    select q.question->>'saveto', q.question->'label'
    from form_version v, jsonb_array_elements(v.questions) q (question)
    where v.workspace_id = :workspace_id and v.is_current and q.question ? 'saveto' and q.question ? 'label'
      and v.questions @> jsonb_build_array(
          jsonb_build_object('entity', jsonb_build_object('list', cast(:list_name as text))))
""")


def property_labels(session: Session, workspace_id: int, list_name: str) -> dict[str, dict[str, str]]:
    """{property: {"th": …, "en": …}}: what the forms call it that phones now fill in."""
    return dict(session.execute(LABELS, {"workspace_id": workspace_id, "list_name": list_name}).all())


ENTITIES = text("""
    select list_name, uuid, village_code, version, conflict, awaits_create,
           coalesce(updated_at, created_at) as updated_at
    from entity where workspace_id = :workspace_id and list_name = :list_name and deleted_at is null
    order by village_code, uuid limit :most
""")
LISTS = text("""
    select l.name, l.properties, l.approval_required, count(e.uuid) as entities,
           count(e.uuid) filter (where e.conflict is not null) as conflicts
    from entity_list l
    left join entity e on e.workspace_id = l.workspace_id and e.list_name = l.name and e.deleted_at is null
    where l.workspace_id = :workspace_id group by l.workspace_id, l.name order by l.name
""")


def of_list(session: Session, workspace_id: int, list_name: str, *, most: int) -> Sequence[Row]:
    """The entities of a list, without anything they say."""
    return session.execute(ENTITIES, {"workspace_id": workspace_id, "list_name": list_name, "most": most}).all()


def lists(session: Session, workspace_id: int) -> Sequence[Row]:
    """The lists of a workspace: properties, whether new entities wait for approval, how many there are."""
    return session.execute(LISTS, {"workspace_id": workspace_id}).all()
