"""The district decides: any state may follow any other, each decision is an event, nobody decides on their own."""

from itertools import product
from uuid import uuid4

import pytest
from sqlalchemy import func, select, update

from server import errors
from server.db.models import Comment, Event, Phone, StaleVillage, Submission
from server.db.session import transaction
from server.domain import reviews
from server.domain.permissions import Caller
from server.domain.reviews import NEEDS_COMMENT, STATES, Seen
from tests.factories import make_village
from workers.drains import drain_submissions, drain_villages

WHY = "จำนวนไม่ตรงกับสมุด"
FAR_VILLAGE = "50060101"


@pytest.fixture
def submission(phone, session) -> int:
    """A forum of the village, received and digested."""
    return received(phone, session, "forum_attendance")


def received(phone, session, form_id: str, **answers: object) -> int:
    filled = phone.fill(form_id, **answers)
    assert phone.send(filled).status == 201
    drain_submissions()
    drain_villages()
    return session.scalar(select(Submission.id).where(Submission.instance_id == filled.instance_id))


def decide(caller: Caller, submission: int, state: str, comment: str | None = WHY, **terms: object) -> None:
    with transaction() as session:
        reviews.review(session, caller, submission, state, comment, **terms)


def state_of(session, submission: int) -> str:
    session.rollback()
    return session.scalar(select(Submission.state).where(Submission.id == submission))


def events(session) -> list[Event]:
    return list(session.scalars(select(Event).where(Event.verb == "submission.review").order_by(Event.id)))


def test_any_state_may_follow_any_other_and_each_decision_is_an_event(session, submission, sign_in):
    officer = sign_in()
    moves = list(product(STATES, STATES))
    for old, new in moves:
        session.execute(update(Submission).values(state=old))
        session.commit()
        decide(officer, submission, new)
        assert state_of(session, submission) == new

    assert [(event.details["from"], event.details["to"]) for event in events(session)] == moves
    assert {(event.actor_id, event.subject, event.subject_id) for event in events(session)} == {
        (officer.actor_id, "submission", str(submission))
    }


def test_the_event_says_that_there_is_a_comment_not_what_it_says(session, submission, sign_in):
    decide(sign_in(), submission, "has_issues")

    (event,) = events(session)
    assert event.details == {"from": "received", "to": "has_issues", "commented": True}
    assert session.scalar(select(Comment.body)) == WHY


@pytest.mark.parametrize("state", NEEDS_COMMENT)
@pytest.mark.parametrize("comment", [None, "", "  \n"])
def test_sending_back_or_rejecting_needs_a_comment(session, submission, sign_in, state, comment):
    with pytest.raises(errors.CommentMissing):
        decide(sign_in(), submission, state, comment)

    assert (state_of(session, submission), events(session)) == ("received", [])


def test_approving_needs_no_comment(session, submission, sign_in):
    decide(sign_in(), submission, "approved", None)

    assert state_of(session, submission) == "approved"
    assert session.scalar(select(func.count(Comment.id))) == 0


def test_a_script_may_decide_without_a_comment(session, submission, sign_in):
    decide(sign_in(), submission, "rejected", None, needs_comment=False)

    assert state_of(session, submission) == "rejected"


def test_a_state_nobody_knows_is_refused(submission, sign_in):
    with pytest.raises(errors.StateUnknown):
        decide(sign_in(), submission, "perfect")


@pytest.mark.parametrize("seen", [Seen("approved", 0), Seen("received", 1)])
def test_a_decision_on_what_has_changed_meanwhile_is_refused(session, submission, sign_in, seen):
    with pytest.raises(errors.ReviewOutdated):
        decide(sign_in(), submission, "rejected", seen=seen)

    assert state_of(session, submission) == "received"


def test_a_decision_on_what_is_on_the_screen_is_taken(session, submission, sign_in):
    decide(sign_in(), submission, "approved", seen=Seen("received", 0))

    assert state_of(session, submission) == "approved"


def test_an_edit_since_the_page_was_opened_is_a_change(phone, session, sign_in):
    filled = phone.fill("forum_attendance")
    phone.send(filled)
    submission = session.scalar(select(Submission.id))
    decide(sign_in(), submission, "approved")
    phone.send(phone.edit(filled, people_male="41"))

    with pytest.raises(errors.ReviewOutdated):
        decide(sign_in(), submission, "approved", seen=Seen("approved", 0))
    assert state_of(session, submission) == "edited"


def test_nobody_decides_on_what_their_own_phone_sent(phone, session, submission, sign_in):
    officer = sign_in()
    of_the_officer = update(Phone).where(Phone.actor_id == phone.made.actor_id).values(person_id=officer.actor_id)
    session.execute(of_the_officer)
    session.commit()

    with pytest.raises(errors.OwnSubmission):
        decide(officer, submission, "approved")
    with pytest.raises(errors.OwnSubmission):
        decide(Caller(phone.made.actor_id, "phone", "โทรศัพท์", 1, "district_officer", "5007"), submission, "approved")
    decide(sign_in(), submission, "approved")


def test_the_province_decides_on_evaluations_alone(phone, session, submission, sign_in):
    with pytest.raises(errors.NotAllowed):
        decide(sign_in("province_officer", "50"), received(phone, session, "community_plan"), "approved")
    with pytest.raises(errors.NotFound):
        decide(sign_in("province_officer", "50"), submission, "approved")


@pytest.mark.parametrize("role", ["district_chief", "tambon_team", "admin"])
def test_other_roles_do_not_decide(submission, sign_in, role):
    with pytest.raises(errors.NotAllowed):
        decide(sign_in(role, "5007" if role != "tambon_team" else "500705"), submission, "approved")


def test_another_districts_submission_is_not_found(submission, sign_in):
    with pytest.raises(errors.NotFound):
        decide(sign_in(area="5006"), submission, "approved")


def test_what_is_not_there_is_not_found(submission, sign_in):
    with pytest.raises(errors.NotFound):
        decide(sign_in(), submission + 1, "approved")


def test_a_comment_may_be_left_without_deciding(session, submission, sign_in):
    with transaction() as commenting:
        reviews.comment_on(commenting, sign_in(), submission, f" {WHY} ")

    assert session.scalar(select(Comment.body)) == WHY
    assert state_of(session, submission) == "received"
    assert session.scalar(select(func.count()).where(Event.verb == "submission.comment")) == 1


def test_an_empty_comment_is_none(submission, sign_in):
    with transaction() as commenting, pytest.raises(errors.CommentMissing):
        reviews.comment_on(commenting, sign_in(), submission, "  ")


def test_a_decision_has_the_village_computed_again(session, submission, sign_in):
    assert session.scalar(select(func.count(StaleVillage.id))) == 0

    decide(sign_in(), submission, "approved")

    assert session.execute(select(StaleVillage.village_code, StaleVillage.plan_year)).all() == [("50070503", 2570)]


def test_a_rejected_household_leaves_the_phones_and_comes_back(phone, session, sign_in):
    household = str(uuid4())
    submission = received(phone, session, "household_register", entity={"id": household})
    officer = sign_in()
    on_phone = []
    for state in ("rejected", "approved", "rejected", "has_issues"):
        decide(officer, submission, state)
        drain_submissions()
        phone.sync()
        on_phone.append(household in phone.lists["households"].rows)

    assert on_phone == [False, True, False, True]


def test_officers_of_either_side_may_accept_what_came_from_outside(new_phone, session, sign_in):
    make_village(session, FAR_VILLAGE)
    session.commit()
    elsewhere = {"amphoe_code": "5006", "tambon_code": "500601", "village_code": FAR_VILLAGE}
    for district in ("5006", "5007"):
        submission = received(new_phone(), session, "forum_attendance", **elsewhere)
        with transaction() as accepting:
            reviews.accept_area(accepting, sign_in(area=district), submission)

    session.rollback()
    assert session.scalar(select(func.count()).where(Submission.area_accepted_by.is_not(None))) == 2
    assert session.scalar(select(func.count()).where(Event.verb == "submission.accept_area")) == 2


def test_a_third_district_has_no_say_in_it(phone, session, sign_in):
    make_village(session, FAR_VILLAGE)
    session.commit()
    submission = received(phone, session, "forum_attendance", village_code=FAR_VILLAGE)

    with transaction() as accepting, pytest.raises(errors.NotFound):
        reviews.accept_area(accepting, sign_in(area="5008"), submission)


def test_accepting_twice_is_one_event(phone, session, sign_in):
    make_village(session, FAR_VILLAGE)
    session.commit()
    submission = received(phone, session, "forum_attendance", village_code=FAR_VILLAGE)
    for _ in range(2):
        with transaction() as accepting:
            reviews.accept_area(accepting, sign_in(), submission)

    assert session.scalar(select(func.count()).where(Event.verb == "submission.accept_area")) == 1
