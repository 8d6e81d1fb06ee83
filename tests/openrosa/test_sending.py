"""HEAD and POST of submissions (wire contract 2.9): the decision table, row by row."""

import hashlib

import pytest
from sqlalchemy import func, select, update

from server.db.models import Attachment, Form, FormVersion, PendingSubmission, Submission, SubmissionVersion
from server.domain.forms import publish
from tests.factories import make_system
from tests.openrosa.blank import newer
from tests.parts import xml_part


def set_form(session, form_id, **values):
    session.execute(update(Form).where(Form.form_id == form_id).values(**values))
    session.commit()


def only(session, model):
    session.rollback()
    return session.scalars(select(model)).one()


# HEAD


@pytest.mark.parametrize("method", ["HEAD", "GET"])
def test_a_submission_is_announced_by_204(phone, method):
    reply = phone.get(f"{phone.server_url}/submission", method=method)

    assert (reply.status, reply.body) == (204, b"")
    assert reply.headers["X-OpenRosa-Version"] == "1.0"
    assert reply.headers["X-OpenRosa-Accept-Content-Length"] == "100000000"
    assert reply.headers["Date"].endswith("GMT")
    assert "Location" not in reply.headers


# A new submission


def test_a_new_submission_is_created(phone, session):
    filled = phone.fill("community_plan", plan_title="แผนชุมชน")
    reply = phone.send(filled)

    assert reply.status == 201
    stored, version = only(session, Submission), only(session, SubmissionVersion)
    assert (stored.instance_id, stored.state, stored.data_class) == (filled.instance_id, "received", "plans")
    assert (stored.actor_id, stored.phone_area, stored.edits) == (phone.made.actor_id, "500705", 0)
    assert (version.xml, version.sha256) == (filled.xml, hashlib.sha256(filled.xml).digest())
    assert version.answers["written"]["plan_title"] == "แผนชุมชน"
    assert version.is_current


def test_the_reply_is_the_envelope_collect_shows(phone):
    reply = phone.send(phone.fill("community_plan"))

    assert reply.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert reply.headers["X-OpenRosa-Version"] == "1.0"
    assert reply.headers["Cache-Control"] == "no-store"
    assert '<OpenRosaResponse xmlns="http://openrosa.org/http/response"' in reply.text
    assert '<message nature="submit_success">ได้รับข้อมูลแล้ว ขอบคุณ</message>' in reply.text


def test_a_new_submission_waits_for_its_drain(phone, session):
    phone.send(phone.fill("community_plan"))

    assert only(session, PendingSubmission).submission_id == only(session, Submission).id


def test_what_the_phone_says_of_itself_is_kept_and_cut(phone, session):
    phone.post(phone.fill("community_plan").xml)
    version = only(session, SubmissionVersion)

    assert version.device_id == "collect:AbCdEfGh12345678"
    assert version.user_agent.startswith("org.odk.collect.android/")


@pytest.mark.parametrize("query", ["", "deviceID=", "deviceID=%00%0A", f"deviceID={'x' * 999}", "deviceID=%FF&x=1"])
def test_any_device_id_will_do(phone, session, query):
    reply = phone.post_parts([xml_part(phone.fill("community_plan").xml)], query=query, **{"User-Agent": "x" * 400})

    assert reply.status == 201
    version = only(session, SubmissionVersion)
    assert len(version.device_id or "") <= 255
    assert version.user_agent == "x" * 255


def test_a_web_client_names_itself_in_front_of_its_browser(phone, session):
    phone.post_parts([xml_part(phone.fill("community_plan").xml)], **{"odk-client": "web/1", "User-Agent": "browser"})

    assert only(session, SubmissionVersion).user_agent == "web/1 browser"


def test_every_form_of_the_team_can_be_sent(phone, session):
    phone.sync()

    assert {phone.send(phone.fill(form_id)).status for form_id in phone.forms} == {201}
    assert session.scalar(select(func.count(Submission.id))) == len(phone.forms)


def test_an_older_version_is_stored_against_its_own_definition(phone, session):
    filled = phone.fill("community_plan", files={"plan_photo_1": b"photo"})
    publish(session, 1, newer("community_plan"), file_name="newer.xml", actor_id=make_system(session).id)
    session.commit()

    assert phone.send(filled).status == 201
    stored = session.get(FormVersion, only(session, SubmissionVersion).form_version_id)
    assert (stored.version, stored.is_current) == (phone.forms["community_plan"].version, False)
    assert only(session, Attachment).sha256 is not None


def test_without_an_instance_id_the_same_form_is_still_stored_once(phone, session):
    xml = phone.fill("community_plan", instanceID=None).xml

    assert [phone.post(xml).status for _ in range(2)] == [201, 201]
    assert only(session, Submission).instance_id.startswith("uuid:")


def test_a_form_that_is_closing_still_takes_what_was_filled_in(phone, session):
    filled = phone.fill("community_plan")
    set_form(session, "community_plan", state="closing")

    assert phone.send(filled).status == 201


# What is not taken


@pytest.mark.parametrize("state", ["closed", "deleted"])
def test_a_closed_form_takes_nothing_new(phone, session, kept, state):
    filled, before = phone.fill("community_plan", files={"plan_photo_1": b"photo"}), kept()
    set_form(session, "community_plan", state=state)
    reply = phone.send(filled)

    assert (reply.status, reply.problem) == (409, "form-closed")
    assert kept() == before


def test_a_form_that_is_not_for_this_role_is_403_and_never_401(new_phone, phone, kept):
    filled = phone.fill("community_plan", files={"plan_photo_1": b"photo"})
    committee, before = new_phone(role="committee_member", area="50070503"), kept()
    reply = committee.send(filled)

    assert (reply.status, reply.problem) == (403, "form-not-offered")
    assert kept() == before


def test_the_same_id_with_other_answers_is_a_conflict(phone, session, kept):
    filled = phone.fill("community_plan", files={"plan_photo_1": b"photo"})
    phone.send(filled)
    before = kept()
    other = filled.xml.replace("แผนชุมชนบ้านสมมุติ".encode(), b"another")
    reply = phone.post(other, {next(iter(filled.files)): b"another photo"})

    assert (reply.status, reply.problem) == (409, "submission-conflict")
    assert filled.instance_id in reply.text
    assert kept() == before
    assert only(session, SubmissionVersion).xml == filled.xml


def test_one_byte_more_is_another_submission(phone):
    filled = phone.fill("community_plan")
    phone.send(filled)

    assert phone.post(filled.xml + b"\n").problem == "submission-conflict"


def test_the_same_id_in_another_form_is_another_submission(phone, session):
    first = phone.fill("community_plan")
    second = phone.fill("forum_attendance", instanceID=first.instance_id)

    assert [phone.send(filled).status for filled in (first, second)] == [201, 201]
    assert session.scalar(select(func.count(Submission.id))) == 2


def test_a_deleted_submission_may_not_be_sent_again(phone, session, kept):
    filled = phone.fill("community_plan", files={"plan_photo_1": b"photo"})
    phone.post(filled.xml)
    session.execute(update(Submission).values(deleted_at=func.now()))
    session.commit()
    before = kept()
    reply = phone.send(filled)

    assert (reply.status, reply.problem) == (409, "submission-deleted")
    assert kept() == before


# Sent again


def test_sent_again_it_is_201_and_nothing_is_new(phone, kept):
    filled = phone.fill("community_plan", files={"plan_photo_1": b"photo"})
    phone.send(filled)
    before = kept()

    assert [phone.send(filled).status for _ in range(3)] == [201, 201, 201]
    assert kept() == before


def test_a_phone_that_lost_the_answer_sends_again(phone, session):
    filled = phone.fill("household_register")

    with pytest.raises(ConnectionResetError):
        phone.with_signal_lost().send(filled)

    assert phone.send(filled).status == 201
    assert session.scalar(select(func.count(Submission.id))) == 1


@pytest.mark.parametrize("state", ["closing", "closed", "deleted"])
def test_what_arrived_before_a_form_closed_is_never_refused_later(phone, session, state):
    filled = phone.fill("community_plan")
    phone.send(filled)
    set_form(session, "community_plan", state=state)

    assert phone.send(filled).status == 201


def test_another_phone_of_the_team_may_send_the_very_same(phone, new_phone, session):
    filled = phone.fill("community_plan")
    phone.send(filled)

    assert new_phone().send(filled).status == 201
    assert only(session, Submission).actor_id == phone.made.actor_id


# Words


def test_refusals_are_thai_unless_english_is_asked_for(phone):
    thai = phone.post(b"<data/>")
    english = phone.post(b"<data/>", **{"Accept-Language": "en-GB, en;q=0.9"})

    assert "อ่านแบบฟอร์มที่ส่งมาไม่ได้" in thai.text
    assert "could not be read" in english.text
    assert (thai.headers["Content-Language"], english.headers["Content-Language"]) == ("th", "en")


def test_a_refusal_is_an_envelope_with_a_code(phone):
    reply = phone.post(b"<data/>")

    assert '<message nature="error">' in reply.text
    assert reply.problem == "xml-unreadable"
    assert reply.headers["X-OpenRosa-Version"] == "1.0"
    assert "ETag" not in reply.headers


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_another_method_is_405_in_the_shape_phones_read(phone, method):
    reply = phone.get(f"{phone.server_url}/submission", method=method)

    assert (reply.status, reply.problem) == (405, "method-unknown")
    assert reply.headers["Allow"] == "GET, HEAD, POST"
    assert b"OpenRosaResponse" in reply.body


def test_an_options_request_is_harmless(phone):
    assert phone.get(f"{phone.server_url}/submission", method="OPTIONS").status == 200
