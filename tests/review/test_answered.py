"""Answers in the order and words of their form."""

import pytest

from server.review.answered import Answer, Entries, Section, mentioned, shown_number, told

HOUSE = "7b1ff7e6-57ba-4aa6-8a39-7b8c4d8a9d11"
YES = [{"name": "yes", "label": {"th": "ใช่", "en": "Yes"}}, {"name": "no", "label": {"th": "ไม่", "en": "No"}}]
QUESTIONS = [
    {"path": "/today", "kind": "calculate", "type": "date"},
    {"path": "/hello", "kind": "input", "label": {"th": "สวัสดี", "en": "Hello"}, "readonly": True},
    {"path": "/area", "kind": "group", "label": {"th": "พื้นที่", "en": "Area"}},
    {"path": "/area/village_code", "kind": "select1", "list": "villages", "label": {"th": "หมู่บ้าน", "en": "Village"}},
    {"path": "/houses", "kind": "select", "list": "households", "label": {"th": "ครัวเรือน", "en": "Households"}},
    {"path": "/agrees", "kind": "select1", "choices": YES, "label": {"th": "ยินยอม", "en": "Agrees"}},
    {"path": "/plan_year", "kind": "input", "type": "int", "label": {"th": "ปีแผน", "en": "Plan year"}},
    {"path": "/members", "kind": "input", "type": "int", "label": {"th": "สมาชิก", "en": "Members"}},
    {"path": "/place", "kind": "input", "type": "geopoint", "label": {"th": "พิกัด", "en": "Position"}},
    {"path": "/line", "kind": "repeat", "label": {"th": "รายการ", "en": "Line"}},
    {"path": "/line/amount", "kind": "input", "type": "int", "label": {"th": "บาท", "en": "Baht"}},
    {"path": "/line/more", "kind": "group", "label": {"th": "เพิ่ม", "en": "More"}},
    {"path": "/line/more/what", "kind": "input", "label": {"th": "อะไร", "en": "What"}},
    {"path": "/total", "kind": "calculate", "type": "string"},
    {"path": "/sum", "kind": "input", "label": {"th": "รวม {total} บาท", "en": "{total} baht"}, "readonly": True},
    {"path": "/remark", "kind": "input", "label": {"th": "หมายเหตุ", "en": "Remark"}},
    {"path": "/meta", "kind": "group"},
    {"path": "/meta/instanceID", "kind": "calculate"},
]
ANSWERS = {
    "today": "2026-11-22",
    "hello": None,
    "area": {"village_code": "50070503"},
    "houses": f"{HOUSE} 11111111-1111-4111-8111-111111111111",
    "agrees": "yes",
    "plan_year": "2570",
    "members": "1500",
    "place": "18.9 98.8 320 4.5",
    "line": [{"amount": "100", "more": {"what": "ข้าว"}}, {"amount": "20000", "more": {"what": None}}],
    "total": "60000.0",
    "sum": None,
    "remark": None,
    "meta": {"instanceID": "uuid:1"},
}
NAMES = {HOUSE: "12/3 นายสมมุติ", "50070503": "ม.3 บ้านสมมุติ"}


@pytest.fixture
def thai():
    return told(QUESTIONS, ANSWERS, NAMES, "th")


def answer_to(label: str, section: Section) -> Answer:
    return next(answer for answer in section.answers if answer.label == label)


def test_parts_come_in_the_order_of_the_form(thai):
    labels = [part.label for part in thai.top.parts]

    assert labels == ["พื้นที่", "ครัวเรือน", "ยินยอม", "ปีแผน", "สมาชิก", "พิกัด", "รายการ", "รวม 60,000 บาท"]


def test_what_was_chosen_is_told_in_words_and_the_unknown_by_its_id(thai):
    area = next(part for part in thai.top.parts if part.label == "พื้นที่")

    assert answer_to("หมู่บ้าน", area).chosen == ("ม.3 บ้านสมมุติ",)
    assert answer_to("ครัวเรือน", thai.top).chosen == ("12/3 นายสมมุติ", "11111111-1111-4111-8111-111111111111")
    assert answer_to("ยินยอม", thai.top).chosen == ("ใช่",)


def test_the_other_language_has_other_words():
    english = told(QUESTIONS, ANSWERS, NAMES, "en")

    assert answer_to("Agrees", english.top).chosen == ("Yes",)


def test_a_year_is_no_number_of_things(thai):
    assert answer_to("ปีแผน", thai.top).kind == "text"
    assert answer_to("สมาชิก", thai.top).kind == "number"


def test_a_repeat_is_a_table_with_its_groups_in_the_row(thai):
    entries = next(part for part in thai.top.parts if isinstance(part, Entries))

    assert entries.is_table
    assert list(entries.columns.values()) == ["บาท", "อะไร"]
    assert [[cell.value if cell else None for cell in row] for row in entries.rows] == [["100", "ข้าว"], ["20000", None]]


def test_blank_questions_are_named_and_mere_words_are_not(thai):
    assert thai.blank == ("อะไร", "หมายเหตุ")


def test_positions_are_gathered_for_the_map(thai):
    assert [answer.position for answer in thai.positions] == [(18.9, 98.8, 4.5)]


def test_what_was_not_asked_is_not_there():
    assert told(QUESTIONS, {"agrees": "no"}, {}, "th").top.parts[0].chosen == ("ไม่",)


def test_ids_and_codes_are_found_for_one_look_up():
    uuids, codes = mentioned(QUESTIONS, ANSWERS)

    assert {str(uuid) for uuid in uuids} == {HOUSE, "11111111-1111-4111-8111-111111111111"}
    assert codes == {"50070503"}


@pytest.mark.parametrize(
    ("written", "shown"),
    [("60000.0", "60,000"), ("-1250.50", "-1250.50"), ("1234", "1234"), ("12/3", "12/3"), ("", ""), ("70.00", "70")],
)
def test_calculations_are_written_as_people_write_them(written, shown):
    assert shown_number(written) == shown
