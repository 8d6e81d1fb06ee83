"""What is sent about projects: a proposal is its own project's, everything else its project's village's and year's."""

from uuid import uuid4

import pytest
from sqlalchemy import func, select

from server.db.models import (
    Entity,
    Project,
    ProjectEvaluation,
    ProjectProposal,
    ProjectScreening,
    Submission,
    SubmissionFlag,
)
from server.db.queries import pending
from server.db.session import transaction
from server.domain.imports import projects
from tests.factories import make_project, make_system
from workers.drains import drain_submissions

MINUTES = {"resolution_photo": b"minutes"}
ASKED_FOR = select(
    ProjectProposal.project_id,
    ProjectProposal.budget_requested,
    ProjectProposal.sent_at,
    func.ST_X(ProjectProposal.site).label("lon"),
    func.ST_Y(ProjectProposal.site).label("lat"),
)


@pytest.fixture
def officer(new_phone):
    return new_phone(role="district_officer", area="5007")


@pytest.fixture
def committee(new_phone):
    return new_phone(role="evaluation_committee", area="50")


@pytest.fixture
def proposed(session) -> Project:
    """A project that waits to be screened."""
    made = make_project(session, stage="proposed", budget_approved=None)
    session.commit()
    return made


def flags(session) -> dict[str, dict]:
    session.rollback()
    return dict(session.execute(select(SubmissionFlag.code, SubmissionFlag.details)).all())


def send(phone, *forms) -> None:
    assert [phone.send(form).status for form in forms] == [201] * len(forms)


def test_a_proposal_makes_an_entity_that_phones_get_as_proposed(phone, session):
    uuid = str(uuid4())
    send(phone, phone.fill("project_proposal", files=MINUTES, entity={"id": uuid}))
    drain_submissions()
    phone.sync()

    row = phone.lists["projects"].rows[uuid]
    assert (row["stage"], row["village_code"], row["budget_requested"]) == ("proposed", "50070503", "100000")
    assert session.execute(select(Submission.village_code, Submission.plan_year)).one() == ("50070503", 2570)
    assert flags(session) == {}


def test_a_proposal_is_a_fact_of_the_project_it_makes_with_its_site(phone, session):
    send(phone, phone.fill("project_proposal", files=MINUTES))
    drain_submissions()

    project, row = session.scalars(select(Project)).one(), session.execute(ASKED_FOR).one()
    assert (row.project_id, row.budget_requested, row.lon, row.lat) == (project.id, 10_000_000, 98.83, 19.01)
    assert (project.title, project.programme, project.budget_requested) == ("ฝายชะลอน้ำบ้านสมมุติ", 3, 10_000_000)


def test_an_edited_proposal_was_sent_when_it_was_edited(phone, session):
    sent = phone.fill("project_proposal", files=MINUTES)
    send(phone, sent)
    drain_submissions()
    first = session.execute(ASKED_FOR).one()
    send(phone, phone.edit(sent, budget_requested="90000"))
    session.rollback()
    drain_submissions()

    edited = session.execute(ASKED_FOR).one()
    assert (first.budget_requested, edited.budget_requested) == (10_000_000, 9_000_000)
    assert edited.project_id == first.project_id
    assert edited.sent_at > first.sent_at


def test_a_doubtful_proposal_makes_its_project_all_the_same(phone, session):
    doubtful = {"planned_end": "2026-11-01", "site": "0.0 0.0 0 0", "votes_for": "3", "from_plan": "no"}
    send(phone, phone.fill("project_proposal", files=MINUTES, **doubtful))
    drain_submissions()

    assert set(flags(session)) == {
        "planned_end_too_early",
        "site_outside_thailand",
        "votes_not_majority",
        "not_from_plan",
    }
    assert session.execute(select(Project.stage, Project.planned_end, Project.site)).one() == ("proposed", None, None)


@pytest.mark.parametrize("said", [{"budget_requested": "0"}, {"programme": "9"}, {"project_title": ""}])
def test_what_is_no_proposal_makes_no_project_until_it_is_mended(phone, session, said):
    sent = phone.fill("project_proposal", files=MINUTES, **said)
    send(phone, sent)
    drain_submissions()
    assert len(flags(session)) == 1
    assert session.scalar(select(func.count()).select_from(Project)) == 0

    send(phone, phone.edit(sent, budget_requested="90000", programme="2", project_title="ฝาย"))
    drain_submissions()

    assert flags(session) == {}
    assert session.execute(select(Project.title, Project.programme)).one() == ("ฝาย", 2)


def test_a_proposal_under_the_id_of_another_project_is_no_fact_of_it(phone, session, proposed):
    send(phone, phone.fill("project_proposal", files=MINUTES, entity={"id": str(proposed.id)}))
    drain_submissions()

    assert flags(session) == {"entity_exists": {"uuid": str(proposed.id)}}
    assert session.scalar(select(func.count()).select_from(ProjectProposal)) == 0


def test_a_proposal_for_a_village_outside_the_phones_area_waits(phone, session):
    elsewhere = {"tambon_code": "500706", "village_code": "50070601"}
    send(phone, phone.fill("project_proposal", files=MINUTES, **elsewhere))
    drain_submissions()

    assert {"outside_area", "village_unknown"} == flags(session).keys()
    assert session.scalar(select(func.count()).select_from(Entity)) == 0


def test_a_screening_belongs_to_the_village_and_year_of_its_project(officer, session, proposed):
    send(officer, officer.fill("project_screening", project=str(proposed.id)))
    drain_submissions()

    assert flags(session) == {}
    assert session.execute(select(Submission.village_code, Submission.plan_year)).one() == ("50070503", 2570)
    screened = session.scalars(select(ProjectScreening)).one()
    assert (screened.project_id, screened.outcome, screened.budget_recommended) == (proposed.id, "forwarded", 8_000_000)
    assert screened.actor_id == officer.made.actor_id
    assert screened.recorded_at == session.scalar(select(Submission.received_at))


def test_a_screening_is_in_the_list_that_phones_get(officer, session, proposed):
    send(officer, officer.fill("project_screening", project=str(proposed.id), meeting_date="2026-11-20"))
    drain_submissions()
    officer.sync()

    row = officer.lists["projects"].rows[str(proposed.id)]
    assert [row[name] for name in ("screen_date", "screen_result", "budget_recommended", "screen_rank", "stage")] == [
        "2026-11-20",
        "forwarded",
        "80000",
        "1",
        "proposed",
    ]


def test_a_screening_that_does_not_pass_is_kept_with_its_flag(officer, session, proposed):
    send(officer, officer.fill("project_screening", project=str(proposed.id), c_value="fail"))
    drain_submissions()

    assert set(flags(session)) == {"criteria_not_passed"}
    assert session.execute(select(ProjectScreening.value, ProjectScreening.outcome)).one() == ("fail", "forwarded")


def test_a_district_screens_nothing_of_its_neighbour(new_phone, session, proposed):
    neighbour = new_phone(role="district_officer", area="5006")
    send(neighbour, neighbour.fill("project_screening", project=str(proposed.id)))
    drain_submissions()

    assert set(flags(session)) == {"outside_area"}
    assert session.scalar(select(Entity.version)) == 1


def test_an_evaluation_belongs_to_the_village_and_year_of_its_project(committee, session):
    project = make_project(session, stage="completed").id
    session.commit()
    send(committee, committee.fill("project_evaluation", project=str(project), best_practice="yes", highlights="ดี"))
    drain_submissions()
    committee.sync()

    assert flags(session) == {}
    assert session.execute(select(Submission.village_code, Submission.plan_year)).one() == ("50070503", 2570)
    evaluated = session.execute(select(ProjectEvaluation.project_id, ProjectEvaluation.best_practice)).one()
    assert evaluated == (project, True)
    assert committee.lists["projects"].rows[str(project)]["best_practice"] == "yes"


@pytest.mark.parametrize(("form", "table"), [("screening", ProjectScreening), ("evaluation", ProjectEvaluation)])
def test_what_is_said_of_a_project_nobody_has_entered_waits_for_it(officer, committee, session, form, table):
    known = projects.NewProject(
        uuid=uuid4(), village_code="50070503", fiscal_year=2570, title="ฝาย", programme=3, impl_unit="village",
        stage="approved", budget_approved=50_000,
    )  # fmt: skip
    phone = {"screening": officer, "evaluation": committee}[form]
    send(phone, phone.fill(f"project_{form}", project=str(known.uuid)))
    drain_submissions()
    assert {code: details["uuid"] for code, details in flags(session).items()} == dict.fromkeys(
        ("project_unknown", "entity_unknown"), str(known.uuid)
    )
    assert session.scalar(select(func.count()).select_from(table)) == 0

    with transaction() as importing:
        projects.add(importing, 1, [known], actor_id=make_system(importing).id)
    drain_submissions()

    assert flags(session) == {}
    assert session.scalar(select(table.project_id)) == known.uuid


def test_a_report_from_nowhere_has_no_position(phone, session, proposed):
    send(phone, phone.fill("project_progress", project=str(proposed.id), disbursed_total="0", site_gps="0.0 0.0 0 0"))
    drain_submissions()

    assert set(flags(session)) == {"position_outside_thailand"}


def test_digesting_again_changes_nothing(officer, session, proposed):
    send(officer, officer.fill("project_screening", project=str(proposed.id)))
    drain_submissions()
    before = facts_of_screening(session)
    with transaction() as again:
        pending.queue_again(again, 1)
    drain_submissions()

    assert facts_of_screening(session) == before


def facts_of_screening(session) -> list:
    session.rollback()
    columns = [column for column in ProjectScreening.__table__.columns if column.name != "id"]
    return session.execute(select(*columns)).all()
