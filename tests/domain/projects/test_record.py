"""A project's record: its money and history, and what may be done; two officers at once; notices; examples."""

from itertools import product

import pytest
from sqlalchemy import select, update

from server.db.models import Event, ProgressReport, ProjectNotice, ProjectTransfer, Submission
from server.db.queries import best_practices, project_notices
from server.domain.facts.screenings import CRITERIA
from server.domain.permissions import ROLES, Caller
from server.domain.projects import acts, notices, paying, possible, problems, screening, versions
from server.domain.projects.paying import Decided, Paid
from server.domain.projects.record import id_of, record
from server.domain.projects.screening import Screened
from server.domain.projects.stages import STAGES
from server.errors import NotAllowed, NotFound, Problem
from tests.domain.projects.lives import TODAY, make_life


@pytest.fixture
def life(session):
    return make_life(session)


def recorded(life, role="province_officer"):
    return record(life.session, life.people[role], life.id)


def test_what_is_left_is_unspent_once_the_project_is_completed(life):
    life.up_to("funded").report(100, milestone="completed", disbursed=42_000, state="approved")
    life.compute()

    assert recorded(life).left.unspent == 800_000
    assert recorded(life).left.refund_due is None


def test_what_is_left_is_to_be_given_back_once_it_is_cancelled(life, session):
    life.up_to("funded").report(20, disbursed=12_000, state="approved")
    life.compute()
    acts.cancel(session, life.people["province_officer"], life.id, "ที่ดินมีปัญหา", refunded=1_000_000, now=life.tick())

    assert recorded(life).left.refund_due == 2_800_000


def test_the_history_tells_every_kind_with_who_did_it(life, session):
    life.screen("returned", completeness="fix")
    life.edit_proposal()
    life.review(life.proposal, "approved")
    life.up_to("funded")
    report = life.report(20, disbursed=20_000)
    life.compute()
    paying.consent(session, life.people["district_chief"], life.id, report.id, now=life.tick())
    acts.suspend(session, life.people["district_officer"], life.id, "น้ำท่วม", now=life.tick())

    history = recorded(life).history

    assert [one.outcome for one in history["screenings"]] == ["returned", "forwarded"]
    assert [(one.order_no, one.budget_approved) for one in history["decisions"]] == [("ชม 1/2570", 10_000_000)]
    assert [(one.amount, one.voided_at) for one in history["transfers"]] == [(5_000_000, None)]
    assert [one.disbursed for one in history["consents"]] == [2_000_000]
    assert [(one.kind, one.reason) for one in history["acts"]] == [("suspend", "น้ำท่วม")]
    assert history["moves"][-1].new_stage == "suspended"
    names = {one.who for rows in history.values() for one in rows}
    assert len(names) == 4  # the system, which moved what a report moves; district, province, chief


def test_withdrawals_wait_on_the_record_until_they_are_consented_to(life, session):
    report = life.up_to("funded").report(20, disbursed=20_000)
    life.compute()
    assert [one.submission_id for one in recorded(life).withdrawals] == [report.id]

    paying.consent(session, life.people["district_chief"], life.id, report.id, disbursed=2_000_000, now=life.tick())

    assert recorded(life).withdrawals == []


def test_a_withdrawal_that_was_edited_while_it_was_read_is_not_consented_to(life, session):
    report = life.up_to("funded").report(20, disbursed=20_000)
    session.execute(update(ProgressReport).values(disbursed=3_000_000))

    with pytest.raises(problems.WithdrawalChanged, match="30,000"):
        chief = life.people["district_chief"]
        paying.consent(session, chief, life.id, report.id, disbursed=2_000_000, now=life.tick())


def test_a_project_is_found_by_its_code_in_the_own_area_only(life, session):
    assert id_of(session, life.people["district_officer"], "2570-5007-0001") == life.id

    for area in ("5006", "500706"):
        with pytest.raises(Problem, match="2570-5007-0001"):
            id_of(session, Caller(1, "person", "x", 1, "district_officer", area), "2570-5007-0001")


# What may be done: the table says what the verbs do


def tried(life, name: str, caller: Caller) -> None:
    """The act as an officer would enter it, whether it is allowed or not."""
    session, at = life.session, {"now": life.tick()}
    approval = Decided(outcome="approved", decided_on=TODAY, order_no="1", budget_approved=9_000_000)
    refusal = Decided(outcome="not_approved", decided_on=TODAY, reason="ซ้ำซ้อน")
    paid = Paid(paid_on=TODAY, amount=100, bank_ref="1", account_last4="1234")
    returned = Screened(
        meeting_date=TODAY, criteria=dict.fromkeys(CRITERIA, "fix"), outcome="returned", comments="แก้ไข"
    )
    calls = {
        "screen": lambda: screening.screen(session, caller, life.id, returned, **at),
        "decide": lambda: paying.decide(session, caller, life.id, refusal, **at),
        "change_budget": lambda: paying.decide(session, caller, life.id, approval, **at),
        "transfer": lambda: paying.transfer(session, caller, life.id, paid, **at),
        "void_transfer": lambda: paying.void_transfer(session, caller, life.id, transfer_of(life), "ผิด", **at),
        "suspend": lambda: acts.suspend(session, caller, life.id, "น้ำท่วม", **at),
        "resume": lambda: acts.resume(session, caller, life.id, "น้ำลด", **at),
        "override_gate": lambda: acts.override_gate(session, caller, life.id, "ภัยแล้ง", **at),
        "cancel": lambda: acts.cancel(session, caller, life.id, "เลิกทำ", **at),
    }
    calls[name]()


def transfer_of(life) -> int:
    """The project's transfer; one is made when it has none, so that only the stage can stand in the way."""
    found = life.session.scalar(select(ProjectTransfer.id))
    if found is None:
        said = {"paid_on": TODAY, "amount": 100, "bank_ref": "2", "account_last4": "1234", "at": life.tick()}
        made = ProjectTransfer(workspace_id=1, project_id=life.id, actor_id=life.proposal.actor_id, **said)
        life.session.add(made)
        life.session.flush()
        found = made.id
    return found


WAYS = {
    "proposed": lambda life: life,
    "returned": lambda life: life.screen("returned", value="fix"),
    "not_forwarded": lambda life: life.screen("not_forwarded", value="fail"),
    "not_approved": lambda life: (life.screen(), life.decide("not_approved")),
    "suspended": lambda life: (life.up_to("in_progress"), tried(life, "suspend", life.people["district_officer"])),
    "cancelled": lambda life: (life.up_to("funded"), tried(life, "cancel", life.people["province_officer"])),
} | {
    stage: lambda life, stage=stage: life.up_to(stage)
    for stage in ("forwarded", "approved", "funded", "in_progress", "completed", "evaluated")
}


@pytest.mark.parametrize("stage", STAGES)
def test_what_the_table_opens_is_what_the_verbs_allow(life, session, stage):
    WAYS[stage](life)
    assert life.row.stage == stage
    areas = {"district": "5007", "province": "50", "subdistrict": "500705", "village": "50070503"}

    for role, name in product(ROLES, possible.ACTS):
        caller = Caller(life.proposal.actor_id, "person", role, 1, role, areas[ROLES[role].level])
        with session.begin_nested() as tried_only:
            try:
                tried(life, name, caller)
                allowed = True
            except (NotAllowed, problems.StageForbids):
                allowed = False
            tried_only.rollback()
        may = possible.possible(caller, stage)
        is_open = name in may or (name == "change_budget" and "decide" in may)  # both are decisions that approve
        assert allowed == is_open, (role, name)


# Two at once


def test_a_version_changes_with_every_act_and_every_move(life, session):
    seen = [recorded(life).version]
    for step in (life.screen, life.decide, life.transfer, lambda: life.transfer(1_000)):
        step()
        seen.append(recorded(life).version)
    tried(life, "void_transfer", life.people["province_officer"])
    seen.append(recorded(life).version)

    assert len(set(seen)) == len(seen)


def test_who_saw_the_project_as_it_is_goes_on_and_others_are_told(life, session):
    officer, seen = life.people["province_officer"], recorded(life).version
    versions.must_be(session, officer, life.id, seen)
    versions.must_be(session, officer, life.id, None)
    life.screen()

    with pytest.raises(problems.ProjectMovedOn):
        versions.must_be(session, officer, life.id, seen)


def test_of_a_project_elsewhere_not_even_its_version_is_told(life, session):
    with pytest.raises(NotFound):
        versions.must_be(session, Caller(1, "person", "x", 1, "district_officer", "5006"), life.id, "proposed.0")


# Notices


def told(session, area="5007", *, with_seen=True):
    return project_notices.of_area(session, 1, area, with_seen=with_seen)


def test_a_notice_says_what_was_decided_by_which_order_with_how_much(life, session):
    life.up_to("funded")

    funded, approved = told(session, "50070503")
    assert (approved.new_stage, approved.order_no, approved.budget_approved) == ("approved", "ชม 1/2570", 10_000_000)
    assert (approved.transferred, funded.transferred) == (None, 5_000_000)


def test_a_refusal_is_told_with_its_reason(life, session):
    life.screen("returned", completeness="fix")
    life.edit_proposal()
    life.review(life.proposal, "approved")
    life.screen()
    life.decide("not_approved")

    refused, returned = told(session, "50070503")
    assert (returned.new_stage, returned.reason) == ("returned", "เพิ่มรายละเอียด")
    assert (refused.new_stage, refused.reason) == ("not_approved", "มติที่ประชุม")


def test_a_cancellation_is_told_with_its_reason(life, session):
    life.screen()
    tried(life, "cancel", life.people["province_officer"])

    assert [(one.new_stage, one.reason) for one in told(session, "50070503")] == [("cancelled", "เลิกทำ")]


def test_a_transfer_that_was_taken_back_is_told_and_a_report_is_not(life, session):
    life.up_to("funded")
    report = life.report(10)
    life.compute()
    before = len(told(session))
    life.review(report, "rejected")
    assert (life.row.stage, len(told(session))) == ("funded", before)

    tried(life, "void_transfer", life.people["province_officer"])

    latest = told(session)[0]
    assert notices.result_of(latest) == "transfer_voided"
    assert latest.transferred is None


def test_the_first_who_saw_a_notice_is_kept(life, session):
    life.up_to("approved")
    officer, notice = life.people["district_officer"], told(session)[0]

    for _ in range(2):
        notices.see(session, officer, notice.id, now=life.tick())

    kept = session.get_one(ProjectNotice, notice.id, populate_existing=True)
    assert (kept.seen_by, kept.seen_at) == (officer.actor_id, life.now.replace(minute=life.now.minute - 1))
    assert project_notices.unseen(session, 1, "5007") == 1
    assert [one.id for one in told(session, with_seen=False)] != [notice.id]
    assert list(session.scalars(select(Event.verb).where(Event.subject == "notice").order_by(Event.id))) == [
        "notice.see"
    ]


@pytest.mark.parametrize(
    ("role", "area", "problem"),
    [
        ("district_officer", "5006", NotFound),
        ("district_chief", "5007", NotAllowed),
        ("province_officer", "50", NotAllowed),
    ],
)
def test_only_the_district_says_that_a_notice_was_seen(life, session, role, area, problem):
    life.up_to("approved")

    with pytest.raises(problem):
        notices.see(session, Caller(1, "person", "x", 1, role, area), told(session)[0].id, now=life.tick())


# Best practices


def best(session, area="50", year=2570):
    return [one.project_code for one in best_practices.of_area(session, 1, area, year)]


def test_an_example_is_what_the_province_evaluated_so(life, session):
    life.up_to("evaluated")

    assert best(session) == best(session, "5007") == ["2570-5007-0001"]
    assert best(session, "5006") == best(session, year=2569) == []


def test_the_latest_approved_evaluation_says_whether_it_is_one(life, session):
    life.up_to("evaluated")
    session.execute(update(Submission).where(Submission.id == life.evaluations[0].id).values(state="has_issues"))
    life.compute()

    assert best(session) == []
