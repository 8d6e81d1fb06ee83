"""What figures rest on: the list of needed questions is that which the readers of facts really read."""

import inspect
import re

import pytest

from server.domain import xforms
from server.domain.facts import READERS, Submitted
from server.domain.forms.needed import NEEDED, is_needed, missing
from tests.forms.converted import xform_text


def questions(form_id):
    return xforms.read(xform_text(form_id).encode()).questions


def test_every_form_that_is_read_has_its_needed_questions():
    assert NEEDED.keys() == READERS.keys()


@pytest.mark.parametrize("form_id", sorted(NEEDED))
def test_our_own_forms_have_all_of_them(form_id):
    assert missing(form_id, questions(form_id)) == []


@pytest.mark.parametrize("form_id", sorted(NEEDED))
def test_every_question_that_a_reader_names_is_needed(form_id):
    named = set(re.findall(r'"(/[a-z_0-9/]+)"', inspect.getsource(inspect.getmodule(READERS[form_id]))))

    assert named <= set(NEEDED[form_id])


READS = {  # what leads a reader through as many questions as one submission can
    "project_screening": {"project": "5f0b4f36-3c53-4c1a-9f62-6d1c2a54c001"},
    "project_progress": {"project": "5f0b4f36-3c53-4c1a-9f62-6d1c2a54c001", "photo_1": "1.jpg", "photo_2": "2.jpg"}
    | {"photo_3": "3.jpg", "photo_4": "4.jpg"},
    "project_evaluation": {"project": "5f0b4f36-3c53-4c1a-9f62-6d1c2a54c001"},
}
ENTITIES = {
    "household_register": {"id": "5f0b4f36-3c53-4c1a-9f62-6d1c2a54c001", "create": "1"},
    "project_proposal": {"id": "5f0b4f36-3c53-4c1a-9f62-6d1c2a54c001", "create": "1"},
}


@pytest.mark.parametrize("form_id", sorted(NEEDED))
def test_every_question_that_is_read_is_needed(form_id, read, monkeypatch):
    asked = set()
    answer = Submitted.text
    monkeypatch.setattr(Submitted, "text", lambda self, path: asked.add(path) or answer(self, path))
    read(form_id, entity=ENTITIES.get(form_id), **READS.get(form_id, {}))

    assert asked
    assert asked <= set(NEEDED[form_id])


def test_what_is_missing_is_named():
    without = [one for one in questions("community_plan") if not one["path"].startswith("/lao/")]

    assert missing("community_plan", without) == ["/lao/lao_stages", "/lao/lao_first_date"]
    assert missing("community_plan", []) == list(NEEDED["community_plan"])


def test_nothing_rests_on_a_form_of_others():
    assert missing("survey", []) == []
    assert not is_needed("survey")
