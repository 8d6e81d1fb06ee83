"""A project and what happens to it, written as the drains and phones leave it."""

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.db.models import (
    Criteria,
    Form,
    ProgressReport,
    Project,
    ProjectEvaluation,
    ProjectMove,
    ProjectProposal,
    ProjectScreening,
    Submission,
    VillageYear,
)
from server.domain.facts.screenings import CRITERIA
from server.domain.permissions import Caller
from server.domain.projects import paying, screening, standing
from server.domain.projects.paying import Decided, Paid
from server.domain.projects.screening import Screened
from tests.factories import make_entity, make_person, make_system, make_village, make_year

VILLAGE = "50070503"
# The day of the tests' forms; on a machine whose clock is behind it, yesterday: pages refuse days of the future.
START = min(dt.datetime(2026, 11, 22, 3, tzinfo=dt.UTC), dt.datetime.now(dt.UTC) - dt.timedelta(days=1))
TODAY = START.date()
ROLES = {"district_officer": "5007", "district_chief": "5007", "province_officer": "50"}


@dataclass
class ProjectLife:
    """A project and the people around it; the clock goes on by a minute with every act."""

    session: Session
    id: UUID
    proposal: Submission
    people: dict[str, Caller]
    now: dt.datetime = START
    reports: list[Submission] = field(default_factory=list)
    evaluations: list[Submission] = field(default_factory=list)

    def tick(self) -> dt.datetime:
        self.now += dt.timedelta(minutes=1)
        return self.now

    @property
    def row(self) -> Project:
        return self.session.get_one(Project, (1, self.id), populate_existing=True)

    @property
    def moves(self) -> list[tuple[str | None, str]]:
        rows = select(ProjectMove.old_stage, ProjectMove.new_stage).where(ProjectMove.project_id == self.id)
        return [(old, new) for old, new in self.session.execute(rows.order_by(ProjectMove.id))]

    def compute(self) -> str:
        """As the drain does."""
        return standing.compute(self.session, 1, {self.id: "test"}, now=self.tick())[self.id]

    def screen(self, outcome: str = "forwarded", *, budget: int = 100_000, **verdicts: str) -> str:
        screened = Screened(
            meeting_date=TODAY,
            criteria=dict.fromkeys(CRITERIA, "pass") | verdicts,
            outcome=outcome,
            budget_recommended=budget * 100 if outcome == "forwarded" else None,
            comments=None if outcome == "forwarded" else "เพิ่มรายละเอียด",
        )
        return screening.screen(self.session, self.people["district_officer"], self.id, screened, now=self.tick())

    def decide(self, outcome: str = "approved", *, budget: int = 100_000) -> str:
        approval = {"budget_approved": budget * 100, "order_no": "ชม 1/2570"} if outcome == "approved" else {}
        decided = Decided(outcome=outcome, decided_on=TODAY, reason="มติที่ประชุม", **approval)
        return paying.decide(self.session, self.people["province_officer"], self.id, decided, now=self.tick())

    def transfer(self, baht: int = 50_000, *, bank_ref: str | None = None) -> str:
        paid = Paid(paid_on=TODAY, amount=baht * 100, bank_ref=bank_ref or f"BAAC-{uuid4()}", account_last4="1234")
        return paying.transfer(self.session, self.people["province_officer"], self.id, paid, now=self.tick())

    def report(
        self,
        percent: int = 40,
        *,
        disbursed: int = 0,
        milestone: str = "working",
        state: str = "received",
        consent_ref: str | None = "12/2570",
        reporter: str = "tambon_team",
        days: int = 0,
    ) -> Submission:
        """A progress report, digested but not yet computed. disbursed: baht."""
        sent = self.submission("project_progress", state)
        self.reports.append(sent)
        day = TODAY + dt.timedelta(days=days)
        self.session.add(
            ProgressReport(
                submission_id=sent.id,
                workspace_id=1,
                project_id=self.id,
                reporter=reporter,
                report_date=day,
                collected_on=day,
                milestone=milestone,
                percent=percent,
                disbursed=disbursed * 100,
                consent_ref=consent_ref,
                photos=[],
            )
        )
        self.session.flush()
        return sent

    def screening_form(
        self, outcome: str = "forwarded", *, state: str = "approved", budget: int = 100_000
    ) -> Submission:
        sent = self.submission("project_screening", state)
        row = ProjectScreening(
            workspace_id=1,
            project_id=self.id,
            submission_id=sent.id,
            meeting_date=TODAY,
            outcome=outcome,
            budget_recommended=budget * 100,
            actor_id=sent.actor_id,
            recorded_at=sent.received_at,
            **dict.fromkeys(CRITERIA, "pass"),
        )
        self.session.add(row)
        self.session.flush()
        return sent

    def evaluation(self, *, state: str = "approved") -> Submission:
        sent = self.submission("project_evaluation", state)
        self.evaluations.append(sent)
        scores = dict.fromkeys(("effectiveness", "quality", "efficiency", "organisation"), 4)
        said = {"eval_date": TODAY, "continues": True, "best_practice": True}
        self.session.add(ProjectEvaluation(submission_id=sent.id, workspace_id=1, project_id=self.id, **scores, **said))
        self.session.flush()
        return sent

    def submission(self, form_id: str, state: str) -> Submission:
        return make_submission(self.session, form_id, at=self.tick(), state=state)

    def review(self, submission: Submission, state: str) -> str:
        self.session.execute(update(Submission).where(Submission.id == submission.id).values(state=state))
        return self.compute()

    def edit_proposal(self, **changes: object) -> str:
        """The team sends the proposal anew: it is to be reviewed again."""
        changed = {"sent_at": self.tick()} | changes
        self.session.execute(update(ProjectProposal).where(ProjectProposal.project_id == self.id).values(**changed))
        return self.review(self.proposal, "edited")

    def gate(self, gate: str) -> str:
        self.session.execute(update(VillageYear).values(gate=gate))
        return self.compute()

    def up_to(self, stage: str) -> "ProjectLife":
        """Lived the usual way up to a stage."""
        steps = {
            "forwarded": self.screen,
            "approved": self.decide,
            "funded": self.transfer,
            "in_progress": lambda: (self.report(), self.compute()),
            "completed": lambda: (self.report(100, milestone="completed", state="approved"), self.compute()),
            "evaluated": lambda: (self.evaluation(), self.compute()),
        }
        for reached, step in steps.items():
            step()
            if reached == stage:
                return self
        raise AssertionError(f"{stage} is not on the usual way")


def make_submission(session: Session, form_id: str, *, at: dt.datetime, state: str = "received") -> Submission:
    form = session.scalar(select(Form).where(Form.form_id == form_id))
    if form is None:
        form = Form(workspace_id=1, form_id=form_id, title=form_id, data_class="projects")
        session.add(form)
        session.flush()
    submission = Submission(
        workspace_id=1,
        form=form.id,
        instance_id=f"uuid:{uuid4()}",
        data_class="projects",
        state=state,
        actor_id=make_system(session).id,
        phone_area=VILLAGE[:6],
        village_code=VILLAGE,
        received_at=at,
    )
    session.add(submission)
    session.flush()
    return submission


def make_life(
    session: Session,
    *,
    gate: str = "propose",
    state: str = "approved",
    code: str = "2570-5007-0001",
    **changes: object,
) -> ProjectLife:
    """A proposal of 120,000 baht that was digested, in a village whose official gate is this."""
    make_village(session, VILLAGE)
    if session.get(Criteria, (1, 2570)) is None:
        make_year(session, 2570)
    result = {"households": 10, "reference_date": TODAY, "status": "graded", "grade": "A", "computed_at": START}
    key = {"workspace_id": 1, "plan_year": 2570, "basis": "official", "village_code": VILLAGE}
    session.merge(VillageYear(**key, **result, gate=gate))
    proposal = make_submission(session, "project_proposal", at=START, state=state)
    entity = make_entity(session, "projects", VILLAGE, "ฝายชะลอน้ำ", {"stage": "proposed", "project_title": "ฝายชะลอน้ำ"})
    said = {
        "village_code": VILLAGE,
        "fiscal_year": 2570,
        "kind": "project",
        "title": "ฝายชะลอน้ำ",
        "programme": 3,
        "impl_unit": "village",
        "budget_requested": 12_000_000,
    } | changes
    stages = {"entered_stage": "proposed", "stage": "proposed"}
    session.add(Project(workspace_id=1, id=entity.uuid, project_code=code, submission_id=proposal.id, **said, **stages))
    session.flush()
    key = {"submission_id": proposal.id, "workspace_id": 1, "project_id": entity.uuid}
    session.add(ProjectProposal(**key, **said, from_plan=True, sent_at=START))
    people = {
        role: Caller(make_person(session, role=role, area=area).actor_id, "person", role, 1, role, area)
        for role, area in ROLES.items()
    }
    session.flush()
    return ProjectLife(session, entity.uuid, proposal, people)
