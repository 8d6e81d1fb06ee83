"""Whatever officers, teams and reviewers do in whatever order: no move beyond the table, no money beyond the rules."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.db.models import ProjectDecision, ProjectTransfer
from server.domain.projects import acts, lives, paying, problems
from server.domain.projects.stages import next_stages, stage_of
from tests.domain.projects.lives import ProjectLife, make_life

STATES = ["received", "edited", "has_issues", "approved", "rejected"]
ENGINE = []


class Anybody(RuleBasedStateMachine):
    """Acts on one project, each tried whatever its stage; what the rules refuse must leave everything as it was."""

    def __init__(self) -> None:
        super().__init__()
        self.session = Session(ENGINE[0])
        self.life: ProjectLife | None = None

    @initialize(
        gate=some.sampled_from(["propose", "make_plan", "unknown"]),
        state=some.sampled_from(STATES),
        impl_unit=some.sampled_from(["village", "agency"]),
    )
    def propose(self, gate: str, state: str, impl_unit: str) -> None:
        self.life = make_life(self.session, gate=gate, state=state, impl_unit=impl_unit)
        self.life.compute()

    def attempt(self, act) -> None:
        before = (self.life.row.stage, self.life.row.transferred, len(self.life.moves))
        try:
            with self.session.begin_nested():
                act()
        except problems.Problem:
            assert (self.life.row.stage, self.life.row.transferred, len(self.life.moves)) == before

    @rule(outcome=some.sampled_from(["forwarded", "returned", "not_forwarded"]), budget=some.integers(0, 130_000))
    def screen(self, outcome: str, budget: int) -> None:
        self.attempt(lambda: self.life.screen(outcome, budget=budget))

    @rule(
        outcome=some.sampled_from(["approved", "approved", "not_approved", "returned"]),
        budget=some.integers(0, 130_000),
    )
    def decide(self, outcome: str, budget: int) -> None:
        self.attempt(lambda: self.life.decide(outcome, budget=budget))

    @rule(baht=some.integers(-1, 130_000))
    def transfer(self, baht: int) -> None:
        self.attempt(lambda: self.life.transfer(baht))

    @rule()
    def void(self) -> None:
        transfer = self.session.scalar(select(ProjectTransfer.id).order_by(ProjectTransfer.id.desc()).limit(1))
        officer = self.life.people["province_officer"]
        self.attempt(
            lambda: paying.void_transfer(self.session, officer, self.life.id, transfer or 0, "ผิด", now=self.life.tick())
        )

    @rule(act=some.sampled_from([acts.suspend, acts.resume]))
    def interrupt(self, act) -> None:
        officer = self.life.people["district_officer"]
        self.attempt(lambda: act(self.session, officer, self.life.id, "เหตุผล", now=self.life.tick()))

    @rule(role=some.sampled_from(["district_officer", "province_officer"]), seldom=some.integers(0, 5))
    def cancel(self, role: str, seldom: int) -> None:
        if seldom == 0:
            officer = self.life.people[role]
            self.attempt(lambda: acts.cancel(self.session, officer, self.life.id, "เหตุผล", now=self.life.tick()))

    @rule(
        percent=some.sampled_from([0, 50, 100]),
        milestone=some.sampled_from(["not_started", "working", "completed"]),
        disbursed=some.sampled_from([0, 1_000, 200_000]),
        state=some.sampled_from(STATES),
    )
    def report(self, percent: int, milestone: str, disbursed: int, state: str) -> None:
        self.life.report(percent, milestone=milestone, disbursed=disbursed, state=state)
        self.life.compute()

    @rule(state=some.sampled_from(STATES))
    def evaluate(self, state: str) -> None:
        self.life.evaluation(state=state)
        self.life.compute()

    @rule(
        outcome=some.sampled_from(["forwarded", "returned", "not_forwarded"]),
        state=some.sampled_from(STATES),
        budget=some.integers(1, 130_000),
    )
    def screen_by_form(self, outcome: str, state: str, budget: int) -> None:
        self.life.screening_form(outcome, state=state, budget=budget)
        self.life.compute()

    @rule(which=some.integers(0, 20), state=some.sampled_from(STATES))
    def review(self, which: int, state: str) -> None:
        sent = [self.life.proposal, *self.life.reports, *self.life.evaluations]
        self.life.review(sent[which % len(sent)], state)

    @rule(budget=some.integers(1, 200_000))
    def edit(self, budget: int) -> None:
        self.life.edit_proposal(budget_requested=budget * 100)

    @rule(gate=some.sampled_from(["propose", "make_plan"]))
    def regrade(self, gate: str) -> None:
        self.life.gate(gate)

    @invariant()
    def every_move_is_in_the_table(self) -> None:
        if self.life is None:
            return
        stage = "proposed"
        for old, new in self.life.moves:
            assert old == stage
            assert new in next_stages(old, impl_unit=self.life.row.impl_unit)
            stage = new
        assert self.life.row.stage == stage

    @invariant()
    def money_is_within_its_rules(self) -> None:
        if self.life is None:
            return
        row = self.life.row
        standing = select(func.coalesce(func.sum(ProjectTransfer.amount), 0)).where(ProjectTransfer.voided_at.is_(None))
        assert row.transferred == self.session.scalar(standing) <= (row.budget_approved or 0)
        latest = select(ProjectDecision.budget_approved).where(ProjectDecision.outcome == "approved")
        assert row.budget_approved == self.session.scalar(latest.order_by(ProjectDecision.id.desc()).limit(1))
        if row.budget_approved is not None:
            assert row.budget_approved <= row.budget_recommended

    @invariant()
    def the_stage_is_what_is_stored_amounts_to(self) -> None:
        if self.life is None:
            return
        (known,) = lives.load(self.session, 1, [self.life.id])
        assert self.life.row.stage == stage_of(lives.life_of(known))

    def teardown(self) -> None:
        self.session.rollback()
        self.session.close()


@pytest.mark.long
@pytest.mark.usefixtures("clean")
def test_no_order_of_acts_breaks_a_rule(connected):
    ENGINE[:] = [connected]
    run_state_machine_as_test(
        Anybody,
        settings=settings(
            max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
