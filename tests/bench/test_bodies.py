"""What the measurements post is what the forms of today ask, and as large as they say."""

import datetime as dt
import io

import pytest
from multipart import MultipartParser

from bench import bodies, figures
from server.domain import xforms
from server.domain.answers import entity_of_form, entity_requests, read_answers, shape_of
from server.domain.facts import Submitted, read_facts
from server.domain.safe_xml import parse
from tests.forms.converted import xform_text

NOW = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
HOUSEHOLD = "0f6f1a52-6c0f-4b7e-9d2e-0a1b2c3d4e5f"
ANSWERS = {"version": "1", "year": 2570, "today": "2026-11-22", "period_start": "2025-10-01", "village": "50070503"}
PROJECT = "8a000000-0000-4000-8000-000000000001"
WITH_PHOTO = ("forum_attendance", "project_proposal", "project_progress", "project_evaluation")
OF_A_PROJECT = ("project_screening", "project_progress", "project_evaluation")  # which knows its village
FACTS = {
    "household_account": "household_account",
    "forum_attendance": "forum",
    "community_plan": "community_plan",
    "project_proposal": "project_proposal",
    "project_screening": "project_screening",
    "project_progress": "progress_report",
    "project_evaluation": "project_evaluation",
}


def posted(form_id: str, photo_bytes: int = 0) -> dict[str, bytes]:
    """The parts of a request by their names."""
    made = bodies.request(
        "http://localhost/x", form_id, photo_bytes=photo_bytes, household=HOUSEHOLD, project=PROJECT, **ANSWERS
    )
    head, _, body = made().partition(b"\r\n\r\n")
    assert f"Content-Length: {len(body)}".encode() in head
    return {
        part.name: part.raw for part in MultipartParser(io.BytesIO(body), bodies.BOUNDARY, len(body), spool_limit=10**6)
    }


@pytest.mark.parametrize("form_id", FACTS)
def test_a_body_answers_questions_that_the_form_asks(form_id):
    questions = xforms.read(xform_text(form_id).encode()).questions
    known = {question["path"] for question in questions}
    root = parse(posted(form_id)["xml_submission_file"])

    paths = {root.getroottree().getpath(node).removeprefix("/data") for node in root.iter() if node is not root}
    assert {path for path in paths if not path.startswith("/meta")} <= known


@pytest.mark.parametrize("form_id", FACTS)
def test_a_body_is_counted_like_any_other(form_id):
    parts = posted(form_id, 10 if form_id in WITH_PHOTO else 0)
    root, questions = parse(parts.pop("xml_submission_file")), xforms.read(xform_text(form_id).encode()).questions
    answers, files = read_answers(root, shape_of(questions))
    entity = entity_of_form(entity_requests(root, questions))
    sent = Submitted(answers, received_at=NOW, sent_at=NOW, actor_id=1, files=frozenset(parts), entity=entity)

    facts = read_facts(form_id, sent)

    assert (facts.flags, len(facts.rows[FACTS[form_id]])) == ({}, 1)
    assert (facts.village_code, facts.plan_year) == ((None, None) if form_id in OF_A_PROJECT else ("50070503", 2570))
    assert files == list(parts)


def test_each_request_is_another_submission_with_another_photo():
    first, second = (posted("forum_attendance", 300_000) for _ in range(2))

    assert first.keys() != second.keys()
    (photo,) = first.keys() - {"xml_submission_file"}
    assert len(first[photo]) > 300_000
    assert not set(first.values()) & set(second.values())


@pytest.mark.parametrize(("ours", "verdict"), [([50, 60, 70], "kept"), ([40, 49, 90], "MISSED")])
def test_a_ratio_is_that_of_the_medians(ours, verdict):
    assert figures.share("receive", ours, [100, 110, 90], at_least=0.5).endswith(verdict)
