"""On which version a change was made, and what of it clashes with changes made since. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from server.domain.entities.changes import EntityChange, EntityFault


@dataclass(frozen=True, kw_only=True)
class Version:
    """One version of an entity. written_back: the server's own properties (stage, project code …)."""

    uuid: UUID
    version: int
    label: str
    data: dict
    received: dict
    base_version: int | None = None
    trunk_version: int | None = None
    branch_id: UUID | None = None
    branch_base_version: int | None = None
    conflicting: Sequence[str] = ()
    written_back: bool = False


@dataclass
class Held:
    """An entity at its present state with all its versions, the first one first."""

    uuid: UUID
    village_code: str
    version: int
    label: str
    data: dict
    conflict: str | None = None
    resolved_version: int = 0
    awaits_create: bool = False
    is_deleted: bool = False
    versions: list[Version] = field(default_factory=list)

    @property
    def received(self) -> set[str]:
        """The properties that somebody has said something about."""
        return {name for one in self.versions for name in one.received}

    def since(self, number: int) -> Sequence[Version]:
        """The versions after this one that are not the server's own: what it wrote back (stage, project code) is in
        nobody's way."""
        return [one for one in self.versions if one.version > number and not one.written_back]


def base_of(entity: Held, change: EntityChange, *, by_force: bool = False) -> Version:
    """The server's version that the phone's change was made on (specification 2024.1, offline branches).

    by_force: the latest one instead of one of the same branch that never came. Raises EntityFault.
    """
    uuid = str(change.uuid)
    if change.base_version is None:
        raise EntityFault("entity_without_base", {"uuid": uuid})
    if (change.trunk_version or 0) > entity.version:
        raise EntityFault("entity_from_future", {"uuid": uuid, "trunk_version": change.trunk_version})
    on_server = change.branch_id is None or change.base_version in (1, change.trunk_version)
    if on_server:
        base = next((one for one in entity.versions if one.version == change.base_version), None)
    else:
        of_branch = (change.branch_id, change.base_version - 1)
        base = next((one for one in entity.versions if (one.branch_id, one.branch_base_version) == of_branch), None)
    if base is not None:
        return base
    if on_server:
        raise EntityFault("entity_base_unknown", {"uuid": uuid})
    if not by_force:
        raise waits("entity_waiting", change)
    return entity.versions[-1]


def waits(code: str, change: EntityChange) -> EntityFault:
    """Why a change is held until what comes before it has come."""
    return EntityFault(code, {"uuid": str(change.uuid), "base_version": change.base_version}, held=True)


def later_links(entity: Held, change: EntityChange) -> list[Version]:
    """What the same branch said after this change: there is some only when this one was not waited for any longer."""
    return [
        one
        for one in entity.versions
        if change.branch_id is not None
        and one.branch_id == change.branch_id
        and (one.branch_base_version or 0) > (change.base_version or 0)
    ]


def compare(entity: Held, base: Version, change: EntityChange, received: dict) -> tuple[list[str], str | None]:
    """What clashes with changes made since the base: the properties, and none, soft or hard."""
    later = later_links(entity, change)
    since = [one for one in entity.since(base.version) if one not in later]
    clashes = {k for one in since for k in one.received if k in received and one.data.get(k) != received[k]}
    if clashes:
        return sorted(clashes), "hard"
    foreign = change.branch_id is not None and any(
        one.branch_id != change.branch_id for one in entity.since(change.trunk_version or 1)
    )
    return [], "soft" if since or foreign else None
