"""Changes whose predecessor does not come: after five days they are made without it; it loses nothing when it comes."""

import datetime as dt
from itertools import permutations
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, text, update

from server.db.models import Entity, EntityVersion, HouseholdRegistration, Submission, SubmissionFlag
from server.db.session import transaction
from server.domain.entities import backlog
from tests import orchards
from tests.factories import make_household
from tests.orchards import survey
from workers.clock import force_overdue_entities
from workers.drains import drain_submissions

TREE = "7d0f1a52-6c0f-4b7e-9d2e-0a1b2c3d4e5f"
BRANCH = "b0000000-0000-4000-8000-000000000001"
NOW = dt.datetime.now(dt.UTC)


def sent(phone, *forms, days_ago: float = 0) -> None:
    """Sent and digested, as if so many days ago."""
    assert [phone.send(form).status for form in forms] == [201] * len(forms)
    received = NOW - dt.timedelta(days=days_ago)
    with transaction() as session:
        named = [form.instance_id for form in forms]
        session.execute(update(Submission).where(Submission.instance_id.in_(named)).values(received_at=received))
    drain_submissions()


def force() -> int:
    """As the clock does, once."""
    with transaction() as session:
        queued = backlog.force_overdue(session, 1, now=NOW)
    drain_submissions()
    return queued


def link(base: int, **said: str) -> object:
    """A change of the tree made offline, the base-th of its branch."""
    lineage = {"trunkVersion": "", "branchId": BRANCH}
    return survey(trees=[orchards.update(TREE, base, **lineage, **said)])


def made(label: str = "1 ลำไย", **said: str) -> object:
    return survey(trees=[{"id": TREE, "label": label} | said])


def tree(session) -> tuple:
    session.rollback()
    return session.execute(select(Entity.label, Entity.data, Entity.conflict)).one()


def flags(session) -> list[str]:
    session.rollback()
    return sorted(session.scalars(select(SubmissionFlag.code)))


def test_until_the_fifth_day_it_waits(surveyor, session):
    sent(surveyor, link(1, height="3"), days_ago=4.9)

    assert force() == 0
    assert flags(session) == ["entity_unknown"]
    assert session.scalar(select(func.count(Entity.uuid))) == 0


def test_then_what_it_changes_is_made_by_it(surveyor, session):
    sent(surveyor, link(1, height="3"), days_ago=5.1)

    assert force() == 1
    assert tree(session) == ("auto generated", {"height": "3"}, None)
    assert flags(session) == []
    surveyor.sync()
    assert surveyor.lists["trees"].rows[TREE]["height"] == "3"


def test_a_change_of_a_branch_that_has_a_gap_is_made_on_the_latest_version(surveyor, session):
    sent(surveyor, made())
    sent(surveyor, link(3, height="3", label="ใหม่"), days_ago=6)
    assert flags(session) == ["entity_waiting"]

    force()

    assert tree(session) == ("ใหม่", {"height": "3"}, None)
    base, branch_base = EntityVersion.base_version, EntityVersion.branch_base_version
    assert session.execute(select(base, branch_base).where(EntityVersion.version == 2)).one() == (1, 3)


def test_it_is_done_once(surveyor, session):
    sent(surveyor, link(1, height="3"), days_ago=6)

    assert [force(), force()] == [1, 0]
    assert session.scalar(select(func.count(EntityVersion.id))) == 1


def test_it_is_asked_for_once_however_often_the_clock_comes_before_the_drain(surveyor, session):
    sent(surveyor, link(1, height="3"), days_ago=6)
    for _ in range(2):
        assert force_overdue_entities(1, NOW.date())

    assert session.scalar(text("select count(*) from pending_submission")) == 1


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_chain_without_its_beginning_is_made_from_its_first_link_on(surveyor, session, order):
    links = [link(1, height="1"), link(2, height="2", species="ลำไย"), link(3, height="3")]
    sent(surveyor, *(links[number] for number in order), days_ago=6)

    force()

    assert tree(session) == ("auto generated", {"height": "3", "species": "ลำไย"}, None)
    assert flags(session) == []


def test_what_came_later_than_the_overdue_one_but_belongs_before_it_comes_along(surveyor, session):
    sent(surveyor, link(2, height="2"), days_ago=6)
    sent(surveyor, link(1, height="1"), days_ago=1)

    assert force() == 2
    assert tree(session) == ("auto generated", {"height": "2"}, None)


@pytest.mark.parametrize("label", ["", "3 เมตร"])
def test_a_creation_that_comes_at_last_says_only_what_nobody_has_said_since(surveyor, session, label):
    sent(surveyor, link(1, height="3", label=label), days_ago=6)
    force()

    sent(surveyor, made(height="1", species="ลำไย"))
    sent(surveyor, link(2, species="มะม่วง"))

    assert tree(session) == (label or "1 ลำไย", {"height": "3", "species": "มะม่วง"}, None)
    assert flags(session) == []


def test_it_comes_once(surveyor, session):
    sent(surveyor, link(1, height="3"), days_ago=6)
    force()

    sent(surveyor, made())
    sent(surveyor, made())

    assert flags(session) == ["entity_exists"]


def test_a_link_that_comes_at_last_does_not_take_back_what_its_phone_said_later(surveyor, session):
    sent(surveyor, made(species="ลำไย", height="0"))
    sent(surveyor, link(2, height="2", label="2 เมตร"), days_ago=6)
    force()

    sent(surveyor, link(1, height="1", species="มะม่วง", label="1 เมตร"))

    assert tree(session) == ("2 เมตร", {"species": "มะม่วง", "height": "2"}, None)


def test_what_it_waits_for_comes_first_when_it_waits_to_be_digested(surveyor, session):
    sent(surveyor, link(1, height="3"), days_ago=6)
    assert surveyor.send(made(species="ลำไย")).status == 201

    force()

    assert tree(session) == ("1 ลำไย", {"species": "ลำไย", "height": "3"}, None)
    assert not session.scalar(select(Entity.awaits_create))


def test_a_household_that_is_made_so_counts_only_with_its_registration(phone, session):
    household = str(uuid4())
    lineage = {"id": household, "create": "0", "update": "1", "baseVersion": "1", "label": ""}
    sent(phone, phone.fill("household_register", action="edit", household=household, entity=lineage), days_ago=6)
    force()
    assert session.scalar(select(Entity.village_code)) == "50070503"
    assert session.scalar(select(func.count(HouseholdRegistration.submission_id))) == 0

    sent(phone, phone.fill("household_register", entity={"id": household, "label": "12/3 นายสมมุติ"}))

    session.rollback()
    assert session.scalar(select(Entity.label)) == "12/3 นายสมมุติ"
    assert session.scalar(select(HouseholdRegistration.household_id)) == UUID(household)


def test_a_project_is_never_made_so(phone, session):
    sent(phone, phone.fill("project_progress", project=str(uuid4()), site_gps="19.01 98.83 0 5"), days_ago=9)
    force()

    assert {"entity_unknown", "project_unknown"} <= set(flags(session))
    assert session.scalar(select(func.count(Entity.uuid))) == 0


def test_nor_is_what_was_deleted_changed(phone, session):
    household = make_household(session)
    household.deleted_at = NOW
    session.commit()
    lineage = {"create": "0", "update": "1", "baseVersion": "1"}
    change = phone.fill("household_register", action="edit", household=str(household.uuid), entity=lineage)
    sent(phone, change, days_ago=9)

    assert (force(), flags(session)) == (0, ["entity_deleted"])
