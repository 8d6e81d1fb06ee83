"""A forum: who was ticked, when and of which type, and what the cross-checks need."""

import datetime as dt
from uuid import UUID

FIRST, SECOND = "0f6f1a52-6c0f-4b7e-9d2e-0a1b2c3d4e51", "0f6f1a52-6c0f-4b7e-9d2e-0a1b2c3d4e52"


def ticked(facts):
    return [row["household_id"] for row in facts.rows.get("forum_attendance", [])]


def test_each_ticked_household_is_a_row_however_often_it_was_ticked(read):
    facts = read("forum_attendance", attend_households=f"{SECOND} {FIRST} {SECOND}", place_gps="19.01 98.83 0 5")

    assert ticked(facts) == [UUID(FIRST), UUID(SECOND)]
    assert facts.flags == {}


def test_a_forum_nobody_came_to_is_a_forum(read):
    facts = read("forum_attendance", attend_households="")

    assert ticked(facts) == []
    assert facts.rows["forum"][0]["forum_date"] == dt.date(2026, 11, 20)


def test_a_tick_that_is_no_household_is_flagged_and_the_others_kept(read):
    facts = read("forum_attendance", attend_households=f"{FIRST} บ้านลุงมา")

    assert ticked(facts) == [UUID(FIRST)]
    assert "household_missing" in facts.flags


def test_walk_ins_are_a_number_not_households(read):
    came = [{"walk_house_no": "8"}, {"walk_house_no": "9", "walk_name": "ลุงมา"}]
    facts = read("forum_attendance", has_walk_in="yes", walk_in=came)

    assert facts.rows["forum"][0]["walk_ins"] == 2
    assert ticked(facts) == []


def test_a_sign_in_sheet_counts_once_its_photo_has_arrived(read):
    named, arrived = (read("forum_attendance", **{how: ("sheet_photo_1",)}) for how in ("photos", "came"))

    assert named.rows["forum"][0]["has_sheet_photo"] is False
    assert arrived.rows["forum"][0]["has_sheet_photo"] is True


def test_a_forum_without_a_position_is_flagged(read):
    facts = read("forum_attendance", place_gps="")

    assert facts.rows["forum"][0]["has_position"] is False
    assert "position_missing" in facts.flags


def test_a_buddhist_year_in_the_date_is_flagged(read):
    facts = read("forum_attendance", forum_date="2569-11-20", attend_households=FIRST)

    assert facts.flags["be_year_in_date"] == {"question": "/forum/forum_date"}
    assert (facts.rows["forum"][0]["forum_date"], facts.rows["forum"][0]["be_year"]) == (None, True)
    assert ticked(facts) == [UUID(FIRST)]


def test_numbers_of_people_that_cannot_be_are_flagged_and_left_out(read):
    facts = read("forum_attendance", people_male="99999999999", people_female="-3")

    assert (facts.rows["forum"][0]["people_male"], facts.rows["forum"][0]["people_female"]) == (None, None)
    assert facts.flags["number_unreadable"] == {"question": "/people/people_male"}


def test_people_that_were_not_counted_are_no_fault(read):
    facts = read("forum_attendance", people_male="", people_female="45", place_gps="19.01 98.83 0 5")

    assert (facts.rows["forum"][0]["people_male"], facts.rows["forum"][0]["people_female"]) == (None, 45)
    assert facts.flags == {}
