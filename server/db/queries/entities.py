"""Entities and their lists: locked, written, counted, and served to phones."""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from sqlalchemy import insert, select, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from server.db.models import Entity, EntityList, EntityVersion, ListRevision

MANY = 500  # from here on analysing costs less than it saves


def ensure_list(session: Session, workspace_id: int, name: str, properties: Sequence[str]) -> None:
    """The list with at least these properties; new ones are added at the end, none is ever taken away."""
    row = upsert(EntityList).values(workspace_id=workspace_id, name=name, properties=list(properties))
    session.execute(row.on_conflict_do_nothing())
    known = session.get_one(EntityList, (workspace_id, name), with_for_update=True)
    known.properties = [*known.properties, *(p for p in properties if p not in known.properties)]


def lock(session: Session, workspace_id: int, list_name: str, uuid: UUID) -> Entity | None:
    """The entity, locked until the end of the transaction."""
    return session.get(Entity, (workspace_id, list_name, uuid), with_for_update=True)


def version(session: Session, entity: Entity, number: int) -> EntityVersion | None:
    """One version of an entity."""
    return session.scalar(versions_of(entity).where(EntityVersion.version == number))


def versions_since(session: Session, entity: Entity, number: int) -> list[EntityVersion]:
    """The versions that came after this one, oldest first."""
    newer = versions_of(entity).where(EntityVersion.version > number).order_by(EntityVersion.version)
    return list(session.scalars(newer))


def of_branch(session: Session, entity: Entity, branch_id: UUID, base_version: int) -> EntityVersion | None:
    """The version that an offline branch made on top of its own version `base_version - 1`."""
    made = versions_of(entity).where(
        EntityVersion.branch_id == branch_id, EntityVersion.branch_base_version == base_version - 1
    )
    return session.scalar(made)


def versions_of(entity: Entity):
    return select(EntityVersion).where(
        EntityVersion.workspace_id == entity.workspace_id,
        EntityVersion.list_name == entity.list_name,
        EntityVersion.uuid == entity.uuid,
    )


def made_by_submission(session: Session, submission_id: int) -> EntityVersion | None:
    """The entity version a submission has made already, if any."""
    return session.scalar(select(EntityVersion).where(EntityVersion.submission_id == submission_id).limit(1))


def insert_if_new(session: Session, entity: dict) -> bool:
    """Insert an entity unless its id is taken; says whether it was inserted."""
    row = upsert(Entity).values(entity).on_conflict_do_nothing().returning(Entity.uuid)
    return session.scalar(row) is not None


def insert_many(session: Session, entities: Sequence[dict], versions: Sequence[dict]) -> None:
    """Insert new entities and their first versions in bulk.

    The versions' foreign keys are looked up by a plan made for the table as it was last analysed: empty, before the
    first import, and then by an index that reads every entity of the list for each version.
    """
    session.execute(insert(Entity), entities)
    if len(entities) >= MANY:
        session.execute(text("analyze entity"))
    session.execute(insert(EntityVersion), versions)


def raise_revisions(session: Session, workspace_id: int, list_name: str, tambons: Iterable[str]) -> None:
    """Tell phones that the list changed in these tambons; in one order, lest two transactions deadlock."""
    for tambon in sorted(set(tambons)):
        row = upsert(ListRevision).values(workspace_id=workspace_id, list_name=list_name, tambon_code=tambon)
        session.execute(
            row.on_conflict_do_update(
                index_elements=["workspace_id", "list_name", "tambon_code"],
                set_={"revision": ListRevision.revision + 1},
            )
        )


def revisions(session: Session, workspace_id: int, list_name: str, area_code: str) -> list[tuple[str, int]]:
    """(tambon, revision) of a list inside an area: what the list's hash is made of."""
    tambon = ListRevision.tambon_code
    rows = select(tambon, ListRevision.revision).where(
        ListRevision.workspace_id == workspace_id,
        ListRevision.list_name == list_name,
        tambon.startswith(area_code[:6], autoescape=True),
    )
    return [(code, number) for code, number in session.execute(rows.order_by(tambon))]


# What a phone may see: its own area, and no household whose registration was rejected.
VISIBLE = """
    e.deleted_at is null and e.village_code >= :area_code and e.village_code < :area_code || '~'
    and not exists (
        select from household_registration r join submission s on s.id = r.submission_id
        where r.workspace_id = e.workspace_id and r.household_id = e.uuid and s.state = 'rejected')
"""
SERVED = text(f"""
    select e.uuid::text, e.label, e.version, e.data from entity e
    where e.workspace_id = :workspace_id and e.list_name = :list_name and {VISIBLE}
    order by e.village_code, e.uuid
""")  # noqa: S608


def served(session: Session, workspace_id: int, list_name: str, area_code: str) -> Iterator[tuple]:
    """(id, label, version, data) of the entities of an area, in a fixed order."""
    yield from session.execute(SERVED, {"workspace_id": workspace_id, "list_name": list_name, "area_code": area_code})


GONE = text(f"""
    select e.uuid::text, not ({VISIBLE}) from entity e
    where e.workspace_id = :workspace_id and e.list_name = :list_name
      and case when cast(:uuids as uuid[]) is null then starts_with(e.village_code, :area_code)
               else e.uuid = any (cast(:uuids as uuid[])) end
    order by e.uuid
""")  # noqa: S608


def gone(
    session: Session, workspace_id: int, list_name: str, area_code: str, uuids: Sequence[UUID] | None
) -> dict[str, bool]:
    """Of each of these entities the server has ever had, whether a phone in this area should forget it.

    Without uuids: of all that were ever in the area.
    """
    place = {"workspace_id": workspace_id, "list_name": list_name, "area_code": area_code}
    asked = None if uuids is None else [str(uuid) for uuid in uuids]
    return {uuid: is_gone for uuid, is_gone in session.execute(GONE, place | {"uuids": asked})}
