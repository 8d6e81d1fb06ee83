"""Versions of a submission, what changed between them, what was done to it, who sent what."""

from urllib.parse import quote

import pytest
from sqlalchemy import select

from server.db.models import Event
from tests.fixtures.field import photo

REGISTER = "/projects/1/forms/household_register/submissions"
ACCOUNT = "/projects/1/forms/household_account/submissions"
FORUM = "/projects/1/forms/forum_attendance/submissions"


def address(form, filled):
    return f"{form}/{quote(filled.instance_id, safe='')}"


def version(form, first, later):
    return f"{address(form, first)}/versions/{quote(later.instance_id, safe='')}"


@pytest.fixture
def edited(sent, phone):
    """An edit of `sent`."""
    later = phone.edit(sent, house_no="77")
    assert phone.send(later).status == 201
    return later


def test_versions_are_listed_the_newest_first(script, sent, edited, phone):
    listed = script.get(f"{address(REGISTER, sent)}/versions").get_json()

    assert [(one["instanceId"], one["current"]) for one in listed] == [
        (edited.instance_id, True),
        (sent.instance_id, False),
    ]
    assert {one["submitterId"] for one in listed} == {phone.made.actor_id}
    assert listed[1] == script.get(version(REGISTER, sent, sent)).get_json()
    assert script.get(f"{version(REGISTER, sent, sent)}.xml").data == sent.xml


def test_no_browser_runs_a_script_in_a_definition_or_in_what_a_phone_sent(script, sent):
    for path in ("/projects/1/forms/household_register", address(REGISTER, sent), version(REGISTER, sent, sent)):
        assert script.get(f"{path}.xml").headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_the_id_of_a_later_version_leads_to_it(script, sent, edited, new_script):
    answer = script.get(address(REGISTER, edited))

    assert answer.status_code == 301
    followed = script.get(answer.headers["Location"].partition("/v1")[2]).get_json()
    assert followed["instanceId"] == edited.instance_id
    assert script.get(version(REGISTER, sent, edited)).get_json() == followed
    assert new_script(area="5001").get(address(REGISTER, edited)).get_json()["code"] == 404.1


def test_so_does_the_address_of_its_xml(script, sent, edited, new_script):
    answer = script.get(f"{address(REGISTER, edited)}.xml")

    assert answer.status_code == 301
    assert script.get(answer.headers["Location"].partition("/v1")[2]).data == edited.xml
    assert new_script(area="5001").get(f"{address(REGISTER, edited)}.xml").get_json()["code"] == 404.1


def test_a_version_of_another_submission_is_not_there(script, sent, edited, phone):
    other = phone.fill("household_register", house_no="5")
    phone.send(other)

    assert script.get(version(REGISTER, other, edited)).get_json()["code"] == 404.1
    assert script.get(f"{address(REGISTER, sent)}/versions/nothing").get_json()["code"] == 404.1


def test_files_belong_to_a_version(script, phone):
    forum = phone.fill("forum_attendance", files={"sheet_photo_1": photo()})
    assert phone.send(forum).status == 201
    later = phone.edit(forum.with_files(), sheet_photo_1="later.jpg")
    phone.post(later.xml)
    (name,) = forum.files

    assert script.get(f"{version(FORUM, forum, forum)}/attachments").get_json() == [{"name": name, "exists": True}]
    assert script.get(f"{version(FORUM, forum, forum)}/attachments/{name}").data == forum.files[name]
    assert script.get(f"{version(FORUM, forum, later)}/attachments").get_json() == [
        {"name": "later.jpg", "exists": False}
    ]
    assert script.get(f"{version(FORUM, forum, later)}/attachments/{name}").get_json()["code"] == 404.1


def test_differences_are_told_version_by_version(script, sent, edited, phone):
    third = phone.edit(edited, members=None)
    phone.send(third)

    told = script.get(f"{address(REGISTER, sent)}/diffs").get_json()
    assert list(told) == [third.instance_id, edited.instance_id]
    changes = {tuple(one["path"]): (one["old"], one["new"]) for one in told[edited.instance_id]}
    assert ("12/3", "77") in changes.values()
    assert changes["meta", "instanceID"] == (sent.instance_id, edited.instance_id)
    assert ("4", None) in [(one["old"], one["new"]) for one in told[third.instance_id]]


def test_what_was_never_edited_has_no_differences(script, sent):
    assert script.get(f"{address(REGISTER, sent)}/diffs").get_json() == {}


def test_who_reads_amounts_in_versions_or_differences_is_in_the_book(script, phone, session):
    account = phone.fill("household_account")
    phone.send(account)
    for where in (f"{version(ACCOUNT, account, account)}.xml", f"{address(ACCOUNT, account)}/diffs"):
        assert script.get(where).status_code == 200
    script.get(f"{address(ACCOUNT, account)}/versions")

    session.rollback()
    assert list(session.scalars(select(Event.actor_id).where(Event.verb == "submission.read"))) == [
        script.person_id,
        script.person_id,
    ]


def test_what_was_done_to_a_submission_is_told_without_what_was_said(script, sent, edited, phone):
    script.patch(address(REGISTER, sent), {"reviewState": "hasIssues"})
    script.post(f"{address(REGISTER, sent)}/comments", {"body": "บ้านเลขที่ไม่ตรง"})

    told = script.get(f"{address(REGISTER, sent)}/audits", **{"X-Extended-Metadata": "true"}).get_json()
    assert [(one["action"], one["actorId"]) for one in told] == [
        ("submission.comment", script.person_id),
        ("submission.update", script.person_id),
        ("submission.update.version", phone.made.actor_id),
        ("submission.create", phone.made.actor_id),
    ]
    assert told[1]["details"] == {"instanceId": sent.instance_id, "reviewState": "hasIssues"}
    assert {one["actor"]["id"] for one in told} == {script.person_id, phone.made.actor_id}
    assert "บ้าน" not in str(told)


def test_senders_are_listed_once_and_no_key_is_needed(script, sent, phone, new_phone):
    phone.send(phone.fill("household_register", house_no="5"))
    elsewhere = new_phone(area="500101")
    elsewhere.send(elsewhere.fill("household_register", village_code="50010101", tambon_code="500101"))

    (sender,) = script.get(f"{REGISTER}/submitters").get_json()
    assert (sender["id"], sender["type"]) == (phone.made.actor_id, "field_key")
    assert script.get(f"{REGISTER}/keys").get_json() == []
    for last in ("keys", "submitters"):
        assert script.get(f"/projects/1/forms/nothing/submissions/{last}").get_json()["code"] == 404.1


def test_no_deleted_submission_is_listed(script, sent):
    assert script.get(f"{REGISTER}?deleted=true").get_json() == []
    assert len(script.get(f"{REGISTER}?deleted=False").get_json()) == 1
