"""Deciding alike on many submissions: each is checked and told of as one is, all or none."""

import pytest
from sqlalchemy import select

from server import errors
from server.db.models import Comment, Event, StaleVillage, Submission
from server.db.session import transaction
from server.domain import reviews
from workers.drains import drain_submissions, drain_villages


@pytest.fixture
def submissions(phone, session) -> list[int]:
    """Three registrations of households, received and digested."""
    for number in range(3):
        assert phone.send(phone.fill("household_register", house_no=f"{number + 1}")).status == 201
    drain_submissions()
    drain_villages()
    return list(session.scalars(select(Submission.id).order_by(Submission.id)))


def decide(*asked) -> None:
    with transaction() as session:
        reviews.review_many(session, *asked)


def states(session) -> list[str]:
    session.rollback()
    return list(session.scalars(select(Submission.state).order_by(Submission.id)))


def test_each_is_set_and_leaves_its_event(submissions, sign_in, session):
    officer = sign_in()
    decide(officer, submissions, "approved")

    told = session.scalars(select(Event).where(Event.verb == "submission.review").order_by(Event.id)).all()
    assert states(session) == ["approved"] * 3
    assert [one.subject_id for one in told] == [str(one) for one in submissions]
    assert {(one.actor_id, one.details["from"], one.details["to"]) for one in told} == {
        (officer.actor_id, "received", "approved")
    }


def test_what_they_touch_is_computed_once(submissions, sign_in, session):
    decide(sign_in(), submissions, "approved")

    assert session.scalars(select(StaleVillage.village_code)).all() == ["50070503"]


def test_a_comment_is_kept_with_each(submissions, sign_in, session):
    decide(sign_in(), submissions, "rejected", "ซ้ำ")

    assert session.scalars(select(Comment.body)).all() == ["ซ้ำ"] * 3


def test_rejecting_needs_a_comment(submissions, sign_in, session):
    with pytest.raises(errors.CommentMissing):
        decide(sign_in(), submissions, "rejected")


def test_one_that_may_not_be_decided_on_keeps_all_as_they_were(submissions, sign_in, session):
    with pytest.raises(errors.NotFound):
        decide(sign_in(), [*submissions, 999_999], "approved")
    with pytest.raises(errors.NotFound):
        decide(sign_in(area="5006"), submissions, "approved")
    with pytest.raises(errors.NotAllowed):
        decide(sign_in(role="district_chief"), submissions, "approved")
    assert states(session) == ["received"] * 3


def test_none_is_nothing(sign_in, session):
    decide(sign_in(), [], "approved")

    assert session.scalars(select(Event).where(Event.verb == "submission.review")).all() == []
