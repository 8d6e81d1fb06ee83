"""A submission is stored once, however often it comes."""

from sqlalchemy import func, select

from server.db.models import Submission


def test_a_submission_sent_twice_is_stored_once(phone, session):
    filled = phone.fill("household_register")

    assert [phone.send(filled).status for _ in range(2)] == [201, 201]
    assert session.scalar(select(func.count(Submission.id))) == 1
