"""An evaluation on a phone: of finished projects only, four scores, and what a best practice needs."""

import pytest

from tests.engine import AnswerRefused
from tests.engine.conftest import project_id

HALL = project_id(5)
EVALUATION = {
    "project": HALL,
    "s_effectiveness": "4",
    "s_quality": "5",
    "s_efficiency": "3",
    "s_organisation": "2",
    "objectives_met": "partly",
    "actual_households": 31,
    "continues": "yes",
    "best_practice": "no",
    "eval_photo_1": "1.jpg",
}


@pytest.fixture
def evaluation(open_form):
    return open_form("project_evaluation")


def test_only_finished_projects_that_were_not_evaluated_are_offered(evaluation):
    assert evaluation.choices("project") == {HALL: "ศาลาผู้สูงอายุ"}


def test_an_evaluation_updates_its_project(evaluation, projects):
    filled = evaluation.fill(EVALUATION).finalize()

    entity = filled.entity
    assert (entity["dataset"], entity["id"], entity["update"]) == ("projects", HALL, "1")
    assert (entity["baseVersion"], entity["trunkVersion"]) == ("9", "9")
    assert entity["branchId"] == projects.entities[HALL].branch
    assert (filled.answer("eval_date"), filled.answer("best_practice")) == ("2026-11-22", "no")
    assert filled.instance_name == "ศาลาผู้สูงอายุ 2026-11-22"
    assert filled.files == ("1.jpg",)


def test_the_scores_are_added_up(evaluation):
    filled = evaluation.fill(EVALUATION).finalize()

    assert float(filled.answer("score_total")) == 14


def test_a_best_practice_says_what_is_good_about_it(evaluation):
    evaluation.fill(EVALUATION)
    assert not evaluation.is_asked("highlights")

    evaluation.answer("best_practice", "yes")
    with pytest.raises(AnswerRefused, match="highlights: required"):
        evaluation.finalize()
    evaluation.answer("highlights", "ชุมชนดูแลกันเอง")

    assert evaluation.finalize().answer("highlights") == "ชุมชนดูแลกันเอง"


def test_the_position_is_sent_where_there_is_one(evaluation):
    filled = evaluation.fill(EVALUATION | {"eval_gps": (19.3, 98.9, 410, 5)}).finalize()

    assert filled.answer("eval_gps") == "19.3 98.9 410.0 5.0"


def test_one_photo_is_needed_and_a_second_comes_after_it(evaluation):
    evaluation.fill({name: answer for name, answer in EVALUATION.items() if name != "eval_photo_1"})
    assert not evaluation.is_asked("eval_photo_2")

    with pytest.raises(AnswerRefused, match="eval_photo_1: required"):
        evaluation.finalize()
    evaluation.answer("eval_photo_1", "1.jpg")

    assert evaluation.is_asked("eval_photo_2")


@pytest.mark.parametrize(
    ("question", "answer", "why"),
    [
        ("s_quality", "6", "not-a-choice"),
        ("eval_date", "2026-11-23", "constraint"),
        ("actual_households", -1, "constraint"),
    ],
)
def test_what_cannot_be_is_refused_on_the_phone(evaluation, question, answer, why):
    with pytest.raises(AnswerRefused, match=f"{question}: {why}"):
        evaluation.answer(question, answer)
