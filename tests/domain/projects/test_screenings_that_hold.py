"""What a screening recommends and decides: neither late screenings nor edits and reviews of the proposal change it."""

import pytest
from sqlalchemy import select

from server.db.models import Entity, SubmissionFlag
from server.domain.projects import problems
from tests.domain.projects.lives import make_life


@pytest.fixture
def life(session):
    return make_life(session)


def flags(session, submission) -> set[str]:
    return set(session.scalars(select(SubmissionFlag.code).where(SubmissionFlag.submission_id == submission.id)))


def test_a_screening_without_effect_does_not_raise_what_may_be_approved(life, session):
    life.screen(budget=50_000)
    late = life.screening_form(budget=110_000)
    life.compute()

    assert flags(session, late) == {"screening_without_effect"}
    assert life.row.budget_recommended == 5_000_000
    with pytest.raises(problems.AboveRecommendation):
        life.decide(budget=110_000)


def test_a_screening_that_comes_after_the_approval_leaves_what_was_recommended(life, session):
    life.up_to("approved")
    life.screening_form(budget=20_000)
    life.screening_form("returned")
    life.compute()

    assert (life.row.budget_approved, life.row.budget_recommended) == (10_000_000, 10_000_000)
    phone = session.get_one(Entity, (1, "projects", life.id), populate_existing=True).data
    assert (phone["screen_result"], phone["budget_recommended"]) == ("forwarded", "100000")


def test_what_was_recommended_stays_when_an_approved_proposal_is_edited(life):
    life.up_to("approved")
    life.screening_form(budget=20_000)

    life.edit_proposal(title="ฝายชะลอน้ำ (แก้ไข)")

    assert life.row.budget_recommended == 10_000_000


@pytest.mark.parametrize("outcome", ["not_forwarded", "returned"])
def test_what_the_district_turned_down_is_not_forwarded_by_a_review_of_its_proposal(life, outcome):
    life.up_to("forwarded")
    life.review(life.proposal, "has_issues")
    assert life.screen(outcome, value="fail") == outcome

    assert life.review(life.proposal, "approved") == outcome


def test_a_proposal_that_was_returned_and_sent_anew_is_screened_anew(life):
    life.up_to("forwarded")
    life.edit_proposal(budget_requested=11_000_000)
    life.screen("returned", value="fix")
    life.edit_proposal(budget_requested=10_500_000)

    assert life.review(life.proposal, "approved") == "proposed"
    assert life.screen() == "forwarded"


def test_an_older_screening_that_is_approved_later_does_not_undo_what_the_district_did_on_its_page(life):
    waiting = life.screening_form("not_forwarded", state="received")
    assert life.screen() == "forwarded"

    assert life.review(waiting, "approved") == "forwarded"


def test_no_more_is_approved_than_the_village_asks_for_now(life, session):
    life.up_to("forwarded")
    life.edit_proposal(budget_requested=1_000_000)
    assert life.review(life.proposal, "approved") == "forwarded"
    assert flags(session, life.proposal) == {"recommended_above_request"}

    with pytest.raises(problems.AboveRequest):
        life.decide(budget=10_001)
    assert life.decide(budget=10_000) == "approved"
