"""What submissions ask for of entities: checked against form and list, and done, all that one asks for or nothing."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from server.db.queries import entities as queries
from server.db.queries.entities import ListRules
from server.domain.answers import EntityRequest
from server.domain.entities.changes import PROPERTIES, Author, EntityChange, EntityFault
from server.domain.entities.register import Register

VILLAGE = re.compile("[0-9]{8}")


@dataclass(frozen=True)
class Asked:
    """What a submission asks for, and by what it is judged.

    questions: of its form; village_code: as its answers say; area_code: its phone's; by_force: as in `Register.apply`.
    """

    requests: Sequence[EntityRequest]
    questions: Sequence[dict]
    author: Author
    village_code: str | None
    area_code: str
    by_force: bool = False


class Registers:
    """Every entity that some submissions may make or change, locked; nothing is stored before `write`."""

    def __init__(self, session: Session, workspace_id: int, requests: Iterable[EntityRequest]) -> None:
        named: dict[str, set[UUID]] = {}
        for request in requests:
            if request.uuid is not None:
                named.setdefault(request.list_name, set()).add(request.uuid)
        ours = {name: ListRules(name, has_villages=True, approval_required=False) for name in PROPERTIES}
        self.rules = ours | queries.rules(session, workspace_id, named)
        self.of = {
            name: Register(session, workspace_id, name, named[name], needs_approval=self.rules[name].approval_required)
            for name in sorted(named.keys() & self.rules.keys())
        }

    def apply(self, asked: Asked) -> list[UUID]:
        """Do what a submission asks for, one after the other; returns the entities.

        Raises EntityFault, and then none of it is done.
        """
        changes = [self.change_of(request, asked) for request in asked.requests if request.create or request.update]
        savepoints = self.savepoints(changes) if len(changes) > 1 else []
        try:
            for change in changes:
                self.of[change.list_name].apply(change, asked.author, by_force=asked.by_force)
        except EntityFault:
            for take_back in savepoints:
                take_back()
            raise
        return [change.uuid for change in changes]

    def savepoints(self, changes: Sequence[EntityChange]) -> list:
        uuids: dict[str, set[UUID]] = {}
        for change in changes:
            uuids.setdefault(change.list_name, set()).add(change.uuid)
        return [self.of[name].savepoint(some) for name, some in uuids.items()]

    def change_of(self, request: EntityRequest, asked: Asked) -> EntityChange:
        """Raises EntityFault for what names no usable list, id or place, or what its form does not declare."""
        rules = self.rules.get(request.list_name)
        if rules is None:
            raise EntityFault("entity_list_unknown", {})
        if request.uuid is None or request.uuid.version != 4:
            raise EntityFault("entity_id_invalid", {})
        check_declared(request, asked.questions)
        place = place_of(rules, request, asked)
        if request.create and not place:
            raise EntityFault("entity_without_village", {"uuid": str(request.uuid)})
        said = {name: value for name, value in vars(request).items() if name != "path"}
        return EntityChange(**said, place=place)

    def write(self) -> None:
        for register in self.of.values():
            register.write()


def place_of(rules: ListRules, request: EntityRequest, asked: Asked) -> str:
    """Where an entity belongs that this would make: the code of a village or an area; blank when it does not say.

    Phones get what lies in their area. What has no village lies in the whole area of the phone that made it.
    """
    if not rules.has_villages:
        return asked.area_code
    said = request.data.get("village_code")
    code = asked.village_code and (said or asked.village_code) if rules.name in PROPERTIES else said
    return code if code and VILLAGE.fullmatch(code) else ""


def check_declared(request: EntityRequest, questions: Sequence[dict]) -> None:
    """Only the list and the actions that the form declares there, whatever the phone wrote. Raises EntityFault."""
    here = (question["entity"] for question in questions if question["path"] == request.path and "entity" in question)
    declared = next(here, None)
    asked = {action for action in ("create", "update") if getattr(request, action)}
    if declared is None or request.list_name != declared["list"] or not asked <= set(declared["actions"]):
        raise EntityFault("entity_not_declared", {})
