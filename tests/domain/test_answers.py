"""A submission's XML is read by the names of its questions, whatever order and prefixes the phone writes."""

import time
from uuid import UUID

import pytest

from server.domain import xforms
from server.domain.answers import entity_of_form, entity_requests, read_answers, read_instance, shape_of, value_at
from server.domain.safe_xml import UnsafeXml
from tests.forms.converted import xform_text

QUESTIONS = [
    {"path": "/area", "kind": "group"},
    {"path": "/area/village_code", "kind": "select1", "saveto": "village_code"},
    {"path": "/photo", "kind": "upload", "type": "binary"},
    {"path": "/visit", "kind": "repeat"},
    {"path": "/visit/name", "kind": "input", "saveto": "visitor"},
    {"path": "/visit/photo", "kind": "upload", "type": "binary"},
    {"path": "/visit/child", "kind": "repeat"},
    {"path": "/house_no", "kind": "input", "saveto": "house_no"},
]
SHAPE = shape_of(QUESTIONS)
UUID_4 = "5a1c7e0e-58a5-4f0c-9c3b-2d5a4c1f7b11"


def root(inner, attributes="id='f' version='1'"):
    return read_instance(f"<data {attributes}>{inner}</data>".encode()).root


def said(inner):
    return read_answers(root(inner), SHAPE)[0]


def files(inner):
    return read_answers(root(inner), SHAPE)[1]


# Ids


@pytest.mark.parametrize("prefix", ["", "orx:"])
def test_the_ids_of_a_submission_are_read_with_or_without_prefix(prefix):
    ids = {"instanceID": "uuid:1", "deprecatedID": "uuid:0", "instanceName": " บ้าน 1 "}
    meta = "".join(f"<{prefix}{name}>{value}</{prefix}{name}>" for name, value in ids.items())
    attributes = "id='f' version='7' xmlns:orx='http://openrosa.org/xforms'"
    xml = f"<data {attributes}><{prefix}meta>{meta}</{prefix}meta></data>"
    instance = read_instance(xml.encode())

    assert (instance.form_id, instance.version) == ("f", "7")
    assert (instance.instance_id, instance.deprecated_id, instance.instance_name) == ("uuid:1", "uuid:0", "บ้าน 1")


@pytest.mark.parametrize(
    "meta", ["", "<meta/>", "<meta><instanceID/></meta>", "<meta><instanceID> </instanceID></meta>"]
)
def test_a_submission_may_have_no_ids(meta):
    instance = read_instance(f"<data id='f'>{meta}</data>".encode())

    assert (instance.version, instance.instance_id, instance.deprecated_id) == ("", None, None)


@pytest.mark.parametrize("xml", [b"<data/>", b"<data id=''/>", b"<data version='1'/>"])
def test_a_submission_names_its_form(xml):
    with pytest.raises(UnsafeXml, match="names no form"):
        read_instance(xml)


# Answers


def test_answers_are_nested_like_the_form_and_kept_as_written():
    assert said("<area><village_code> 50070503 </village_code></area><house_no>๑๒/3</house_no>") == {
        "area": {"village_code": " 50070503 "},
        "house_no": "๑๒/3",
    }


def test_a_blank_answer_is_none_and_an_unasked_one_is_missing():
    assert said("<house_no/><photo></photo>") == {"house_no": None, "photo": None}


def test_a_repeat_is_a_list_whatever_stands_between_its_entries():
    assert said("<visit><name>a</name></visit><house_no>1</house_no><visit><name>b</name></visit>") == {
        "visit": [{"name": "a"}, {"name": "b"}],
        "house_no": "1",
    }


def test_a_repeat_with_one_entry_is_a_list_too_and_an_empty_entry_counts():
    assert said("<visit><name>a</name></visit>") == {"visit": [{"name": "a"}]}
    assert said("<visit/>") == {"visit": [{}]}


def test_repeats_may_be_nested():
    assert said("<visit><child><x>1</x></child><child><x>2</x></child></visit>") == {
        "visit": [{"child": [{"x": "1"}, {"x": "2"}]}]
    }


def test_what_the_form_does_not_know_is_kept():
    assert said("<newer><question>x</question></newer>") == {"newer": {"question": "x"}}


@pytest.mark.parametrize("path", ["/area/village_code", "area/village_code"])
def test_an_answer_is_found_by_its_path(path):
    assert value_at({"area": {"village_code": " 50070503\n"}}, path) == "50070503"


@pytest.mark.parametrize(
    "found",
    [
        {},
        {"area": None},
        {"area": "x"},
        {"area": {"village_code": None}},
        {"area": {"village_code": " "}},
        {"area": []},
    ],
)
def test_what_is_blank_or_not_there_is_none(found):
    assert value_at(found, "/area/village_code") is None


def test_the_longest_names_in_the_deepest_groups_cost_no_more_than_their_letters():
    names = [f"{letter}{'x' * 40_000}" for letter in "abcdefghijklmnopqrstuvwxyz" * 2]
    inner = "".join(f"<{name}>" for name in names) + "<q/>" * 20_000 + "".join(f"</{name}>" for name in names[::-1])
    form = root(inner)
    start = time.thread_time()
    read_answers(form, SHAPE)

    assert time.thread_time() - start < 1


# Files


def test_files_are_named_by_questions_for_files_only():
    assert files("<photo> a.jpg </photo><house_no>b.jpg</house_no><visit><photo>c.jpg</photo></visit>") == [
        "a.jpg",
        "c.jpg",
    ]


def test_the_same_file_is_named_once():
    assert files("<photo>a.jpg</photo><visit><photo>a.jpg</photo></visit>") == ["a.jpg"]


def test_blank_questions_name_no_file():
    assert files("<photo/><photo> </photo>") == []


def test_the_audit_log_is_a_file_of_every_form():
    assert files("<meta><audit>audit.csv</audit></meta>") == ["audit.csv"]


# Entities


ENTITY = f"<meta><entity dataset='households' id='{UUID_4}' %s><label>%s</label></entity></meta>"


def request(attributes="create='1'", inner="", label="บ้าน 1"):
    return entity_of_form(entity_requests(root(inner + ENTITY % (attributes, label)), QUESTIONS))


def test_a_form_without_an_entity_asks_for_none():
    assert entity_of_form(entity_requests(root("<meta/>"), QUESTIONS)) is None


def test_an_entity_says_what_it_wants():
    branch = "0b0b8e52-6a55-4f49-9ea6-6d9b1a0d7a01"
    asked = request(f"update='1' baseVersion='3' trunkVersion='2' branchId='{branch}'")

    assert (asked.list_name, asked.uuid, asked.label) == ("households", UUID(UUID_4), "บ้าน 1")
    assert (asked.base_version, asked.trunk_version, asked.branch_id) == (3, 2, UUID(branch))
    assert (asked.create, asked.update) == (False, True)


@pytest.mark.parametrize(
    ("written", "is_meant"), [("1", True), ("true", True), ("0", False), ("", False), ("True", False), ("yes", False)]
)
def test_only_1_and_true_are_yes(written, is_meant):
    assert request(f"create='{written}'").create is is_meant


@pytest.mark.parametrize("written", ["", " ", "-1", "1.0", "one", "๑", "9" * 30, "²"])
def test_a_version_that_is_no_number_is_none(written):
    assert request(f"update='1' baseVersion='{written}'").base_version is None


@pytest.mark.parametrize("written", ["", "x", "uuid:", "5a1c7e0e"])
def test_an_id_that_is_none_is_none(written):
    assert request(f"update='1' branchId='{written}'").branch_id is None


def test_an_id_may_have_its_prefix():
    xml = ENTITY.replace(UUID_4, f"uuid:{UUID_4.upper()}") % ("create='1'", "x")

    assert entity_of_form(entity_requests(root(xml), QUESTIONS)).uuid == UUID(UUID_4)


def test_a_blank_label_is_none():
    assert request(label=" ").label is None


def test_an_empty_answer_clears_a_property_and_an_unasked_question_is_left_out():
    inner = "<area><village_code/></area>"

    assert request(inner=inner).data == {"village_code": ""}
    assert request().data == {}


def test_properties_are_stripped():
    assert request(inner="<house_no> 12 </house_no>").data == {"house_no": "12"}


def test_our_register_saves_what_its_list_has():
    questions = xforms.read(xform_text("household_register").encode()).questions
    saved = {question["saveto"] for question in questions if "saveto" in question}

    assert {"village_code", "house_no", "head_name", "status", "exists_from", "geometry"} <= saved
