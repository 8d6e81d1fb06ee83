"""Edits from phones (wire contract 2.10): the newest version counts, the first id stays."""

import pytest
from sqlalchemy import func, select, update

from server.db.models import Attachment, Event, Form, PendingSubmission, Submission, SubmissionVersion


@pytest.fixture
def sent(phone):
    """A plan with a photo, sent."""
    filled = phone.fill("community_plan", files={"plan_photo_1": b"photo"})
    phone.send(filled)
    return filled


def only(session, model):
    session.rollback()
    return session.scalars(select(model)).one()


def versions(session):
    """instance id -> whether it is current, in order of arrival."""
    session.rollback()
    rows = session.execute(
        select(SubmissionVersion.instance_id, SubmissionVersion.is_current).order_by(SubmissionVersion.id)
    )
    return [(instance_id, is_current) for instance_id, is_current in rows]


def files_of(session, filled):
    """name -> whether the bytes are here, of one version."""
    session.rollback()
    rows = session.execute(
        select(Attachment.name, Attachment.sha256)
        .join(SubmissionVersion, SubmissionVersion.id == Attachment.submission_version_id)
        .where(SubmissionVersion.instance_id == filled.instance_id)
    )
    return {name: sha256 is not None for name, sha256 in rows}


def test_an_edit_becomes_the_current_version(phone, session, sent):
    edit = phone.edit(sent, plan_title="แก้ไขแล้ว")

    assert phone.send(edit).status == 201
    assert versions(session) == [(sent.instance_id, False), (edit.instance_id, True)]
    submission = only(session, Submission)
    assert (submission.instance_id, submission.state, submission.edits) == (sent.instance_id, "edited", 1)
    assert submission.updated_at is not None


def test_an_edit_keeps_when_the_submission_was_first_received(phone, session, sent):
    before = only(session, Submission).received_at
    phone.send(phone.edit(sent))

    assert only(session, Submission).received_at == before


def test_an_approved_submission_that_is_edited_is_to_be_reviewed_again(phone, session, sent):
    session.execute(update(Submission).values(state="approved"))
    session.commit()
    phone.send(phone.edit(sent))

    assert only(session, Submission).state == "edited"
    event = session.scalars(select(Event).where(Event.verb == "submission.edit")).one()
    assert event.details == {"from": "approved", "to": "edited"}
    assert (event.actor_id, event.subject_id) == (phone.made.actor_id, str(only(session, Submission).id))


def test_an_edit_waits_for_its_drain_like_a_new_submission(phone, session, sent):
    phone.send(phone.edit(sent))
    session.rollback()

    assert session.scalar(select(func.count(PendingSubmission.id))) == 2


def test_an_edit_of_an_edit_names_the_edit(phone, session, sent):
    first = phone.edit(sent, plan_title="หนึ่ง")
    second = phone.edit(first, plan_title="สอง")

    assert [phone.send(edit).status for edit in (first, second)] == [201, 201]
    assert versions(session) == [(sent.instance_id, False), (first.instance_id, False), (second.instance_id, True)]
    assert only(session, Submission).edits == 2


def test_files_that_were_not_sent_again_are_carried_over(phone, session, sent):
    edit = phone.edit(sent, plan_title="แก้ไขแล้ว")
    phone.post(edit.xml)

    assert files_of(session, edit) == dict.fromkeys(sent.files, True)


def test_a_file_sent_again_replaces_the_old_one_in_the_edit_only(phone, session, sent):
    (name,) = sent.files
    edit = phone.edit(sent)
    phone.post(edit.xml, {name: b"a better photo"})

    session.rollback()
    hashes = session.scalars(select(Attachment.sha256)).all()
    assert len(set(hashes)) == 2


def test_a_file_that_the_edit_does_not_name_is_not_carried_over(phone, session, sent):
    edit = phone.edit(sent, plan_photo_1="")
    phone.post(edit.xml)

    assert files_of(session, edit) == {}
    assert files_of(session, sent) == dict.fromkeys(sent.files, True)


def test_a_file_of_the_first_version_that_comes_late_reaches_the_edits(phone, session):
    filled = phone.fill("community_plan", files={"plan_photo_1": b"photo"})
    edit = phone.edit(filled, plan_title="หนึ่ง")
    last = phone.edit(edit, plan_title="สอง")
    for form in (filled, edit, last):
        phone.post(form.xml)

    assert phone.post(filled.xml, filled.files).status == 201
    assert [set(files_of(session, form).values()) for form in (filled, edit, last)] == [{True}] * 3


def test_an_edit_sent_again_is_201_and_nothing_is_new(phone, sent, kept):
    edit = phone.edit(sent)
    phone.send(edit)
    before = kept()

    assert [phone.send(edit).status for _ in range(2)] == [201, 201]
    assert kept() == before


def test_a_version_that_was_edited_since_may_come_again(phone, session, sent, kept):
    phone.send(phone.edit(sent))
    before = kept()

    assert phone.send(sent).status == 201  # its first answer was lost; the phone would ask for ever
    assert kept() == before
    assert versions(session)[0] == (sent.instance_id, False)


def test_an_edit_of_something_unknown_is_refused_until_that_has_come(phone, kept):
    filled = phone.fill("community_plan", files={"plan_photo_1": b"photo"})
    edit, before = phone.edit(filled), kept()
    early = phone.send(edit)
    assert kept() == before

    assert (early.status, early.problem) == (404, "edited-submission-unknown")
    assert [phone.send(form).status for form in (filled, edit)] == [201, 201]


def test_two_edits_of_one_version_do_not_both_count(phone, session, sent, kept):
    mine, yours = phone.edit(sent, plan_title="ของฉัน"), phone.edit(sent, plan_title="ของเธอ")
    phone.send(mine)
    before = kept()
    reply = phone.post(yours.xml, dict.fromkeys(yours.files, b"another photo"))

    assert (reply.status, reply.problem) == (409, "submission-superseded")
    assert kept() == before
    assert versions(session) == [(sent.instance_id, False), (mine.instance_id, True)]


def test_an_edit_may_not_take_the_id_of_another_submission(phone, sent, kept):
    other = phone.fill("community_plan")
    phone.send(other)
    before = kept()
    reply = phone.send(phone.edit(sent, instanceID=other.instance_id))

    assert (reply.status, reply.problem) == (409, "instance-id-taken")
    assert kept() == before


def test_an_edit_with_the_id_of_the_current_one_and_other_answers_is_a_conflict(phone, sent, kept):
    edit = phone.edit(sent, plan_title="หนึ่ง")
    phone.send(edit)
    before = kept()
    reply = phone.post(edit.xml.replace("หนึ่ง".encode(), "สอง".encode()))

    assert (reply.status, reply.problem) == (409, "submission-conflict")
    assert kept() == before


def test_a_new_submission_may_not_take_the_id_of_an_edit(phone, sent):
    edit = phone.edit(sent)
    phone.send(edit)

    assert phone.send(phone.fill("community_plan", instanceID=edit.instance_id)).problem == "submission-conflict"


def test_an_edit_that_names_itself_is_a_conflict(phone, sent):
    assert phone.send(phone.edit(sent, instanceID=sent.instance_id)).problem == "submission-conflict"


def test_an_edit_of_a_deleted_submission_is_refused(phone, session, sent):
    session.execute(update(Submission).values(deleted_at=func.now()))
    session.commit()

    assert phone.send(phone.edit(sent)).problem == "submission-deleted"


def test_an_edit_to_a_closed_form_is_refused(phone, session, sent):
    session.execute(update(Form).values(state="closed"))
    session.commit()

    assert phone.send(phone.edit(sent)).problem == "form-closed"


def test_another_phone_of_the_tambon_may_edit_and_one_of_another_tambon_may_not(phone, new_phone, session, sent):
    edit = phone.edit(sent)

    assert new_phone(area="500706").send(edit).problem == "edited-submission-unknown"
    assert new_phone(area="500705").send(edit).status == 201
    assert len(versions(session)) == 2


def test_an_edit_of_another_form_is_not_found(phone, sent):
    account = phone.fill("household_account")

    assert phone.send(phone.edit(account, deprecatedID=sent.instance_id)).problem == "edited-submission-unknown"


def test_meta_may_have_a_prefix(phone, session, sent):
    edit = phone.edit(sent)
    xml = edit.xml.replace(b"<meta>", b"<orx:meta>").replace(b"</meta>", b"</orx:meta>")
    xml = xml.replace(b"<instanceID>", b"<orx:instanceID>").replace(b"</instanceID>", b"</orx:instanceID>")

    assert phone.post(xml).status == 201
    assert versions(session)[1] == (edit.instance_id, True)
