"""Projects by command: where they stand, and acts on them, in the operator's name or somebody's."""

import pytest
from sqlalchemy import select

from server.db.models import Actor, Event, ProjectTransfer, Submission
from tests.domain.projects.lives import TODAY, make_life, make_submission
from tests.factories import make_person

CODE = "2570-5007-0001"
DATE = ("--date", TODAY.isoformat())
SCREEN = ("screen", CODE, "--outcome", "forwarded", "--budget", "100,000", *DATE)
DECIDE = ("decide", CODE, "--outcome", "approved", "--budget", "90000", "--order", "ชม 1/2570", *DATE)
PAY = ("transfer", CODE, "--amount", "50000.29", "--reference", "BAAC-1", "--account", "1234", *DATE)


@pytest.fixture
def life(session):
    return make_life(session)


@pytest.fixture
def projects(life, yudee):
    """`projects("show", CODE)`."""
    return lambda *words: yudee("projects", *words)


def test_a_project_is_taken_from_proposal_to_cancellation(projects, session):
    said = [projects(*words).out for words in (SCREEN, DECIDE, PAY)]

    assert said == [f"{CODE}: forwarded\n", f"{CODE}: approved\n", f"{CODE}: funded\n"]
    assert session.scalar(select(ProjectTransfer.amount)) == 5_000_029
    number = session.scalar(select(ProjectTransfer.id))
    assert projects("void-transfer", CODE, number, "--reason", "ผิดโครงการ", "--json").json == {
        "project_code": CODE,
        "stage": "approved",
    }
    assert projects("cancel", CODE, "--reason", "ที่ดินมีปัญหา").out == f"{CODE}: cancelled\n"
    acted = select(Event.actor_id).where(Event.subject == "project")
    assert set(session.scalars(select(Actor.kind).where(Actor.id.in_(acted)))) == {"system"}


def test_the_list_is_narrowed_by_stage_year_and_area(projects):
    (one,) = projects("list", "--json").json

    assert (one["project_code"], one["stage"], one["budget_requested_baht"]) == (CODE, "proposed", 120_000)
    assert CODE in projects("list").out
    for narrowed in (("--stage", "approved"), ("--year", "2569"), ("--area", "5006")):
        assert projects("list", *narrowed, "--json").json == []


def test_a_project_is_shown_with_the_numbers_that_commands_take(projects, life, session):
    report = life.up_to("funded").report(20, disbursed=20_000)
    life.compute()

    shown = projects("show", CODE, "--json").json
    words = projects("show", CODE).out

    assert shown["money"]["transferred_baht"] == 50_000
    assert [one["submission_id"] for one in shown["withdrawals"]] == [report.id]
    assert [one["amount_baht"] for one in shown["history"]["transfers"]] == [50_000]
    assert "120,000" in words and str(report.id) in words and "in_progress" in words
    assert projects("consent", CODE, report.id).out == f"{CODE}: in_progress\n"
    assert projects("show", CODE, "--json").json["withdrawals"] == []


def test_the_operator_suspends_resumes_and_opens_the_gate(projects, life, session):
    life.up_to("in_progress")

    assert projects("suspend", CODE, "--reason", "น้ำท่วม").out == f"{CODE}: suspended\n"
    assert projects("resume", CODE, "--reason", "น้ำลด").out == f"{CODE}: in_progress\n"
    assert "[stage-forbids]" in projects("open-gate", CODE, "--reason", "ภัยแล้ง").err


def test_criteria_that_do_not_pass_are_named(projects, life):
    words = (
        "screen",
        CODE,
        "--outcome",
        "returned",
        "--fix",
        "value",
        "--fail",
        "benefit",
        "--comments",
        "แก้ไข",
        *DATE,
    )

    assert projects(*words).out == f"{CODE}: returned\n"
    (screened,) = projects("show", CODE, "--json").json["history"]["screenings"]
    assert (screened["value"], screened["benefit"], screened["from_plan"]) == ("fix", "fail", "pass")


def test_an_act_in_somebodys_name_is_bound_by_their_rules(projects, session):
    make_person(session, "chief@example.org", role="district_chief")
    make_person(session, "elsewhere@example.org", area="5006")

    assert "[not-allowed]" in projects(*SCREEN, "--as", "chief@example.org").err
    assert "[project-code-unknown]" in projects(*SCREEN, "--as", "elsewhere@example.org").err
    assert "[person-unknown]" in projects(*SCREEN, "--as", "nobody@example.org").err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "2570-5007-9999"), "[project-code-unknown]"),
        (("transfer", CODE, "--amount", "0.001", "--reference", "1", "--account", "1234"), "is no amount of baht"),
        (
            ("transfer", CODE, "--amount", "5", "--reference", "1", "--account", "1234", "--date", "28/2/2570"),
            "is no date",
        ),
        (("transfer", CODE, "--amount", "5", "--reference", "1", "--account", "1234"), "[stage-forbids]"),
        (("suspend", CODE, "--reason", " "), "[stage-forbids]"),
        (("cancel", CODE, "--reason", " "), "[reason-missing]"),
    ],
)
def test_what_cannot_be_done_is_one_line(projects, words, said):
    ended = projects(*words)

    assert said in ended.err
    assert ended.status != 0


def test_the_operator_reviews_an_evaluation_as_the_province_does(yudee, life, session):
    life.up_to("completed")
    sent = make_submission(session, "project_evaluation", at=life.tick())

    assert yudee("submissions", "review", sent.id, "--state", "approved").out == f"{sent.id}: approved\n"
    assert session.scalar(select(Submission.state).where(Submission.id == sent.id)) == "approved"


def test_what_waits_and_what_was_told_is_listed_and_a_notice_is_read(projects, life, session):
    report = life.up_to("funded").report(20, disbursed=20_000)
    life.compute()

    (waiting,) = projects("withdrawals", "--area", "5007", "--json").json
    told = projects("notices", "--json").json

    assert (waiting["project_code"], waiting["submission_id"], waiting["disbursed_baht"]) == (CODE, report.id, 20_000)
    assert str(report.id) in projects("withdrawals").out
    assert {(one["project_code"], one["result"]) for one in told} == {(CODE, "approved"), (CODE, "funded")}
    assert CODE in projects("notices").out
    for one in told:
        assert str(one["id"]) in projects("see-notice", one["id"]).out
    assert projects("notices", "--json").json == []
    assert [one["seen_by"] for one in projects("notices", "--all", "--json").json] == ["yudee"] * len(told)
    assert "[not-found]" in projects("see-notice", 999_999).err


def test_best_practices_are_listed(projects, life):
    life.up_to("evaluated")

    (best,) = projects("best-practices", "--year", "2570", "--json").json
    assert (best["project_code"], best["budget_approved_baht"]) == (CODE, 100_000)
    assert CODE in projects("best-practices", "--year", "2570", "--area", "5007").out
    for other in (("--year", "2569"), ("--year", "2570", "--area", "5006")):
        assert projects("best-practices", *other, "--json").json == []
