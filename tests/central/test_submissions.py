"""Submissions over Central's REST: who sees which, in which shape, and what a review does."""

from urllib.parse import quote

import pytest
from sqlalchemy import select, update

from server.db.models import Event, Submission, SubmissionVersion

REGISTER = "/projects/1/forms/household_register/submissions"
ACCOUNT = "/projects/1/forms/household_account/submissions"
PLAN = "/projects/1/forms/community_plan/submissions"


def address(form, filled):
    return f"{form}/{quote(filled.instance_id, safe='')}"


def instance_ids(answer):
    return [one["instanceId"] for one in answer.get_json()]


def events(session, verb):
    return list(session.scalars(select(Event).where(Event.verb == verb).order_by(Event.id)))


def test_a_submission_has_every_key_that_scripts_read(script, sent, phone):
    (listed,) = script.get(REGISTER).get_json()

    assert listed == script.get(address(REGISTER, sent)).get_json()
    version = listed.pop("currentVersion")
    assert listed.pop("createdAt").endswith("Z")
    assert listed == {
        "instanceId": sent.instance_id,
        "submitterId": phone.made.actor_id,
        "deviceId": "collect:AbCdEfGh12345678",
        "userAgent": "org.odk.collect.android/v2026.3.3 Dalvik/2.1.0 (Linux; U; Android 13)",
        "reviewState": None,
        "updatedAt": None,
        "deletedAt": None,
    }
    assert set(version) == {
        *("instanceId", "instanceName", "submitterId", "deviceId", "userAgent", "createdAt", "current")
    }
    assert (version["instanceId"], version["current"]) == (sent.instance_id, True)


def test_a_submission_that_came_encrypted_says_so(script, sent, session):
    session.execute(update(SubmissionVersion).values(is_encrypted=True))
    session.commit()

    (listed,) = script.get(REGISTER).get_json()
    assert listed["status"] == "notDecrypted"


def test_extended_metadata_says_who_sent_it(script, sent, phone):
    (listed,) = script.get(REGISTER, **{"X-Extended-Metadata": "true"}).get_json()

    assert listed["submitter"] == listed["currentVersion"]["submitter"]
    assert (listed["submitter"]["id"], listed["submitter"]["type"]) == (phone.made.actor_id, "field_key")


def test_the_newest_comes_first_and_pages_are_cut_from_there(script, phone):
    filled = [phone.fill("household_register", house_no=str(number)) for number in range(4)]
    for one in filled:
        phone.send(one)
    newest_first = [one.instance_id for one in reversed(filled)]

    assert instance_ids(script.get(REGISTER)) == newest_first
    assert instance_ids(script.get(f"{REGISTER}?limit=2")) == newest_first[:2]
    assert instance_ids(script.get(f"{REGISTER}?offset=1&limit=2")) == newest_first[1:3]
    assert instance_ids(script.get(f"{REGISTER}?offset=9")) == []


@pytest.mark.parametrize("query", ["limit=x", "offset=-1", "limit=1.5", "limit=", "offset=99999999999999999999"])
def test_a_page_that_is_no_number_is_400_11(script, query):
    assert script.get(f"{REGISTER}?{query}").get_json()["code"] == 400.11


def test_the_xml_is_what_the_phone_sent(script, sent):
    answer = script.get(f"{address(REGISTER, sent)}.xml")

    assert answer.data == sent.xml
    assert answer.content_type.startswith("application/xml")


def test_an_edit_keeps_the_first_id_and_shows_its_own_version(script, sent, phone):
    edited = phone.edit(sent, house_no="77")
    phone.send(edited)

    (listed,) = script.get(REGISTER).get_json()
    assert (listed["instanceId"], listed["reviewState"]) == (sent.instance_id, "edited")
    assert listed["currentVersion"]["instanceId"] == edited.instance_id
    assert script.get(f"{address(REGISTER, sent)}.xml").data == edited.xml


def test_a_list_is_304_until_something_changes(script, sent):
    etag = script.get(REGISTER).headers["ETag"]

    assert script.get(REGISTER, **{"If-None-Match": etag}).status_code == 304
    script.patch(address(REGISTER, sent), {"reviewState": "approved"})
    assert script.get(REGISTER, **{"If-None-Match": etag}).status_code == 200


# Who sees which


def test_another_district_sees_nothing_of_it(new_script, sent):
    other = new_script(area="5001")

    assert other.get(REGISTER).get_json() == []
    for suffix in ("", ".xml", "/attachments", "/attachments/x.jpg", "/comments"):
        assert other.get(address(REGISTER, sent) + suffix).get_json()["code"] == 404.1
    assert other.patch(address(REGISTER, sent), {"reviewState": "approved"}).get_json()["code"] == 404.1
    assert other.post(f"{address(REGISTER, sent)}/comments", {"body": "x"}).get_json()["code"] == 404.1


def test_a_page_is_filled_with_what_one_may_see(script, sent, new_phone):
    elsewhere = new_phone(area="500101")
    for _ in range(2):
        elsewhere.send(elsewhere.fill("household_register", village_code="50010101", tambon_code="500101"))

    assert instance_ids(script.get(f"{REGISTER}?limit=1")) == [sent.instance_id]


def test_the_province_sees_plans_and_neither_accounts_nor_names(new_script, phone):
    plan, account = phone.fill("community_plan"), phone.fill("household_account")
    assert [phone.send(one).status for one in (plan, account)] == [201, 201]
    province = new_script("province_officer", "50")

    assert instance_ids(province.get(PLAN)) == [plan.instance_id]
    assert province.get(ACCOUNT).get_json() == []
    for suffix in ("", ".xml", "/attachments", "/comments"):
        assert province.get(address(ACCOUNT, account) + suffix).get_json()["code"] == 404.1
        assert province.get(address(PLAN, plan) + suffix).status_code == 200


def test_the_province_reads_and_does_not_review(new_script, phone):
    plan = phone.fill("community_plan")
    phone.send(plan)
    province = new_script("province_officer", "50")

    assert province.patch(address(PLAN, plan), {"reviewState": "approved"}).get_json()["code"] == 403.1
    assert province.post(f"{address(PLAN, plan)}/comments", {"body": "x"}).get_json()["code"] == 403.1


def test_whoever_reads_amounts_is_in_the_book(script, phone, session):
    account = phone.fill("household_account")
    phone.send(account)
    script.get(ACCOUNT)
    assert events(session, "submission.read") == []

    script.get(f"{address(ACCOUNT, account)}.xml")

    (reading,) = events(session, "submission.read")
    submission = session.scalars(select(Submission)).one()
    assert (reading.actor_id, reading.subject_id) == (script.person_id, str(submission.id))
    assert account.instance_id not in str(reading.details)


# Reviewing


@pytest.mark.parametrize(
    ("wire", "state"),
    [("approved", "approved"), ("hasIssues", "has_issues"), ("rejected", "rejected"), (None, "received")],
)
def test_a_review_sets_the_state_under_centrals_name(script, sent, session, wire, state):
    answer = script.patch(address(REGISTER, sent), {"reviewState": wire})

    assert (answer.status_code, answer.get_json()["reviewState"]) == (200, wire)
    assert session.scalars(select(Submission.state)).one() == state
    assert [(event.actor_id, event.details["to"]) for event in events(session, "submission.review")] == [
        (script.person_id, state)
    ]


@pytest.mark.parametrize("state", ["received", "has_issues", "", 5, ["approved"], {}])
def test_a_state_central_does_not_know_is_400_8(script, sent, state):
    assert script.patch(address(REGISTER, sent), {"reviewState": state}).get_json()["code"] == 400.8


def test_a_patch_without_a_state_changes_nothing(script, sent, session):
    script.patch(address(REGISTER, sent), {"reviewState": "approved"})

    assert script.patch(address(REGISTER, sent), {}).get_json()["reviewState"] == "approved"
    assert len(events(session, "submission.review")) == 1


def test_nobody_reviews_an_own_submission(script, new_phone):
    phone = new_phone(person_id=script.person_id)
    own = phone.fill("household_register")
    phone.send(own)

    answer = script.patch(address(REGISTER, own), {"reviewState": "approved"})
    assert (answer.status_code, answer.get_json()["details"]["problem"]) == (403, "own-submission")


# Comments


def test_a_comment_is_kept_and_the_newest_comes_first(script, sent):
    comments = f"{address(REGISTER, sent)}/comments"
    written = script.post(comments, {"body": "บ้านเลขที่ไม่ตรง"}).get_json()
    script.post(comments, {"body": "แก้แล้ว"})

    newer, older = script.get(comments).get_json()
    assert older == written
    assert (older["body"], older["actorId"], newer["body"]) == ("บ้านเลขที่ไม่ตรง", script.person_id, "แก้แล้ว")
    (extended, _) = script.get(comments, **{"X-Extended-Metadata": "true"}).get_json()
    assert extended["actor"]["type"] == "user"


@pytest.mark.parametrize(("content", "code"), [({}, 400.3), ({"body": ""}, 400.3), ({"body": "  "}, 400.2)])
def test_a_comment_without_words_is_refused(script, sent, content, code):
    assert script.post(f"{address(REGISTER, sent)}/comments", content).get_json()["code"] == code
