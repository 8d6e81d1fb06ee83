"""A phone changes only what lies in its own area, whatever village it writes into the form."""

import pytest
from sqlalchemy import select

from server.db.models import Entity, Submission, SubmissionFlag
from server.db.session import transaction
from server.domain import reviews
from server.domain.permissions import Caller
from tests.factories import make_household, make_person, make_village
from workers.drains import drain_submissions

OUTSIDE = "50070601"


def change_of(phone, household) -> object:
    entity = {"id": str(household), "create": "0", "update": "1", "baseVersion": "1", "label": "9 เปลี่ยนชื่อ"}
    return phone.fill("household_register", action="edit", household=str(household), entity=entity)


@pytest.fixture
def foreign(province):
    """A household of another tambon."""
    made = make_household(province, village=make_village(province, OUTSIDE).code)
    province.commit()
    return made


def test_a_household_of_another_tambon_is_not_changed_from_a_village_of_ones_own(phone, session, foreign):
    before = session.scalar(select(Entity.label).where(Entity.uuid == foreign.uuid))

    assert phone.send(change_of(phone, foreign.uuid)).status == 201
    drain_submissions()

    assert session.execute(select(Entity.label, Entity.version).where(Entity.uuid == foreign.uuid)).one() == (before, 1)
    assert "outside_area" in set(session.scalars(select(SubmissionFlag.code)))


def test_a_household_stays_in_its_village(phone, session, foreign):
    phone.send(change_of(phone, foreign.uuid))
    drain_submissions()
    officer = Caller(make_person(session).actor_id, "person", "อำเภอ", 1, "district_officer", "5007")
    session.commit()

    with transaction() as deciding:
        reviews.accept_area(deciding, officer, session.scalar(select(Submission.id)))
    drain_submissions()

    assert session.scalar(select(Entity.version).where(Entity.uuid == foreign.uuid)) == 1
    assert "entity_in_other_village" in set(session.scalars(select(SubmissionFlag.code)))
