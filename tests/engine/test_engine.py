"""The engine itself: it refuses as a phone refuses, and writes what a phone sends."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from pyxform.xls2xform import convert

from tests.engine import AnswerRefused, EngineFault

FORM = """
| survey |
| | type | name | label | required | relevant | calculation | constraint |
| | today | today | | | | | |
| | deviceid | deviceid | | | | | |
| | username | username | | | | | |
| | text | head | Head of household | yes | | | |
| | integer | age | Age | | | | . < 120 |
| | date | born | Born | | | | |
| | decimal | area_rai | Area in rai | | | | |
| | geopoint | spot | Spot | | | | |
| | select_one_from_file crops.csv | crop | Crop | | | | |
| | select_multiple tool | tools | Tools | | | | |
| | image | photo | Photo | | ${age} > 18 | | |
| | begin_repeat | plot | Plot | | | | |
| | integer | size | Size | | | | |
| | begin_repeat | tree | Tree | | | | |
| | text | species | Species | | | | |
| | end_repeat | | | | | | |
| | end_repeat | | | | | | |
| | calculate | total | | | | sum(${size}) | |
| choices |
| | list_name | name | label |
| | tool | hoe | Hoe |
| | tool | saw | Saw |
"""


@pytest.fixture(scope="module")
def form_xml():
    return convert(FORM, file_type=".md", form_name="data").xform


@pytest.fixture
def form(engine, form_xml, tmp_path):
    (tmp_path / "crops.csv").write_text("name,label\nrice,ข้าว\nlongan,ลำไย\n", encoding="utf-8")
    return engine.open(form_xml, tmp_path, deviceid="collect:one", username="สมศรี")


def test_answers_of_every_kind_are_written_as_a_phone_writes_them(form):
    form.fill({"head": "ลุงคำ <&>", "age": 61, "born": "1965-02-28", "area_rai": 12, "spot": (18.8, 98.9, 310, 4.5)})
    form.fill({"crop": "longan", "tools": ["hoe", "saw"], "photo": "1763778600001.jpg"})
    filled = form.finalize()

    assert filled.xml.startswith("<?xml version='1.0' encoding='UTF-8' ?><data id=")
    assert "\n" not in filled.xml
    assert 'xmlns="' not in filled.xml
    names = ("deviceid", "username", "head", "age", "born", "area_rai", "spot", "crop", "tools", "photo")
    assert [filled.answer(name) for name in names] == [
        "collect:one",
        "สมศรี",
        "ลุงคำ <&>",
        "61",
        "1965-02-28",
        "12.0",
        "18.8 98.9 310.0 4.5",
        "longan",
        "hoe saw",
        "1763778600001.jpg",
    ]
    assert UUID(filled.instance_id.removeprefix("uuid:")).version == 4


def test_what_is_not_asked_is_left_out_and_what_is_skipped_is_empty(form):
    filled = form.fill({"head": "ป้า"}).finalize()

    assert filled.root.find("photo") is None
    assert filled.root.find("age") is not None
    assert filled.answer("age") is None


@pytest.mark.parametrize(
    ("question", "value", "reason"),
    [
        ("nothing", "x", "unknown"),
        ("age", "old", "wrong-type"),
        ("age", 130, "constraint"),
        ("born", "ตุลาคม", "wrong-type"),
        ("crop", "durian", "not-a-choice"),
        ("tools", ["hoe", "axe"], "not-a-choice"),
        ("photo", "x.jpg", "not-relevant"),
        ("total", "1", "unknown"),
    ],
)
def test_an_answer_the_phone_would_not_take_is_refused(form, question, value, reason):
    with pytest.raises(AnswerRefused) as refusal:
        form.answer(question, value)

    assert refusal.value.reason == reason
    assert question in refusal.value.question


def test_a_missing_answer_is_named_when_the_form_is_finished(form):
    with pytest.raises(AnswerRefused) as refusal:
        form.finalize()

    assert (refusal.value.reason, refusal.value.question) == ("required", "/data/head")


def test_an_emptied_answer_is_gone(form):
    form.fill({"head": "ลุง", "age": 61, "photo": "1.jpg", "tools": ["saw"]})
    form.fill({"photo": None, "tools": [], "age": None})

    assert [form.value(name) for name in ("photo", "tools", "age")] == [None, None, None]


def test_repeats_are_filled_named_and_dropped(form):
    form.fill(
        {"head": "ลุง", "plot": [{"size": 3}, {"size": 4, "tree": [{"species": "สัก"}, {"species": "ไผ่"}]}, {"size": 5}]}
    )
    assert form.value("total") == "12"
    assert form.value("plot[2]/tree[2]/species") == "ไผ่"

    form.drop_repeat("plot", 1)
    filled = form.finalize()

    assert [plot.findtext("size") for plot in filled.root.findall("plot")] == ["4", "5"]
    assert filled.answer("total") == "9"


def test_a_question_of_a_repeat_must_say_which_one_is_meant(form):
    form.fill({"plot": [{"size": 3}, {"size": 4}]})

    with pytest.raises(AnswerRefused, match="size: ambiguous"):
        form.answer("size", 5)
    form.answer("/data/plot[2]/size", 5)

    assert form.value("total") == "8"


def test_a_draft_goes_on_under_the_same_id(engine, form_xml, form, tmp_path):
    draft = form.fill({"age": 61}).save_draft()

    filled = engine.open(form_xml, tmp_path, draft=draft).fill({"head": "ลุง"}).finalize()

    assert filled.answer("age") == "61"
    assert f"<instanceID>{filled.instance_id}</instanceID>" in draft
    assert filled.deprecated_id is None


def test_two_forms_can_be_open_with_lists_of_their_own(engine, form_xml, form, tmp_path):
    other_media = tmp_path / "other"
    other_media.mkdir()
    (other_media / "crops.csv").write_text("name,label\ncoffee,กาแฟ\n", encoding="utf-8")

    other = engine.open(form_xml, other_media)

    assert other.choices("crop") == {"coffee": "กาแฟ"}
    assert form.choices("crop") == {"rice": "ข้าว", "longan": "ลำไย"}


def test_a_missing_list_is_empty_as_on_a_phone(engine, form_xml):
    assert engine.open(form_xml).choices("crop") == {}


def test_today_is_the_day_in_thailand_or_the_one_that_is_set(engine, form_xml, form):
    before = datetime.now(ZoneInfo("Asia/Bangkok")).date()
    new_year = datetime(2027, 1, 1, 0, 30, tzinfo=ZoneInfo("Asia/Bangkok"))

    assert form.value("today") in {before.isoformat(), datetime.now(ZoneInfo("Asia/Bangkok")).date().isoformat()}
    assert engine.open(form_xml, at=new_year).value("today") == "2027-01-01"


def test_a_form_that_cannot_be_read_is_a_fault_and_the_engine_goes_on(engine, form_xml):
    with pytest.raises(EngineFault, match="XFormParseException"):
        engine.open(form_xml.replace("sum(", "sum(("))

    assert engine.open(form_xml).is_required("head")
