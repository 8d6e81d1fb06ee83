"""Entities (wire contract 5.3): made once, changed by version, offline chains in any order, conflicts told and kept."""

import itertools
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from server.db.models import Entity, EntityVersion, ListRevision
from server.domain import entities
from server.domain.entities import Author, EntityChange, EntityFault, NewEntity
from tests.factories import make_household, make_phone, make_project, make_village

VILLAGE = "50070503"
PLACE = {"amphoe_code": "5007", "tambon_code": "500705", "village_code": VILLAGE}


@pytest.fixture
def author(session):
    make_village(session)
    phone = make_phone(session)
    return Author(phone.workspace_id, phone.actor_id, area_code="500705")


@pytest.fixture
def apply(session, author):
    """Apply a change to a household; returns the version it made."""

    def act(uuid, **values):
        usual = {"create": False, "update": True, "label": None, "data": {}}
        change = EntityChange("households", uuid, **(usual | values))
        return entities.apply(session, change, author)

    return act


def create(apply, uuid=None, **values):
    given = {"create": True, "update": False, "label": "12/3 นายสมมุติ", "data": PLACE | {"house_no": "12/3"}}
    return apply(uuid or uuid4(), **(given | values))


def fault(act, *args, **values):
    with pytest.raises(EntityFault) as raised:
        act(*args, **values)
    return raised.value


def entity(session, uuid):
    session.flush()
    return session.get(Entity, (1, "households", uuid), populate_existing=True)


@pytest.fixture
def known(session, author):
    """A household at version 1."""
    return make_household(session, VILLAGE, house_no="1", members="4").uuid


# Made


def test_a_creation_makes_version_one(session, apply):
    made = create(apply)

    found = entity(session, made.uuid)
    assert (made.version, found.version, found.label) == (1, 1, "12/3 นายสมมุติ")
    assert (found.data["house_no"], found.village_code) == ("12/3", VILLAGE)
    assert made.received == PLACE | {"house_no": "12/3"}


def test_a_creation_needs_a_label(apply):
    assert fault(create, apply, label=None).code == "entity_without_label"
    assert fault(create, apply, label="").code == "entity_without_label"


def test_an_entity_is_created_once(apply, known):
    assert fault(create, apply, known).code == "entity_exists"


def test_create_and_update_of_an_unknown_entity_creates(apply):
    assert create(apply, update=True).version == 1


def test_create_and_update_of_a_known_entity_updates(apply, known):
    assert create(apply, known, update=True, base_version=1, data={"members": "5"}).version == 2


def test_many_are_made_at_once(session, author):
    rows = [NewEntity(uuid4(), f"บ้าน {n}", f"5007050{n}", {"house_no": str(n)}) for n in (3, 4)]
    entities.create_many(session, 1, "households", rows, author.actor_id)

    assert session.scalar(select(func.count(Entity.uuid))) == 2
    assert session.scalars(select(EntityVersion.version)).all() == [1, 1]
    assert session.scalars(select(ListRevision.revision)).all() == [1]


def test_none_at_once_is_nothing(session, author):
    entities.create_many(session, 1, "households", [], author.actor_id)

    assert session.scalar(select(func.count(Entity.uuid))) == 0


# Changed


def test_an_update_merges_what_it_received(session, apply, known):
    made = apply(known, data={"members": "5"}, base_version=1)

    found = entity(session, known)
    assert (made.version, made.base_version, found.version) == (2, 1, 2)
    assert (found.data["members"], found.data["house_no"]) == ("5", "1")
    assert found.conflict is None


def test_an_empty_answer_clears_and_an_unasked_question_keeps(session, apply, known):
    apply(known, data={"members": ""}, base_version=1)

    assert (entity(session, known).data["members"], entity(session, known).data["house_no"]) == ("", "1")


def test_a_blank_label_keeps_the_old_one(session, apply, known):
    before = entity(session, known).label
    apply(known, base_version=1)

    assert entity(session, known).label == before


def test_every_version_stays(session, apply, known):
    for base in (1, 2, 3):
        apply(known, data={"members": str(base)}, base_version=base)

    rows = session.execute(
        select(EntityVersion.version, EntityVersion.data["members"].astext).order_by(EntityVersion.version)
    )
    assert [tuple(row) for row in rows] == [(1, "4"), (2, "1"), (3, "2"), (4, "3")]


def test_each_change_tells_the_phones_of_the_tambon(session, apply, known):
    before = session.scalars(select(ListRevision.revision)).one()
    apply(known, base_version=1)
    session.expire_all()

    assert session.scalars(select(ListRevision.revision)).one() == before + 1


def test_what_is_not_there_may_come_later(apply):
    assert fault(apply, uuid4(), base_version=1).code == "entity_unknown"
    assert fault(apply, uuid4(), base_version=1).held


def test_a_deleted_entity_is_not_changed(session, apply, known):
    entity(session, known).deleted_at = func.now()
    session.flush()

    assert fault(apply, known, base_version=1).code == "entity_deleted"


@pytest.mark.parametrize(
    ("versions", "code"),
    [
        ({"base_version": None}, "entity_without_base"),
        ({"base_version": 7}, "entity_base_unknown"),
        ({"base_version": 1, "trunk_version": 9, "branch_id": UUID(int=1)}, "entity_from_future"),
        ({"base_version": 2, "trunk_version": 1, "branch_id": UUID(int=1)}, "entity_waiting"),
    ],
)
def test_a_base_that_does_not_exist_is_told(apply, known, versions, code):
    assert fault(apply, known, **versions).code == code


def test_what_only_the_server_may_say_is_not_taken_from_a_phone(session, author):
    project = make_project(session, VILLAGE)
    said = {"stage": "evaluated", "budget_approved": "1", "project_code": "x", "last_percent": "40"}
    change = EntityChange("projects", project.id, create=False, update=True, label=None, data=said, base_version=1)
    made = entities.apply(session, change, author)

    assert made.received == {"last_percent": "40"}
    assert (made.data["stage"], made.data["last_percent"]) == ("funded", "40")


def test_the_server_writes_a_version_of_its_own_only_when_something_changes(session, author):
    project = make_project(session, VILLAGE)
    for stage in ("in_progress", "in_progress"):
        entities.server_update(session, 1, "projects", project.id, {"stage": stage}, author)
    session.flush()

    numbers = session.scalars(select(EntityVersion.version).where(EntityVersion.list_name == "projects")).all()
    assert sorted(numbers) == [1, 2]


# Conflicts


def test_another_property_changed_since_is_a_soft_conflict(session, apply, known):
    apply(known, data={"members": "5"}, base_version=1)
    made = apply(known, data={"house_no": "9"}, base_version=1)

    assert (entity(session, known).conflict, made.conflicting) == ("soft", [])
    assert (made.data["members"], made.data["house_no"]) == ("5", "9")


def test_the_same_property_changed_since_is_a_hard_conflict(session, apply, known):
    apply(known, data={"members": "5"}, base_version=1)
    made = apply(known, data={"members": "6", "house_no": "9"}, base_version=1)

    assert (entity(session, known).conflict, made.conflicting) == ("hard", ["members"])
    assert made.data["members"] == "6"


def test_the_same_property_changed_to_the_same_value_is_soft(session, apply, known):
    apply(known, data={"members": "5"}, base_version=1)
    apply(known, data={"members": "5"}, base_version=1)

    assert entity(session, known).conflict == "soft"


def test_a_conflict_is_never_taken_back_by_a_later_update(session, apply, known):
    apply(known, data={"members": "5"}, base_version=1)
    apply(known, data={"members": "6"}, base_version=1)
    apply(known, data={"house_no": "9"}, base_version=3)

    assert entity(session, known).conflict == "hard"


# Offline chains


def chain(length, branch):
    """Updates made offline on version 1, one after the other."""
    lineage = {"trunk_version": 1, "branch_id": branch}
    return [{"data": {"members": str(10 + n)}, "base_version": n, **lineage} for n in range(1, length + 1)]


def test_a_chain_of_one_phone_is_no_conflict(session, apply, known):
    for change in chain(3, uuid4()):
        apply(known, **change)

    assert (entity(session, known).version, entity(session, known).conflict) == (4, None)
    assert entity(session, known).data["members"] == "13"


def test_a_chain_born_offline_has_no_trunk(session, apply):
    uuid, branch = create(apply).uuid, uuid4()
    for base in (1, 2):
        apply(uuid, data={"members": str(base)}, base_version=base, trunk_version=None, branch_id=branch)

    assert (entity(session, uuid).version, entity(session, uuid).conflict) == (3, None)


def test_after_a_sync_the_branch_is_another_one(session, apply, known):
    apply(known, data={"members": "5"}, base_version=1, trunk_version=1, branch_id=uuid4())
    apply(known, data={"members": "6"}, base_version=2, trunk_version=2, branch_id=uuid4())

    assert entity(session, known).conflict is None


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_a_chain_may_arrive_in_any_order(session, apply, known, order):
    changes = chain(3, uuid4())
    waiting = [changes[number] for number in order]
    while waiting:
        held = []
        for change in waiting:
            try:
                apply(known, **change)
            except EntityFault as found:
                assert (found.code, found.held) == ("entity_waiting", True)
                held.append(change)
        waiting = held

    assert (entity(session, known).data["members"], entity(session, known).conflict) == ("13", None)


def test_two_branches_of_one_trunk_conflict(session, apply, known):
    apply(known, data={"members": "5"}, base_version=1, trunk_version=1, branch_id=uuid4())
    apply(known, data={"members": "6"}, base_version=1, trunk_version=1, branch_id=uuid4())

    assert entity(session, known).conflict == "hard"


def test_a_branch_that_was_overtaken_knows(session, apply, known):
    mine = chain(2, uuid4())
    apply(known, **mine[0])
    apply(known, data={"house_no": "9"}, base_version=2)
    apply(known, **mine[1])

    assert entity(session, known).conflict == "soft"
