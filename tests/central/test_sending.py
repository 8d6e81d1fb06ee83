"""Submissions that scripts send: created once, edited by whoever sends in that area, completed with files."""

import hashlib
from urllib.parse import quote

import pytest
from sqlalchemy import func, select, update

from server.db.models import Attachment, Submission, SubmissionVersion
from tests.factories import make_project
from tests.fixtures.field import photo

FORMS = "/projects/1/forms/{}/submissions"
PROGRESS, REGISTER = FORMS.format("project_progress"), FORMS.format("household_register")


def address(form, filled):
    return f"{form}/{quote(filled.instance_id, safe='')}"


def send(script, where, xml, method="POST"):
    return script.call(method, where, data=xml, content_type="application/xml")


@pytest.fixture
def report(new_phone, session):
    """A report on a project, filled in and not sent, and the fake phone that edits it."""
    project = make_project(session)
    session.commit()
    phone = new_phone(role="district_officer", area="5007")
    filled = phone.fill("project_progress", project=str(project.id), files={"photo_1": photo()})
    return phone, filled


def count(session, model):
    session.rollback()
    return session.scalar(select(func.count()).select_from(model))


def code(answer):
    return answer.get_json()["code"]


def test_what_a_script_creates_is_the_persons_own(script, report, session):
    _, filled = report
    answer = send(script, f"{PROGRESS}?deviceID=office:1", filled.xml)

    created = answer.get_json()
    assert answer.status_code == 200
    assert (created["instanceId"], created["submitterId"]) == (filled.instance_id, script.person_id)
    assert (created["deviceId"], created["reviewState"]) == ("office:1", None)
    assert created == script.get(address(PROGRESS, filled)).get_json()
    assert session.scalars(select(Submission.phone_area)).one() == "5007"


def test_a_repeat_is_told_so_whatever_it_says(script, report, session):
    _, filled = report
    send(script, PROGRESS, filled.xml)

    assert code(send(script, PROGRESS, filled.xml)) == 409.3
    other = filled.xml.replace(b"working", b"delayed")
    assert other != filled.xml
    assert code(send(script, PROGRESS, other)) == 409.3
    assert count(session, SubmissionVersion) == 1


def test_what_was_erased_is_not_taken_again(script, sent, session, app, new_script):
    team = new_script("tambon_team", "500705")
    submission = session.scalars(select(Submission.id)).one()
    session.execute(update(Submission).values(deleted_at=func.now()))
    session.commit()
    assert submission

    assert code(send(team, REGISTER, sent.xml)) == 409.18


def test_a_form_sent_to_the_address_of_another_is_400_8(script, report, session):
    _, filled = report

    assert code(send(script, FORMS.format("project_screening"), filled.xml)) == 400.8
    assert count(session, Submission) == 0


@pytest.mark.parametrize("xml", [b"", b"<data", b"<data/>"])
def test_what_is_no_submission_is_400_1(script, report, xml):
    assert code(send(script, PROGRESS, xml)) == 400.1


def test_xml_that_is_too_large_is_413(script, report):
    assert send(script, PROGRESS, b"x" * 10_000_001).status_code == 413


def test_a_form_that_is_not_for_the_role_is_403_1(script, phone, session):
    filled = phone.fill("household_register")

    assert code(send(script, REGISTER, filled.xml)) == 403.1
    assert count(session, Submission) == 0


def test_a_team_sends_and_is_answered_though_it_lists_nothing(new_script, phone):
    team = new_script("tambon_team", "500705")
    filled = phone.fill("forum_attendance", files={"sheet_photo_1": photo()})
    forums = FORMS.format("forum_attendance")

    created = send(team, forums, filled.xml).get_json()
    assert (created["instanceId"], created["submitterId"]) == (filled.instance_id, team.person_id)
    assert code(team.get(forums)) == code(team.get(address(forums, filled))) == 403.1
    (name,) = filled.files
    assert team.get(f"{address(forums, filled)}/attachments").get_json() == [{"name": name, "exists": False}]
    assert (
        team.call("POST", f"{address(forums, filled)}/attachments/{name}", data=filled.files[name]).status_code == 200
    )
    assert team.get(f"{address(forums, filled)}/attachments").get_json() == [{"name": name, "exists": True}]


def test_an_edit_sent_as_new_is_told_where_it_belongs(script, report):
    phone, filled = report
    send(script, PROGRESS, filled.xml)

    answer = send(script, PROGRESS, phone.edit(filled, percent_physical="50").xml)
    assert (code(answer), answer.get_json()["details"]["problem"]) == (400.8, "edit-sent-as-new")


# Edits


def test_an_edit_becomes_the_current_version(script, report):
    phone, filled = report
    send(script, PROGRESS, filled.xml)
    edited = phone.edit(filled, percent_physical="50")

    answer = send(script, address(PROGRESS, filled), edited.xml, "PUT").get_json()
    assert (answer["instanceId"], answer["reviewState"]) == (filled.instance_id, "edited")
    assert answer["currentVersion"]["instanceId"] == edited.instance_id
    assert script.get(f"{address(PROGRESS, filled)}.xml").data == edited.xml


def test_an_edit_sent_again_changes_nothing(script, report, session):
    phone, filled = report
    send(script, PROGRESS, filled.xml)
    edited = phone.edit(filled, percent_physical="50")

    assert [send(script, address(PROGRESS, filled), edited.xml, "PUT").status_code for _ in range(2)] == [200, 200]
    assert count(session, SubmissionVersion) == 2


def test_an_edit_names_the_current_version_and_a_new_id(script, report):
    phone, filled = report
    where = address(PROGRESS, filled)
    send(script, PROGRESS, filled.xml)
    first, second = phone.edit(filled, percent_physical="50"), phone.edit(filled, percent_physical="60")
    send(script, where, first.xml, "PUT")

    assert code(send(script, where, filled.xml, "PUT")) == 400.19
    assert code(send(script, where, second.xml, "PUT")) == 409.9
    used = phone.edit(first, instanceID=filled.instance_id)
    assert code(send(script, where, used.xml, "PUT")) == 409.8
    assert code(send(script, f"{PROGRESS}/unknown", phone.edit(first).xml, "PUT")) == 404.1
    assert code(send(script, where.replace("progress", "screening"), phone.edit(first).xml, "PUT")) == 400.8


def test_an_id_of_another_submission_is_409_8(script, report):
    phone, filled = report
    other = phone.fill("project_progress", project=filled.root.find(".//project").text)
    for one in (filled, other):
        send(script, PROGRESS, one.xml)

    taken = phone.edit(filled, instanceID=other.instance_id)
    assert code(send(script, address(PROGRESS, filled), taken.xml, "PUT")) == 409.8


def test_what_a_team_sent_is_edited_by_its_team(script, new_script, sent, phone):
    edited = phone.edit(sent, house_no="77")
    where = address(REGISTER, sent)

    answer = send(script, where, edited.xml, "PUT")
    assert (code(answer), answer.get_json()["details"]["problem"]) == (403.1, "edit-of-another-area")
    assert code(send(new_script("tambon_team", "500101"), where, edited.xml, "PUT")) == 404.1
    assert code(send(new_script(area="5001"), where, edited.xml, "PUT")) == 404.1
    assert send(new_script("tambon_team", "500705"), where, edited.xml, "PUT").status_code == 200


# Files


@pytest.fixture
def created(script, report):
    """The address of a report that its sender still owes a photo, the photo's name, and its bytes."""
    _, filled = report
    send(script, PROGRESS, filled.xml)
    (name,) = filled.files
    return f"{address(PROGRESS, filled)}/attachments", name, filled.files[name]


def test_a_file_is_put_where_the_submission_speaks_of_it(script, created, session):
    where, name, content = created

    answer = script.call("POST", f"{where}/{name}", data=content, content_type="image/jpeg")
    assert answer.get_json() == {"success": True}
    assert script.get(where).get_json() == [{"name": name, "exists": True}]
    assert script.get(f"{where}/{name}").data == content
    assert session.scalars(select(Attachment.sha256)).one() == hashlib.sha256(content).digest()


def test_a_file_is_kept_as_it_came_whatever_its_encoding(script, created):
    where, name, _ = created

    script.call("POST", f"{where}/{name}", data=b"not gzip", headers={"Content-Encoding": "gzip"})
    assert script.get(f"{where}/{name}").data == b"not gzip"


def test_a_file_that_nothing_speaks_of_is_404_1(script, created):
    where, _, content = created

    assert code(script.call("POST", f"{where}/other.jpg", data=content)) == 404.1


def test_a_slot_is_filled_once(script, created, session):
    where, name, content = created
    again = [script.call("POST", f"{where}/{name}", data=content).status_code for _ in range(2)]

    assert again == [200, 200]
    assert code(script.call("POST", f"{where}/{name}", data=b"other")) == 409.3
    assert script.get(f"{where}/{name}").data == content
    assert session.scalars(select(Submission.state)).one() == "received"


def test_files_are_added_by_the_one_who_sent_it(created, new_script):
    where, name, content = created

    assert code(new_script().call("POST", f"{where}/{name}", data=content)) == 403.1
    assert code(new_script(area="5001").call("POST", f"{where}/{name}", data=content)) == 404.1
    assert code(new_script("tambon_team", "500705").call("POST", f"{where}/{name}", data=content)) == 404.1
