"""A phone edits what phones of its own area sent, and nothing of others."""

import pytest
from lxml import etree
from sqlalchemy import select, update

from server.db.models import Entity, Event, Submission, SubmissionFlag
from server.db.session import transaction
from server.domain import reviews
from server.domain.permissions import Caller
from tests.factories import make_household, make_person, make_project, make_village
from workers.drains import drain_submissions

VILLAGE = "50070503"


@pytest.fixture
def report(phone, province):
    """A team's report on a project of the village."""
    project = make_project(province, VILLAGE).id
    province.commit()
    filled = phone.fill("project_progress", project=str(project))
    assert phone.send(filled).status == 201
    drain_submissions()
    return filled


@pytest.mark.parametrize(("role", "area"), [("committee_member", VILLAGE), ("district_officer", "5007")])
def test_other_roles_do_not_edit_what_a_team_sent(new_phone, report, role, area):
    other = new_phone(role=role, area=area)

    assert other.send(other.edit(report, percent_physical="100")).problem == "edited-submission-unknown"


def test_a_team_of_the_tambon_spoken_of_does_not_edit_what_another_tambons_sent(new_phone, phone, province):
    sent = new_phone(area="500706").fill("community_plan")
    new_phone(area="500706").send(sent)
    drain_submissions()

    assert phone.send(phone.edit(sent)).problem == "edited-submission-unknown"


def test_a_team_may_correct_a_village_it_took_from_another_tambon(phone, province):
    make_village(province, "50070601")
    province.commit()
    wrong = phone.fill("community_plan", tambon_code="500706", village_code="50070601")
    phone.send(wrong)
    drain_submissions()

    assert phone.send(phone.edit(wrong, tambon_code="500705", village_code=VILLAGE)).status == 201


def test_what_the_district_accepted_from_outside_is_not_accepted_for_yet_another_village(phone, province, session):
    for code in ("50070601", "50070701"):
        make_village(session, code)
    officer = Caller(make_person(session).actor_id, "person", "อำเภอ", 1, "district_officer", "5007")
    session.commit()
    first = phone.fill("community_plan", tambon_code="500706", village_code="50070601")
    phone.send(first)
    drain_submissions()
    with transaction() as deciding:
        reviews.accept_area(deciding, officer, session.scalar(select(Submission.id)))

    phone.send(phone.edit(first, tambon_code="500707", village_code="50070701"))

    session.rollback()
    assert session.scalar(select(Submission.area_accepted_by)) is None


@pytest.mark.parametrize("asked", [{"update": "1"}, {"create": "1", "id": "5a1c7e0e-58a5-4f0c-9c3b-2d5a4c1f7b11"}])
def test_a_form_changes_no_list_but_its_own(new_phone, province, session, asked):
    project, household = make_project(province, VILLAGE).id, make_household(province, VILLAGE)
    label = household.label
    of_household = {"dataset": "households", "id": str(household.uuid), "update": "0", "baseVersion": "1"}
    province.commit()
    committee = new_phone(role="committee_member", area=VILLAGE)
    root = committee.fill("project_progress", project=str(project)).root
    entity = root.find("meta/entity")
    entity.attrib.update(of_household | asked)
    etree.SubElement(entity, "label").text = "ชื่อปลอม"

    assert committee.post(etree.tostring(root)).status == 201
    drain_submissions()

    session.rollback()
    assert list(session.scalars(select(Entity.label).where(Entity.list_name == "households"))) == [label]
    assert "entity_not_declared" in set(session.scalars(select(SubmissionFlag.code)))


def test_another_photo_behind_an_approved_name_is_to_be_reviewed_again(phone, session):
    filled = phone.fill("community_plan", files={"plan_photo_1": b"seen by the district"})
    (name,) = filled.files
    phone.send(filled)
    session.execute(update(Submission).values(state="approved"))
    session.commit()

    phone.post(filled.xml, filled.files)
    assert session.scalar(select(Submission.state)) == "approved"  # the same bytes again change nothing
    session.rollback()
    phone.post(filled.xml, {name: b"seen by nobody"})

    assert session.execute(select(Submission.state, Submission.edits)).one() == ("edited", 1)
    event = session.scalars(select(Event).where(Event.verb == "submission.edit")).one()
    assert (event.actor_id, event.details) == (phone.made.actor_id, {"from": "approved", "to": "edited"})


def test_another_photo_is_accepted_from_outside_again(phone, session):
    officer = make_person(session).actor_id
    filled = phone.fill("community_plan", files={"plan_photo_1": b"seen by the district"})
    (name,) = filled.files
    phone.send(filled)
    session.execute(update(Submission).values(area_accepted_by=officer))
    session.commit()

    phone.post(filled.xml, filled.files)
    assert session.scalar(select(Submission.area_accepted_by)) == officer
    session.rollback()
    phone.post(filled.xml, {name: b"seen by nobody"})
    assert session.scalar(select(Submission.area_accepted_by)) is None


def test_a_photo_that_was_still_missing_does_not_undo_an_approval(phone, session):
    filled = phone.fill("community_plan", files={"plan_photo_1": b"late"})
    phone.post(filled.xml)
    session.execute(update(Submission).values(state="approved"))
    session.commit()
    phone.post(filled.xml, filled.files)

    assert session.scalar(select(Submission.state)) == "approved"
