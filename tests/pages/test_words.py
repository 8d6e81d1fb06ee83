"""Every code that may stand in the database has words."""

import re
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest

from server.domain.checks import CODES
from server.domain.facts.evaluations import ACHIEVED, PERSPECTIVES
from server.domain.facts.proposals import WORK_MODES
from server.domain.facts.screenings import CRITERIA, MISSION_GROUPS, OUTCOMES, VERDICTS
from server.domain.flags import FLAG_BY_CODE
from server.domain.indicators.gate import GATES
from server.domain.indicators.grade import STATUSES
from server.domain.permissions import ROLES
from server.domain.projects.notices import Result
from server.domain.projects.paying import Decided, Paid
from server.domain.projects.screening import Screened
from server.domain.projects.sheet import ATTENTION, PHOTO_STAGES
from server.domain.projects.stages import STAGES
from server.domain.reviews import STATES
from server.domain.year_rules import SETTINGS
from server.pages.words import WORDS, form_title
from server.projects import reading
from server.projects.acts import FORMS
from server.projects.area_map import MARKS
from server.projects.listing import KINDS, WAITS_FOR

DOMAIN = Path(__file__).parents[2] / "server" / "domain"


def raised() -> set[str]:
    """The codes of flags that the code raises."""
    sources = "\n".join(path.read_text() for path in DOMAIN.rglob("*.py"))
    return set(re.findall(r'(?:\.flag\(|EntityFault\(\s*)"(\w+)"', sources)) | {"entity_waiting", "entity_base_unknown"}


def test_every_flag_that_is_raised_has_its_words():
    assert raised() | set(CODES) <= FLAG_BY_CODE.keys()
    assert all(flag.short(locale) and flag.text(locale) for flag in FLAG_BY_CODE.values() for locale in ("th", "en"))


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("state", STATES),
        ("status", STATUSES),
        ("gate", GATES),
        ("gate_short", GATES),
        ("role", ROLES),
        ("attention", ATTENTION),
        ("attention_sentence", ATTENTION),
        ("photo_stage", PHOTO_STAGES),
        ("stage", STAGES),
        ("criterion", CRITERIA),
        ("verdict", VERDICTS),
        ("outcome", {*OUTCOMES, *reading.DECISIONS}),
        ("mission_group", MISSION_GROUPS),
        ("project_kind", KINDS),
        ("act", FORMS),
        ("done", {*FORMS, "together"}),
        ("happened", FORMS.keys() - {"change_budget"}),
        ("waiting", {*WAITS_FOR, "consent", "notice", "evaluate"}),
        ("result", get_args(Result)),
        ("work_mode", WORK_MODES),
        ("achieved", ACHIEVED),
        ("perspective", PERSPECTIVES),
        ("mark", [mark.name for mark in MARKS]),
        ("setting", SETTINGS),
    ],
)
def test_every_code_has_a_word(kind, codes):
    assert set(WORDS[kind]) == set(codes)


def test_every_field_of_a_form_has_a_word():
    read = {field.name for form in (Screened, Decided, Paid) for field in fields(form)} - {"criteria"}

    assert set(WORDS["field"]) == read | {"number", "refunded", "report", "disbursed"}


@pytest.mark.parametrize(
    ("title", "thai", "english"),
    [
        ("แผนชุมชน (Community plan)", "แผนชุมชน", "Community plan"),
        ("Survey (pilot)", "Survey (pilot)", "Survey (pilot)"),
        ("แบบสำรวจ (ทดลอง)", "แบบสำรวจ (ทดลอง)", "แบบสำรวจ (ทดลอง)"),
    ],
)
def test_a_title_in_both_languages_is_shown_in_one(app, title, thai, english):
    with app.test_request_context("/?lang=th"):
        assert form_title(title) == thai
    with app.test_request_context("/?lang=en"):
        assert form_title(title) == english
