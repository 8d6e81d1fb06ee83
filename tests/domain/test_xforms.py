"""What the server needs of a form is read off its definition."""

import pytest

from server.domain.safe_xml import UnsafeXml
from server.domain.xforms import read
from tests.forms.converted import xform_text
from tests.forms.sheets import FORM_IDS
from tests.openrosa.blank import blank


@pytest.fixture(scope="module", params=FORM_IDS)
def definition(request):
    return read(xform_text(request.param).encode())


def question(form_id, path):
    return next(q for q in read(xform_text(form_id).encode()).questions if q["path"] == path)


def test_every_form_of_ours_is_read(definition):
    assert definition.form_id in FORM_IDS
    assert definition.version.isdigit()
    assert definition.title


def test_every_question_comes_once(definition):
    paths = [question["path"] for question in definition.questions]

    assert len(paths) == len(set(paths))
    assert all(path.startswith("/") for path in paths)
    assert "/meta/instanceID" in paths


def test_every_visible_question_has_words_in_both_languages(definition):
    asked = [q for q in definition.questions if q["kind"] in ("input", "select1", "select", "upload")]

    assert asked
    assert [q["path"] for q in asked if not q.get("label", {}).get("th") or not q["label"].get("en")] == []


def test_every_choice_has_words_in_both_languages(definition):
    choices = [choice for q in definition.questions for choice in q.get("choices", [])]

    assert [choice for choice in choices if not {"th", "en"} <= choice["label"].keys()] == []


def test_files_a_form_expects_are_named_once_and_in_order():
    media = [item["name"] for item in read(xform_text("household_register").encode()).media]

    assert media == ["areas_amphoe.csv", "areas_tambon.csv", "villages.csv", "to_correct.csv", "households.csv"]


def test_a_photo_is_binary():
    assert question("community_plan", "/plan_photo_1")["type"] == "binary"


def test_a_choice_from_a_list_of_the_server_names_the_list():
    assert question("household_account", "/household")["list"] == "households"


def test_a_repeat_is_one_and_its_questions_are_below_it():
    assert question("forum_attendance", "/walk_in")["kind"] == "repeat"
    assert question("forum_attendance", "/walk_in/walk_name")["kind"] == "input"


def test_a_question_that_fills_an_entity_says_which_property():
    assert question("household_register", "/location")["saveto"] == "geometry"
    assert "saveto" not in question("household_register", "/action")


def test_a_form_without_a_title_goes_by_its_id():
    untitled = blank("small").replace(b"<h:title>small</h:title>", b"<h:title> </h:title>")

    assert read(untitled).title == "small"


def test_media_in_texts_and_lists_are_expected():
    picture = b"<itext><translation lang='th'><text id='a'><value form='image'>jr://images/map.png</value></text></translation></itext>"
    form = blank("small", media=("list.csv",)).replace(b"<instance><data", picture + b"<instance><data")

    assert {item["name"] for item in read(form).media} == {"list.csv", "map.png"}


@pytest.mark.parametrize(
    "xml",
    [b"", b"<html/>", b"<html><model/></html>", b"<html><model><instance/></model></html>",
     b"<html><model><instance><data/></instance></model></html>", b"<!DOCTYPE x><html/>"],
)  # fmt: skip
def test_what_is_no_form_is_refused(xml):
    with pytest.raises(UnsafeXml):
        read(xml)
