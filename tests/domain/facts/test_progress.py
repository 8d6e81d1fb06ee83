"""A progress report: percent, money in satang, the position, and which photos have come."""

import datetime as dt
from uuid import UUID

import pytest

PROJECT = "8a000000-0000-4000-8000-000000000001"


def report_of(facts):
    (row,) = facts.rows["progress_report"]
    return row


def test_a_report_says_how_far_and_how_much(read):
    facts = read("project_progress", project=PROJECT, disbursed_total="40000.25", consent_ref="ชม 0418/55")

    row = report_of(facts)
    assert (row["project_id"], row["report_date"]) == (UUID(PROJECT), dt.date(2026, 11, 22))
    assert (row["percent"], row["disbursed"], row["milestone"]) == (40, 4_000_025, "working")
    assert (row["reporter"], row["consent_ref"]) == ("tambon_team", "ชม 0418/55")


def test_a_report_leaves_village_and_year_to_its_project(read):
    facts = read("project_progress", project=PROJECT)

    assert (facts.village_code, facts.plan_year) == (None, None)


def test_longitude_comes_first_in_the_database(read):
    row = report_of(read("project_progress", project=PROJECT, site_gps="19.016 98.8295 310.0 4.5"))

    assert (row["position"], row["accuracy_m"]) == ("SRID=4326;POINT(98.8295 19.016)", 4.5)


@pytest.mark.parametrize("said", ["", "19.0", "here"])
def test_a_report_without_a_position_is_flagged(read, said):
    facts = read("project_progress", project=PROJECT, site_gps=said)

    assert (report_of(facts)["position"], report_of(facts)["accuracy_m"]) == (None, None)
    assert facts.flags == {"position_missing": {}}


@pytest.mark.parametrize("said", ["0 0 0 0", "91 98.8 0 4", "98.8295 19.016 310 4", "21.0 98.8 0 4", "nan nan 0 4"])
def test_a_position_outside_thailand_is_none_and_says_so(read, said):
    facts = read("project_progress", project=PROJECT, site_gps=said)

    assert (report_of(facts)["position"], report_of(facts)["accuracy_m"]) == (None, None)
    assert facts.flags == {"position_outside_thailand": {}}


def test_a_large_project_spends_more_than_a_household(read):
    row = report_of(read("project_progress", project=PROJECT, disbursed_total="150000000.00"))

    assert row["disbursed"] == 15_000_000_000


def test_an_accuracy_of_nought_is_unknown(read):
    row = report_of(read("project_progress", project=PROJECT, site_gps="19.016 98.8295 0 0"))

    assert row["position"] is not None
    assert row["accuracy_m"] is None


def test_a_photo_has_its_stage_and_whether_it_came(read):
    facts = read(
        "project_progress", project=PROJECT, photos=("photo_1", "photo_2"), came=("photo_2",), photo_1_stage="before"
    )

    assert [(photo["stage"], photo["received"]) for photo in report_of(facts)["photos"]] == [
        ("before", False),
        ("during", True),
    ]


@pytest.mark.parametrize(
    ("given", "flag"),
    [
        ({"project": "ฝายชะลอน้ำ"}, "project_missing"),
        ({"percent_physical": "101"}, "percent_unreadable"),
        ({"percent_physical": "-1"}, "percent_unreadable"),
        ({"percent_physical": ""}, "percent_unreadable"),
        ({"disbursed_total": "-1"}, "amount_unreadable"),
        ({"disbursed_total": "10.005"}, "amount_unreadable"),
        ({"disbursed_total": ""}, "amount_unreadable"),
    ],
)
def test_a_report_that_cannot_be_read_is_a_flag_and_no_figure(read, given, flag):
    facts = read("project_progress", **({"project": PROJECT} | given))

    assert facts.rows == {}
    assert list(facts.flags) == [flag]


def test_a_report_dated_in_the_buddhist_era_is_kept_without_its_date(read):
    facts = read("project_progress", project=PROJECT, report_date="2569-11-22")

    assert (report_of(facts)["report_date"], report_of(facts)["be_year"]) == (None, True)


def test_a_report_of_a_day_to_come_is_kept_and_flagged(read):
    facts = read("project_progress", project=PROJECT, report_date="2026-11-23")

    assert report_of(facts)["report_date"] == dt.date(2026, 11, 23)
    assert "date_in_future" in facts.flags


@pytest.mark.parametrize(
    ("given", "name", "kept"),
    [({"milestone": "flying"}, "milestone", "not_started"), ({"reporter_role": "nobody"}, "reporter", "tambon_team")],
)
def test_a_step_or_reporter_that_is_none_of_the_choices_is_flagged_and_not_kept(read, given, name, kept):
    facts = read("project_progress", project=PROJECT, **given)

    assert report_of(facts)[name] == kept
    assert "answer_unusable" in facts.flags
