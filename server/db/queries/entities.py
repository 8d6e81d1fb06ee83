"""Entities and their lists: locked, written, counted, and served to phones."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Row, select, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from server.db.models import Entity, EntityList, EntityVersion, ListRevision
from server.db.queries import bulk

AT_ONCE = 2_000  # rows of a list that are held in memory together
MANY = 500  # from here on analysing costs less than it saves


def ensure_list(session: Session, workspace_id: int, list_name: str, properties: Sequence[str]) -> None:
    """The list with at least these properties; new ones are added at the end, none is ever taken away."""
    row = upsert(EntityList).values(workspace_id=workspace_id, name=list_name, properties=list(properties))
    session.execute(row.on_conflict_do_nothing())
    known = session.get_one(EntityList, (workspace_id, list_name), with_for_update=True)
    news = [name for name in properties if name not in known.properties]
    if news:
        known.properties = [*known.properties, *news]
        known.property_times = known.property_times | dict.fromkeys(news, dt.datetime.now(dt.UTC).isoformat())


class ListRules(NamedTuple):
    """What a list asks of whoever makes its entities. has_villages: each belongs to the village it names."""

    name: str
    has_villages: bool
    approval_required: bool


RULES = text("""
    select name, properties ? 'village_code', approval_required from entity_list
    where workspace_id = :workspace_id and name = any (:names)
""")


def rules(session: Session, workspace_id: int, names: Collection[str]) -> dict[str, ListRules]:
    """Those of these lists that there are."""
    rows = session.execute(RULES, {"workspace_id": workspace_id, "names": list(names)}) if names else ()
    return {name: ListRules(name, *rest) for name, *rest in rows}


def lists(session: Session, workspace_id: int) -> list[EntityList]:
    """The lists of a workspace by name."""
    return list(session.scalars(select(EntityList).filter_by(workspace_id=workspace_id).order_by(EntityList.name)))


HELD = text("""
    select uuid, village_code, version, label, data, conflict, resolved_version, awaits_create,
           deleted_at is not null as is_deleted
    from entity
    where workspace_id = :workspace_id and list_name = :list_name and uuid = any (:uuids) order by uuid for update
""")
VERSIONS = text("""
    select uuid, version, label, data, received, base_version, trunk_version, branch_id, branch_base_version,
           conflicting, written_back
    from entity_version
    where workspace_id = :workspace_id and list_name = :list_name and uuid = any (:uuids) order by uuid, version
""")


def lock(session: Session, workspace_id: int, list_name: str, uuids: Collection[UUID]) -> Sequence[Row]:
    """Those of these entities that are there, locked until the end of the transaction."""
    asked = {"workspace_id": workspace_id, "list_name": list_name, "uuids": list(uuids)}
    return session.execute(HELD, asked).all()


def versions(session: Session, workspace_id: int, list_name: str, uuids: Collection[UUID]) -> Sequence[Row]:
    """All versions of these entities, the first one first."""
    asked = {"workspace_id": workspace_id, "list_name": list_name, "uuids": list(uuids)}
    return session.execute(VERSIONS, asked).all()


def made_by(session: Session, submission_ids: Collection[int]) -> dict[int, set[UUID]]:
    """{submission: the entities that it has made or changed already}."""
    made = text("select submission_id, uuid from entity_version where submission_id = any (:ids)")
    found: dict[int, set[UUID]] = {}
    for submission, uuid in session.execute(made, {"ids": list(submission_ids)}):
        found.setdefault(submission, set()).add(uuid)
    return found


def insert_new(session: Session, entities: Sequence[dict]) -> list[UUID]:
    """Insert those whose id is not taken; returns their ids.

    The foreign keys of their versions are looked up by a plan made for the table as it was last analysed: empty, before
    the first import, and then by an index that reads every entity of the list for each version.
    """
    made = bulk.insert_new(session, Entity, entities)
    if len(made) >= MANY:
        session.execute(text("analyze entity"))
    return made


def update_many(session: Session, entities: Sequence[dict]) -> None:
    bulk.update(session, Entity, entities)


SET_DELETED = text("""
    update entity set deleted_at = case when :is_deleted then now() end, updated_at = now()
    where workspace_id = :workspace_id and list_name = :list_name and uuid = any (:uuids)
""")


def set_deleted(
    session: Session, workspace_id: int, list_name: str, uuids: Collection[UUID], *, is_deleted: bool
) -> None:
    """Take entities out of their list, or put them back."""
    asked = {"workspace_id": workspace_id, "list_name": list_name, "uuids": list(uuids), "is_deleted": is_deleted}
    session.execute(SET_DELETED, asked)


def insert_versions(session: Session, versions: Sequence[dict]) -> None:
    bulk.insert(session, EntityVersion, versions)


RAISE = text("""
    insert into list_revision (workspace_id, list_name, tambon_code)
    select :workspace_id, :list_name, code from unnest(cast(:tambons as text[])) as tambon (code) order by code
    on conflict (workspace_id, list_name, tambon_code) do update set revision = list_revision.revision + 1
""")


def raise_revisions(session: Session, workspace_id: int, list_name: str, tambons: Iterable[str]) -> None:
    """Tell phones that the list changed in these tambons; in one order, lest two transactions deadlock."""
    asked = {"workspace_id": workspace_id, "list_name": list_name, "tambons": sorted(set(tambons))}
    session.execute(RAISE, asked)


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
    """(id, label, version, data) of the entities of an area, in a fixed order; some thousands at a time."""
    asked = {"workspace_id": workspace_id, "list_name": list_name, "area_code": area_code}
    yield from session.execute(SERVED, asked, execution_options={"yield_per": AT_ONCE})


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
