"""Many submissions received at once: each by the rules of one, all or none."""

import datetime as dt
from dataclasses import replace
from io import BytesIO

import pytest
from sqlalchemy import func, select

from server import errors, storage
from server.db.models import Attachment, Form, Phone, Submission, SubmissionVersion
from server.domain.deliveries import Delivery, receive_many
from server.domain.submissions import FilePart, Upload

AT = dt.datetime(2007, 1, 12, 3, 0, tzinfo=dt.UTC)


@pytest.fixture
def deliver(phone, province):
    """Receive these filled forms at once, as sent by the phone; returns how many were new."""

    def send(*filled, token=None):
        uploads = [
            Upload(
                workspace_id=1,
                token=token or phone.made.token,
                xml=one.xml,
                files=tuple(FilePart((name,), "image/jpeg", BytesIO(body)) for name, body in one.files.items()),
            )
            for one in filled
        ]
        return receive_many([Delivery(upload, AT) for upload in uploads], storage.blobs())

    return send


def count(session, what):
    session.rollback()
    return session.scalar(select(func.count()).select_from(what))


def test_they_are_received_when_they_are_said_to_have_been(deliver, phone, province):
    assert deliver(phone.fill("household_register"), phone.fill("community_plan")) == 2
    assert province.scalars(select(Submission.received_at)).all() == [AT, AT]
    assert province.scalars(select(SubmissionVersion.received_at)).all() == [AT, AT]


def test_files_that_came_are_there_and_the_others_are_waited_for(deliver, phone, province):
    photo = phone.fill("forum_attendance", files={"sheet_photo_1": b"a photo"})
    missing = phone.fill("forum_attendance", files={"sheet_photo_1": b"another"})
    deliver(photo, replace(missing, files={}))

    has_come = province.scalars(select(Attachment.sha256.is_not(None)).order_by(Attachment.submission_version_id)).all()
    assert has_come == [True, False]
    assert storage.blobs().path(province.scalar(select(Attachment.sha256).limit(1))).read_bytes() == b"a photo"


def test_what_is_here_already_is_a_resend(deliver, phone, province):
    filled = phone.fill("household_register")
    phone.send(filled)

    assert deliver(filled, filled, phone.fill("community_plan")) == 1
    assert count(province, Submission) == 2


def test_an_edit_becomes_the_current_version(deliver, phone, province):
    first = phone.fill("forum_attendance")
    deliver(first, phone.edit(first, people_male="9"))

    assert count(province, Submission) == 1
    assert province.scalars(select(SubmissionVersion.is_current).order_by(SubmissionVersion.id)).all() == [False, True]


def test_of_two_with_one_id_the_second_is_a_clash(deliver, phone, province):
    first = phone.fill("household_register", instanceID="uuid:1", house_no="1")
    other = phone.fill("household_register", instanceID="uuid:1", house_no="2")

    with pytest.raises(errors.SubmissionConflict):
        deliver(first, other)


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (lambda session, form, phone: setattr(form, "state", "closed"), errors.FormClosed),
        (lambda session, form, phone: setattr(phone, "revoked_at", AT), errors.PhoneUnknown),
    ],
)
def test_one_that_is_not_let_in_keeps_all_out(deliver, phone, province, spoil, problem):
    good, bad = phone.fill("household_register"), phone.fill("community_plan")
    deliver(phone.fill("community_plan"))
    form = province.scalar(select(Form).where(Form.form_id == "community_plan"))
    spoil(province, form, province.scalar(select(Phone)))
    province.commit()

    with pytest.raises(problem):
        deliver(good, bad)
    assert count(province, Submission) == 1


def test_a_form_that_the_phone_is_not_offered_is_refused(deliver, new_phone, phone):
    member = new_phone(role="committee_member", area="50070503")

    with pytest.raises(errors.FormNotOffered):
        deliver(phone.fill("household_register"), token=member.made.token)


def test_none_is_none(province):
    assert receive_many([], storage.blobs()) == 0
