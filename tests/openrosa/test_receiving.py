"""A submission is stored once, however often it comes."""

from sqlalchemy import func, select

from server.db.models import Submission, SubmissionVersion


def test_a_submission_sent_twice_is_stored_once(phone, session):
    filled = phone.fill("household_register")

    assert [phone.send(filled).status for _ in range(2)] == [201, 201]
    assert session.scalar(select(func.count(Submission.id))) == 1


def test_the_name_a_form_gives_itself_is_cut_for_lists_and_whole_in_the_xml(phone, session):
    filled = phone.fill("household_register", instanceName="ยาว" * 300_000)

    assert phone.send(filled).status == 201
    version = session.scalars(select(SubmissionVersion)).one()
    assert version.instance_name == ("ยาว" * 300_000)[:255]
    assert version.xml == filled.xml
