"""What officers may do with a project at which stage, with how much money, and what follows from it."""

from uuid import UUID

import pytest
from sqlalchemy import func, select

from server.db.models import (
    Entity,
    Event,
    ProjectAct,
    ProjectConsent,
    ProjectDecision,
    ProjectNotice,
    ProjectScreening,
    ProjectStanding,
    ProjectTransfer,
    SubmissionFlag,
)
from server.domain.permissions import Caller
from server.domain.projects import acts, paying, problems
from server.errors import NotAllowed, NotFound
from tests.domain.projects.lives import TODAY, make_life


@pytest.fixture
def life(session):
    return make_life(session)


def flags(session, submission) -> set[str]:
    return set(session.scalars(select(SubmissionFlag.code).where(SubmissionFlag.submission_id == submission.id)))


def test_a_project_lives_from_proposal_to_evaluation(life, session):
    assert life.up_to("evaluated").row.stage == "evaluated"

    assert life.moves == [
        ("proposed", "forwarded"),
        ("forwarded", "approved"),
        ("approved", "funded"),
        ("funded", "in_progress"),
        ("in_progress", "completed"),
        ("completed", "evaluated"),
    ]
    acted = select(Event.verb).where(Event.subject == "project").order_by(Event.id)
    assert list(session.scalars(acted)) == ["project.screen", "project.decide", "project.transfer"]


def test_district_and_village_are_told_of_what_the_province_decides(life, session):
    life.up_to("funded")

    told = select(ProjectNotice.area_code, func.count()).group_by(ProjectNotice.area_code).order_by("area_code")
    assert [tuple(row) for row in session.execute(told)] == [("5007", 2), ("50070503", 2)]


def test_phones_get_the_stage_the_code_and_the_budget(life, session):
    life.up_to("funded")

    entity = session.get_one(Entity, (1, "projects", life.id), populate_existing=True)
    shown = {name: entity.data[name] for name in ("stage", "project_code", "budget_approved", "budget_recommended")}
    assert shown == {
        "stage": "funded",
        "project_code": "2570-5007-0001",
        "budget_approved": "100000",
        "budget_recommended": "100000",
    }
    assert entity.label == "2570-5007-0001 ฝายชะลอน้ำ"
    assert entity.conflict is None


def test_computing_again_changes_nothing(life, session):
    life.up_to("completed")
    before = (life.row.stage, life.moves, version_of(session, life.id))

    life.compute()

    assert (life.row.stage, life.moves, version_of(session, life.id)) == before


def version_of(session, project_id: UUID) -> int:
    return session.get_one(Entity, (1, "projects", project_id), populate_existing=True).version


@pytest.mark.parametrize(
    ("problem", "made", "act"),
    [
        (problems.GateFailed, {"gate": "make_plan"}, lambda life: life.screen()),
        (problems.GateFailed, {"gate": "unknown"}, lambda life: life.screen()),
        (problems.ProposalNotApproved, {"state": "received"}, lambda life: life.screen()),
        (problems.CriteriaNotPassed, {}, lambda life: life.screen(value="fix")),
        (problems.AboveRequest, {}, lambda life: life.screen(budget=120_001)),
        (problems.StageForbids, {}, lambda life: life.decide()),
        (problems.StageForbids, {}, lambda life: life.transfer()),
        (problems.StageForbids, {}, lambda life: life.up_to("forwarded").screen("returned")),
        (problems.AboveRecommendation, {}, lambda life: life.up_to("forwarded").decide(budget=100_001)),
        (problems.StageForbids, {}, lambda life: life.up_to("approved").decide("not_approved")),
        (problems.OverTransfer, {}, lambda life: life.up_to("funded").transfer(50_001)),
        (problems.AmountInvalid, {}, lambda life: life.up_to("approved").transfer(-1)),
        (problems.BelowTransfers, {}, lambda life: life.up_to("funded").decide(budget=49_999)),
        (
            problems.TransferRepeated,
            {},
            lambda life: [life.transfer(1, bank_ref="7") for _ in life.up_to("approved").moves],
        ),
    ],
)
def test_what_the_rules_forbid_is_refused_and_leaves_nothing(session, problem, made, act):
    life = make_life(session, **made)
    session.commit()

    with pytest.raises(problem):
        act(life)

    latest = life.moves[-1:]
    session.rollback()
    assert problem.th
    assert latest == [] or latest[0][1] != "cancelled"


def test_a_plan_is_proposed_whatever_the_gate(session):
    life = make_life(session, gate="make_plan", kind="plan_making", programme=None)

    assert life.screen() == "forwarded"


def test_the_province_opens_the_gate_with_a_reason(session):
    life = make_life(session, gate="make_plan")
    life.compute()
    assert flags(session, life.proposal) == {"gate_failed"}

    acts.override_gate(session, life.people["province_officer"], life.id, "ภัยแล้งเร่งด่วน", now=life.tick())

    assert flags(session, life.proposal) == set()
    assert life.screen() == "forwarded"


def test_a_reason_is_asked_for(life):
    with pytest.raises(problems.ReasonMissing):
        acts.cancel(life.session, life.people["district_officer"], life.id, " ", now=life.tick())


def test_a_forwarded_project_falls_back_when_the_gate_closes_and_an_approved_one_does_not(life):
    life.up_to("forwarded")
    assert life.gate("make_plan") == "proposed"
    assert life.gate("propose") == "forwarded"
    life.decide()

    assert life.gate("make_plan") == "approved"


def test_a_returned_proposal_that_is_sent_anew_is_proposed_again(life):
    assert life.screen("returned", completeness="fix") == "returned"

    assert life.edit_proposal(title="ฝายชะลอน้ำ (แก้ไข)", budget_requested=9_000_000) == "proposed"
    assert (life.row.title, life.row.budget_requested) == ("ฝายชะลอน้ำ (แก้ไข)", 9_000_000)


def test_a_screening_by_form_counts_once_it_is_approved(life):
    sent = life.screening_form(state="received")
    assert life.compute() == "proposed"

    assert life.review(sent, "approved") == "forwarded"
    assert life.review(sent, "has_issues") == "proposed"
    assert life.moves[-1] == ("forwarded", "proposed")


def test_a_screening_that_came_too_late_is_flagged(life, session):
    life.up_to("approved")

    sent = life.screening_form("returned")

    assert life.compute() == "approved"
    assert flags(session, sent) == {"screening_without_effect"}


def test_completion_rests_on_an_approved_report(life):
    life.up_to("in_progress")
    report = life.report(100, milestone="completed", days=1)
    assert life.compute() == "in_progress"

    assert life.review(report, "approved") == "completed"
    assert life.review(report, "has_issues") == "in_progress"


def test_money_of_a_report_is_flagged_beside_the_reports_before_it(life, session):
    life.up_to("funded")
    first = life.report(20, disbursed=20_000)
    over = life.report(30, disbursed=60_000, consent_ref=None, days=1)
    fell = life.report(40, disbursed=30_000, consent_ref=None, days=2)
    beyond = life.report(50, disbursed=100_001, days=3)
    life.compute()

    assert flags(session, first) == set()
    assert flags(session, over) == {"over_transfer", "consent_missing"}
    assert flags(session, fell) == {"disbursed_fell"}
    assert flags(session, beyond) == {"over_transfer", "over_budget"}


def test_a_report_on_a_cancelled_project_is_kept_and_flagged(life, session):
    life.up_to("funded")
    acts.cancel(session, life.people["province_officer"], life.id, "ที่ดินมีปัญหา", refunded=0, now=life.tick())

    report = life.report(10)
    life.compute()

    assert life.row.stage == "cancelled"
    assert flags(session, report) == {"project_not_running"}


def test_the_district_suspends_and_resumes_what_is_under_way(life, session):
    officer = life.up_to("in_progress").people["district_officer"]

    assert acts.suspend(session, officer, life.id, "น้ำท่วม", now=life.tick()) == "suspended"
    with pytest.raises(problems.StageForbids):
        acts.suspend(session, officer, life.id, "น้ำท่วม", now=life.tick())
    assert acts.resume(session, officer, life.id, "น้ำลดแล้ว", now=life.tick()) == "in_progress"


def test_a_transfer_entered_by_mistake_is_voided_and_stays_in_the_book(life, session):
    life.up_to("funded")
    transfer = session.scalar(select(ProjectTransfer))
    officer = life.people["province_officer"]

    assert paying.void_transfer(session, officer, life.id, transfer.id, "ผิดโครงการ", now=life.tick()) == "approved"

    assert (life.row.transferred, life.row.funded_on) == (0, None)
    assert transfer.void_reason == "ผิดโครงการ"
    with pytest.raises(problems.TransferUnknown):
        paying.void_transfer(session, officer, life.id, transfer.id, "ผิดโครงการ", now=life.tick())


def test_the_chief_consents_to_a_withdrawal_once(life, session):
    report = life.up_to("funded").report(20, disbursed=20_000)
    chief = life.people["district_chief"]

    for _ in range(2):
        paying.consent(session, chief, life.id, report.id, now=life.tick())

    assert session.scalar(select(ProjectConsent.disbursed)) == 2_000_000
    with pytest.raises(problems.NothingToConsent):
        paying.consent(session, chief, life.id, life.report(20).id, now=life.tick())


def test_standing_is_stored_on_both_bases(life, session):
    life.up_to("funded")
    life.report(40, disbursed=20_000)
    life.report(30, state="approved", days=-1)
    life.compute()

    stored = select(ProjectStanding.basis, ProjectStanding.percent_physical, ProjectStanding.disbursed)
    assert {tuple(row) for row in session.execute(stored)} == {("official", 30, 0), ("provisional", 40, 2_000_000)}


@pytest.mark.parametrize(
    ("role", "area", "problem"),
    [
        ("district_officer", "5006", NotFound),
        ("district_chief", "5007", NotAllowed),
        ("province_officer", "50", NotAllowed),
        ("evaluation_committee", "50", NotAllowed),
        ("admin", "50", NotAllowed),
        ("tambon_team", "500705", NotAllowed),
    ],
)
def test_only_the_district_of_the_project_screens(life, role, area, problem):
    life.people["district_officer"] = Caller(1, "person", "x", 1, role, area)

    with pytest.raises(problem):
        life.screen()


def test_refused_acts_leave_no_row(life, session):
    for refused in (lambda: life.decide(), lambda: life.transfer(), lambda: life.screen(budget=10**9)):
        with pytest.raises(problems.Problem):
            refused()

    kept = (ProjectScreening, ProjectDecision, ProjectTransfer, ProjectAct)
    assert [session.scalar(select(func.count()).select_from(table)) for table in kept] == [0, 0, 0, 0]


# Many at once


def many(session, number: int = 3) -> list:
    """Projects that wait for the same meeting, and the same bank order."""
    lives = [make_life(session, number=count + 1) for count in range(number)]
    for life in lives:
        life.up_to("forwarded")
    return lives


def test_a_decision_that_is_sent_again_is_kept_once_and_another_budget_is_another_decision(life, session):
    life.up_to("funded")

    assert life.decide() == "funded"
    assert session.scalar(select(func.count(ProjectDecision.id))) == 1
    assert session.scalar(select(func.count(Event.id)).where(Event.verb == "project.decide")) == 1
    life.decide(budget=90_000)
    life.decide()
    assert session.scalar(select(func.count(ProjectDecision.id))) == 3


@pytest.mark.parametrize("outcome", ["returned", "not_approved"])
def test_a_refusal_that_is_sent_again_is_kept_once(life, session, outcome):
    life.screen()

    assert [life.decide(outcome), life.decide(outcome)] == [outcome, outcome]
    assert session.scalar(select(func.count(ProjectDecision.id))) == 1


def test_a_project_that_was_forwarded_again_is_decided_on_again(life, session):
    life.screen()
    life.decide("returned")
    life.screen()

    assert life.decide("returned") == "returned"
    assert session.scalar(select(func.count(ProjectDecision.id))) == 2


def test_a_meeting_decides_on_many_and_each_tells_of_itself(session):
    lives = many(session)
    decisions = {life.id: approval(100_000 - 10_000 * number) for number, life in enumerate(lives)}
    officer, now = lives[0].people["province_officer"], lives[0].tick()

    assert set(paying.decide_many(session, officer, decisions, now=now).values()) == {"approved"}
    assert [life.row.budget_approved for life in lives] == [10_000_000, 9_000_000, 8_000_000]
    assert session.scalar(select(func.count()).where(Event.verb == "project.decide")) == 3
    assert [life.moves[-1] for life in lives] == [("forwarded", "approved")] * 3


def test_a_bank_order_pays_many(session):
    lives = [one for one in many(session) if one.decide()]
    payments = {life.id: payment(40_000, f"BAAC-{number}") for number, life in enumerate(lives)}
    officer, now = lives[0].people["province_officer"], lives[0].tick()

    assert set(paying.transfer_many(session, officer, payments, now=now).values()) == {"funded"}
    assert [life.row.transferred for life in lives] == [4_000_000] * 3


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [(dict(baht=100_001), problems.OverTransfer), (dict(reference=" "), problems.TransferMalformed)],
)
def test_one_that_is_refused_keeps_all_from_being_paid(session, wrong, problem):
    lives = [one for one in many(session, 2) if one.decide()]
    payments = {lives[0].id: payment(), lives[1].id: payment(**wrong)}

    with pytest.raises(problem):
        paying.transfer_many(session, lives[0].people["province_officer"], payments, now=lives[0].tick())
    assert [life.row.stage for life in lives] == ["approved"] * 2


def test_a_project_that_is_not_there_keeps_all_from_being_decided(session):
    life = make_life(session).up_to("forwarded")
    decisions = {life.id: approval(), UUID(int=1): approval()}

    with pytest.raises(NotFound):
        paying.decide_many(session, life.people["province_officer"], decisions, now=life.tick())
    assert life.row.stage == "forwarded"


def approval(baht: int = 100_000) -> paying.Decided:
    return paying.Decided(outcome="approved", decided_on=TODAY, order_no="ชม 1/2570", budget_approved=baht * 100)


def payment(baht: int = 40_000, reference: str = "BAAC-1") -> paying.Paid:
    return paying.Paid(paid_on=TODAY, amount=baht * 100, bank_ref=reference, account_last4="1234")
