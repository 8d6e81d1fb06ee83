"""Datasets, as ODK calls lists of entities: what there is, made and given properties by administrators.

Whoever sees the class of a list's data knows of it. Nothing is said of its entities here but how many an area has.
"""

from flask import Response, g
from sqlalchemy.orm import Session

from server.auth import allows
from server.central import problems
from server.central.dataset_shapes import in_full, listed
from server.central.schemas import (
    DatasetInFullSchema,
    DatasetSchema,
    DatasetSentSchema,
    PropertySentSchema,
    SuccessSchema,
)
from server.central.told import YES_OR_NO, told
from server.central.wire import answer, body, central, done, is_asked, text_of, wants_more
from server.db.models import EntityList
from server.db.queries import datasets as queries
from server.db.session import transaction
from server.domain import entity_lists

DATASETS = "/projects/<small:workspace_id>/datasets"
DATASET = f"{DATASETS}/<list_name>"
NOT_HERE = ("ownerOnly", "accessFilter")  # phones get what lies in their area, and nothing else decides it


@central.get(DATASETS)
@allows("entity_list.read")
@told(DatasetSchema, many=True, query={"deleted": YES_OR_NO})
def datasets(workspace_id: int) -> Response:
    """The lists of a project whose data the caller may see; none is ever deleted."""
    wants_deleted = is_asked("deleted")
    with transaction() as session:
        shapes = [] if wants_deleted else listed(session, g.caller)
    return answer(shapes)


@central.post(DATASETS)
@allows("entity_list.manage")
@told(DatasetInFullSchema, body=DatasetSentSchema, also=(409,))
def make_dataset(workspace_id: int) -> Response:
    """Make a list, without properties."""
    sent = body()
    name, is_required = text_of(sent, "name"), yes_or_no(sent, "approvalRequired")
    refuse_filters(sent)
    with transaction() as session:
        by = {"is_required": bool(is_required), "actor_id": g.caller.actor_id}
        made = entity_lists.make(session, workspace_id, name, **by)
        return answer(whole(session, made))


@central.get(DATASET)
@allows("entity_list.read")
@told(DatasetInFullSchema)
def dataset(workspace_id: int, list_name: str) -> Response:
    """A list with its properties, and the forms that fill and read it."""
    with transaction() as session:
        return answer(whole(session, entity_lists.of(session, g.caller, list_name)))


@central.patch(DATASET)
@allows("entity_list.manage")
@told(DatasetInFullSchema, body=DatasetSentSchema, query={"convert": YES_OR_NO})
def change_dataset(workspace_id: int, list_name: str) -> Response:
    """Let new entities wait for approval, or no longer: then those that wait are made, once `convert` is said."""
    sent = body()
    is_required, is_sure = yes_or_no(sent, "approvalRequired"), is_asked("convert")
    refuse_filters(sent)
    with transaction() as session:
        known = entity_lists.of(session, g.caller, list_name)
        if is_required is not None:
            if not (is_required or is_sure):
                entity_lists.check_waiting(session, workspace_id, list_name)
            by = {"is_required": is_required, "actor_id": g.caller.actor_id}
            entity_lists.set_approval(session, workspace_id, list_name, **by)
        return answer(whole(session, known))


@central.post(f"{DATASET}/properties")
@allows("entity_list.manage")
@told(SuccessSchema, body=PropertySentSchema, also=(409,))
def add_property(workspace_id: int, list_name: str) -> Response:
    """Give a list a further property."""
    name = text_of(body(), "name")
    with transaction() as session:
        entity_lists.add_property(session, workspace_id, list_name, name, actor_id=g.caller.actor_id)
    return done()


def whole(session: Session, known: EntityList) -> dict:
    held = queries.held(session, known.workspace_id, g.caller.area_code, known.name)
    return in_full(known, held, queries.forms(session, known.workspace_id), is_extended=wants_more())


def yes_or_no(sent: dict, name: str) -> bool | None:
    """Raises TypeUnexpected."""
    value = sent.get(name)
    if not (value is None or isinstance(value, bool)):
        raise problems.YesOrNoExpected(name=name)
    return value


def refuse_filters(sent: dict) -> None:
    """Raises ValueUnexpected."""
    for name in NOT_HERE:
        if sent.get(name):
            raise problems.ValueUnexpected(name=name)
