"""A project from the proposal on a phone to its evaluation, with ODK Collect's own form engine over real HTTP."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from uuid import UUID

import pytest
from sqlalchemy import select

from server.db.models import Submission
from server.domain import reviews
from server.domain.permissions import Caller
from server.domain.projects import paying
from server.domain.projects.paying import Decided, Paid
from tests.factories import make_person
from tests.fixtures.stories import COLLECTED, photo

STAGE = "select stage from project where id = :id"
STANDING = (
    "select percent_physical || '%, ' || geo_tagged from project_standing where project_id = :id and basis = :basis"
)
SITE = (19.01, 98.83, 320, 5)
CRITERIA = ("c_strategy_link", "c_from_plan", "c_benefit", "c_value", "c_completeness")
_people = count(1)


class Office:
    """The offices of district and province, each with somebody in it."""

    def __init__(self, story) -> None:
        self.story = story
        with story.domain() as session:
            self.people = {
                role: Caller(made.actor_id, "person", role, 1, role, area)
                for role, area in (("district_officer", "5007"), ("province_officer", "50"))
                for made in [
                    make_person(session, f"{role}{next(_people)}.{story.village}@example.org", role=role, area=area)
                ]
            }

    def review(self, form, state: str = "approved", *, role: str = "district_officer") -> None:
        with self.story.domain() as session:
            sent = session.scalar(select(Submission.id).where(Submission.instance_id == form.instance_id))
            reviews.review(session, self.people[role], sent, state, "เหตุผล")

    def approve(self, project_id: UUID, baht: int) -> None:
        decided = Decided(outcome="approved", decided_on=self.today, order_no="ชม 1/2570", budget_approved=baht * 100)
        with self.story.domain() as session:
            paying.decide(session, self.people["province_officer"], project_id, decided, now=datetime.now(UTC))

    def pay(self, project_id: UUID, baht: int) -> None:
        paid = Paid(paid_on=self.today, amount=baht * 100, bank_ref="BAAC 77", account_last4="1234")
        with self.story.domain() as session:
            paying.transfer(session, self.people["province_officer"], project_id, paid, now=datetime.now(UTC))

    @property
    def today(self) -> date:
        return datetime.now(UTC).date()


@pytest.fixture
def office(story) -> Office:
    """The village's plan was collected, sent and approved: a good one, so that its projects may be forwarded."""
    story.collect()
    story.send()
    story.comes_to("provisional", "A")
    story.decide("approved")
    story.comes_to("official", "A")
    story.phone.sync()
    return Office(story)


def proposal(phone, village: str):
    form = phone.open("project_proposal")
    form.fill({"village_code": village, "fiscal_year": 2570, "proposal_kind": "project"})
    form.fill({"project_title": f"ฝายชะลอน้ำ {village}", "programme": "3", "impl_unit": "village"})
    form.fill({"objectives": "เก็บน้ำหน้าแล้ง", "activities": "สร้างฝาย 2 แห่ง", "work_mode": "self"})
    form.fill({"budget_requested": 43000, "budget_detail": "หิน ทราย ปูน", "beneficiary_households": 60})
    form.fill({"planned_start": date(2027, 1, 1), "planned_end": date(2027, 4, 30), "site": SITE})
    form.fill(
        {"from_plan": "yes", "plan_ref": "3", "resolution_date": date(2027, 1, 5), "votes_total": 9, "votes_for": 8}
    )
    return phone.finish(form, {"resolution_photo": photo()})


def screening(phone, project_id: UUID):
    form = phone.open("project_screening")
    form.fill({"project": str(project_id), "meeting_date": date(2027, 2, 1), "mission_group": "security"})
    form.fill(dict.fromkeys(CRITERIA, "pass") | {"outcome": "forwarded", "budget_recommended": 40000})
    return phone.finish(form)


def report(
    phone, project_id: UUID, percent: int, disbursed: int, milestone: str, *, role: str = "tambon_team", days: int = 0
):
    form = phone.open("project_progress")
    day = (COLLECTED - timedelta(days=10 - days)).date()
    form.fill({"project": str(project_id), "reporter_role": role, "report_date": day, "milestone": milestone})
    form.fill({"percent_physical": percent, "disbursed_total": disbursed})
    if disbursed:
        form.fill({"consent_ref": f"ชม 0418/{percent}"})
    form.fill({"site_gps": SITE, "problems": ["none"]})
    return phone.finish(form, {"photo_1": photo()})


def evaluation(phone, project_id: UUID):
    form = phone.open("project_evaluation")
    form.fill({"project": str(project_id), "eval_date": COLLECTED.date()})
    form.fill(dict.fromkeys(("s_effectiveness", "s_quality", "s_efficiency", "s_organisation"), "4"))
    form.fill({"objectives_met": "full", "actual_households": 55, "continues": "yes", "best_practice": "no"})
    return phone.finish(form, {"eval_photo_1": photo()})


def sent(phone) -> None:
    assert {reply.status for reply in phone.send_all()} == {201}


def test_a_project_lives_from_proposal_to_evaluation(story, office, engine_phone):
    stack, team = story.stack, story.phone
    proposed = proposal(team, story.village)
    sent(team)
    project_id = UUID(proposed.entity["id"])
    stack.becomes("proposed", STAGE, id=project_id)

    desk = engine_phone(role="district_officer", area="5007")
    stack.becomes(1, "select count(*) from entity where uuid = :id and data ? 'project_code'", id=project_id)
    office.review(proposed)
    desk.sync()
    screened = screening(desk, project_id)
    sent(desk)
    stack.becomes(1, "select count(*) from project_screening where project_id = :id", id=project_id)
    assert stack.value(STAGE, id=project_id) == "proposed"
    office.review(screened)
    stack.becomes("forwarded", STAGE, id=project_id)

    office.approve(project_id, 40_000)
    office.pay(project_id, 40_000)
    assert stack.value(STAGE, id=project_id) == "funded"

    committee = engine_phone(role="committee_member", area=story.village)
    team.sync()
    assert team.lists["projects"].entities[str(project_id)].properties["budget_approved"] == "40000"

    first = report(team, project_id, 30, 10_000, "working", days=1)  # offline: two reports wait in the pocket
    second = report(team, project_id, 60, 25_000, "working", days=5)
    third = report(committee, project_id, 100, 40_000, "completed", role="committee", days=9)
    sent(committee)
    sent(team)
    stack.becomes(3, "select count(*) from progress_report where project_id = :id", id=project_id)
    stack.becomes("in_progress", STAGE, id=project_id)
    stack.becomes("100%, true", STANDING, id=project_id, basis="provisional")

    for form in (first, second, third):
        office.review(form)
    stack.becomes("completed", STAGE, id=project_id)
    stack.becomes("100%, true", STANDING, id=project_id, basis="official")

    committee_of_the_province = engine_phone(role="evaluation_committee", area="50")
    evaluated = evaluation(committee_of_the_province, project_id)
    sent(committee_of_the_province)
    stack.becomes(1, "select count(*) from project_evaluation where project_id = :id", id=project_id)
    office.review(evaluated, role="province_officer")
    stack.becomes("evaluated", STAGE, id=project_id)

    noticed = (  # the phones are new, and a test fills in faster than people do
        "select count(*) from submission_flag f join progress_report r using (submission_id) where project_id = :id"
        " and f.code not in ('new_phone', 'filled_fast')"
    )
    assert stack.value(noticed, id=project_id) == 0
    team.sync()
    entity = team.lists["projects"].entities[str(project_id)].properties
    assert (entity["stage"], entity["last_percent"], entity["screen_result"]) == ("evaluated", "60", "forwarded")
