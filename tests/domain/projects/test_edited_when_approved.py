"""A proposal that is edited after the province approved its project."""

import pytest
from sqlalchemy import func, select, text

from server.db.models import Project, SubmissionFlag
from server.domain.projects import problems
from tests.domain.projects.lives import make_life

ELSEWHERE = "SRID=4326;POINT(98.9 19.2)"


@pytest.fixture
def life(session):
    return make_life(session).up_to("approved")


def flags(life) -> set[str]:
    return set(life.session.scalars(select(SubmissionFlag.code).filter_by(submission_id=life.proposal.id)))


def said(life) -> tuple:
    row = life.row
    return row.programme, row.kind, row.impl_unit, row.budget_requested, row.title


def has_site(life) -> bool:
    return life.session.scalar(select(func.count(Project.site))) == 1


@pytest.mark.parametrize("state", ["edited", "received", "has_issues", "rejected"])
def test_an_edit_that_nobody_approved_changes_nothing_of_what_was_approved(life, state):
    before = said(life)

    life.edit_proposal(
        programme=1, kind="plan_making", impl_unit="agency", budget_requested=1, title="อื่น", site=text(f"'{ELSEWHERE}'")
    )
    life.review(life.proposal, state)

    assert said(life) == before
    assert not has_site(life)
    assert flags(life) == {"edited_after_approval"}


def test_an_edit_is_followed_once_it_is_approved(life):
    life.edit_proposal(programme=1, site=text(f"'{ELSEWHERE}'"))
    life.review(life.proposal, "approved")

    assert said(life)[0] == 1
    assert has_site(life)
    assert life.row.budget_approved == 10_000_000


def test_the_flag_stays_until_the_province_decides_again(life):
    life.edit_proposal(programme=1)
    life.review(life.proposal, "approved")
    assert flags(life) == {"edited_after_approval"}

    life.decide(budget=90_000)

    assert flags(life) == set()


def test_a_proposal_that_is_not_yet_approved_is_followed_as_it_is(session):
    life = make_life(session).up_to("forwarded")

    life.edit_proposal(programme=1)

    assert said(life)[0] == 1


def test_an_approval_stands_when_the_village_asks_for_less_and_is_not_raised(life):
    life.decide(budget=80_000)
    life.edit_proposal(budget_requested=5_000_000)
    life.review(life.proposal, "approved")
    assert flags(life) == {"recommended_above_request"} | {"edited_after_approval"}

    with pytest.raises(problems.AboveRequest):
        life.decide(budget=90_000)
    assert life.decide(budget=70_000) == "approved"
    assert life.row.budget_approved == 7_000_000
