"""Blank forms filled in as text are what a phone writes."""

import pytest
from lxml import etree

from server.domain.answers import read_answers, read_instance, shape_of
from server.domain.xforms import read
from tests.forms.converted import xform_text
from workers.simulate.blanks import Blank


def answers(form_id: str, **said: object) -> dict:
    blank = xform_text(form_id).encode()
    instance = read_instance(Blank(blank).filled(said))
    return read_answers(instance.root, shape_of(read(blank).questions))[0]


def test_an_answer_goes_where_its_question_stands():
    said = answers("forum_attendance", village_code="50070503", forum_date="2007-01-10")

    assert said["area"]["village_code"] == "50070503"
    assert said["forum"] == {"plan_year": None, "forum_type": "plan", "forum_date": "2007-01-10", "place_name": None}


def test_what_was_not_asked_is_not_there():
    assert "lao_count" not in answers("forum_attendance", lao_count=None)["people"]


def test_of_a_group_only_what_was_asked_is_there():
    assert answers("household_account", summary_amounts={"r_all": 5})["summary_amounts"] == {"r_all": "5"}


@pytest.mark.parametrize("number", [0, 1, 3])
def test_a_repeat_has_as_many_entries_as_it_was_given(number):
    walked_in = [{"walk_house_no": str(count)} for count in range(number)]

    assert answers("forum_attendance", walk_in=walked_in).get("walk_in", []) == walked_in


def test_what_is_special_in_xml_stays_text():
    assert answers("forum_attendance", place_name='<b> & "ศาลา"')["forum"]["place_name"] == '<b> & "ศาลา"'


def test_the_entity_has_its_attributes_and_label():
    filled = Blank(xform_text("household_register").encode()).filled({"@id": "1 & 2", "label": "12/3"})
    entity = etree.fromstring(filled).find("meta/entity")

    assert (entity.get("id"), entity.findtext("label")) == ("1 & 2", "12/3")


def test_an_edit_names_what_it_replaces():
    filled = Blank(xform_text("forum_attendance").encode()).filled({"instanceID": "b", "deprecatedID": "a"})

    assert read_instance(filled).deprecated_id == "a"


def test_a_question_the_form_does_not_have_is_a_mistake():
    with pytest.raises(KeyError):
        Blank(xform_text("forum_attendance").encode()).filled({"no_such_question": "1"})
