"""A forum on a phone: the counter, the photos, and correcting it after it was sent."""

from datetime import date, datetime

import pytest

from tests.engine import AnswerRefused
from tests.engine.conftest import BANGKOK, household_id
from tests.forms.converted import xform_text

FORUM = {"village_code": "50040501", "place_name": "ศาลาวัดแม่นะ", "lao_present": "no"}


@pytest.fixture
def forum(open_form):
    return open_form("forum_attendance").fill(FORUM)


def test_the_phone_says_how_many_households_seventy_percent_are(forum):
    forum.answer("attend_households", [household_id(n) for n in (1, 2, 3, 4)])

    shown = [forum.value(name) for name in ("n_registered", "n_marked", "n_needed", "pct_text")]
    assert shown == ["7", "4", "5", "57.1"]
    assert forum.label("count_note").startswith("มาแล้ว 4 จาก 7 ครัวเรือน")


def test_only_active_households_of_the_village_are_in_the_list(forum):
    assert list(forum.choices("attend_households")) == [household_id(n) for n in range(1, 8)]
    assert forum.answer("village_code", "50040502") is None
    assert forum.choices("attend_households") == {}


def test_position_and_photos_may_be_missing(forum):
    filled = forum.finalize()

    assert filled.files == ()
    assert filled.root.find("place_gps").text is None
    assert filled.instance_name == "ม.1 บ้านแม่นะ 2026-11-22 0/7"


def test_the_next_sheet_is_asked_after_the_one_before(forum):
    with pytest.raises(AnswerRefused, match="sheet_photo_2: not-relevant"):
        forum.answer("sheet_photo_2", "1763778600002.jpg")

    forum.fill({"sheet_photo_1": "1763778600001.jpg", "sheet_photo_2": "1763778600002.jpg"})

    assert forum.finalize().files == ("1763778600001.jpg", "1763778600002.jpg")


def test_a_forum_is_not_held_tomorrow(forum):
    with pytest.raises(AnswerRefused, match="forum_date: constraint: ต้องไม่เป็นวันในอนาคต"):
        forum.answer("forum_date", date(2026, 11, 23))


def test_a_represented_lao_is_described(forum):
    forum.answer("lao_present", "yes")

    with pytest.raises(AnswerRefused, match="lao_count: required"):
        forum.finalize()
    filled = forum.fill({"lao_count": 2, "lao_detail": "อบต.แม่นะ ปลัด"}).finalize()

    assert filled.answer("people/lao_count") == "2"


def test_households_that_are_not_in_the_list_are_noted_one_by_one(forum):
    forum.fill({"has_walk_in": "yes", "walk_in": [{"walk_house_no": "8"}, {"walk_house_no": "9", "walk_name": "ลุงมา"}]})
    filled = forum.finalize()

    assert [walk_in.findtext("walk_house_no") for walk_in in filled.root.findall("walk_in")] == ["8", "9"]


def test_without_walk_ins_no_repeat_is_sent(forum):
    assert forum.finalize().root.findall("walk_in") == []


def test_a_corrected_forum_replaces_the_sent_one_and_keeps_its_photos(engine, media, forum):
    sent = forum.fill({"attend_households": [household_id(1)], "sheet_photo_1": "1763778600001.jpg"}).finalize()
    later = datetime(2026, 11, 23, 8, 0, tzinfo=BANGKOK)

    correction = engine.edit(xform_text("forum_attendance"), sent, media, at=later)
    assert correction.value("plan_year") == "2570"
    edited = correction.fill({"attend_households": [household_id(1), household_id(2)]}).finalize()

    assert edited.deprecated_id == sent.instance_id != edited.instance_id
    assert edited.instance_id.startswith("uuid:")
    assert edited.files == sent.files
    assert edited.answer("attend_households") == f"{household_id(1)} {household_id(2)}"
    assert edited.answer("start") == sent.answer("start")
    assert edited.answer("end") == "2026-11-23T08:00:00.000+07:00"
    assert edited.answer("forum/forum_date") == "2026-11-22"


def test_a_second_correction_replaces_the_first(engine, media, forum):
    sent = forum.finalize()
    first = engine.edit(xform_text("forum_attendance"), sent, media).finalize()
    second = engine.edit(xform_text("forum_attendance"), first, media).finalize()

    assert [second.deprecated_id] == [node.text for node in second.root.iter("deprecatedID")] == [first.instance_id]
