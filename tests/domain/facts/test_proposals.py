"""A proposal: a project, its money in satang, its site and dates, and what about it a reviewer should look at."""

import datetime as dt
from uuid import UUID, uuid4

import pytest

PROJECT = "8a000000-0000-4000-8000-000000000001"
EDITED_AT = dt.datetime(2026, 12, 1, 8, 0, tzinfo=dt.UTC)


@pytest.fixture
def propose(read):
    """A proposal with its minutes; changes as in `read`."""

    def propose(**given):
        usual = {"entity": {"id": PROJECT}, "came": ("resolution_photo",)}
        return read("project_proposal", **(usual | given))

    return propose


def proposal_of(facts):
    (row,) = facts.rows["project_proposal"]
    return row


def test_a_proposal_is_a_project_of_its_village_and_year(propose):
    facts = propose(sent_at=EDITED_AT)

    assert proposal_of(facts) == {
        "project_id": UUID(PROJECT),
        "village_code": "50070503",
        "fiscal_year": 2570,
        "kind": "project",
        "title": "ฝายชะลอน้ำบ้านสมมุติ",
        "programme": 3,
        "impl_unit": "village",
        "agency_name": None,
        "work_mode": "self",
        "budget_requested": 10_000_000,
        "contribution_village": 2_000_000,
        "contribution_lao": 0,
        "beneficiary_households": 40,
        "beneficiary_people": 130,
        "planned_start": dt.date(2026, 12, 1),
        "planned_end": dt.date(2027, 5, 31),
        "site": "SRID=4326;POINT(98.83 19.01)",
        "from_plan": True,
        "resolution_date": dt.date(2026, 11, 15),
        "votes_total": 15,
        "votes_for": 12,
        "sent_at": EDITED_AT,
    }
    assert (facts.village_code, facts.plan_year, facts.flags) == ("50070503", 2570, {})


def test_the_making_of_a_plan_has_no_programme_and_comes_from_no_plan(propose):
    facts = propose(proposal_kind="plan_making", programme=None, from_plan="no", plan_ref=None)

    assert (proposal_of(facts)["kind"], proposal_of(facts)["programme"]) == ("plan_making", None)
    assert facts.flags == {}


def test_a_programme_sent_with_the_making_of_a_plan_is_not_taken_over(propose):
    assert proposal_of(propose(proposal_kind="plan_making", programme="4"))["programme"] is None


def test_contributions_that_nobody_states_are_nought(propose):
    row = proposal_of(propose(contribution_village="", contribution_lao=None))

    assert (row["contribution_village"], row["contribution_lao"]) == (0, 0)


@pytest.mark.parametrize(
    ("given", "flag"),
    [
        ({"village_code": ""}, {"village_missing": {}}),
        ({"fiscal_year": "27"}, {"year_missing": {}}),
        ({"entity": {"id": PROJECT, "create": "0"}}, {"entity_not_asked_for": {}}),
        ({"project_title": " "}, {"answer_unusable": {"question": "/what/project_title"}}),
        ({"proposal_kind": "road"}, {"answer_unusable": {"question": "/proposal_kind"}}),
        ({"programme": "6"}, {"answer_unusable": {"question": "/what/programme"}}),
        ({"programme": None}, {"answer_unusable": {"question": "/what/programme"}}),
        ({"impl_unit": ""}, {"answer_unusable": {"question": "/what/impl_unit"}}),
        *(
            ({"budget_requested": said}, {"amount_unreadable": {"question": "/money/budget_requested"}})
            for said in ("", "0", "-100000", "100,000", "แสน", "1e5", "99999999999")
        ),
    ],
)
def test_what_cannot_be_a_proposal_is_flagged_and_no_fact(propose, given, flag):
    facts = propose(**given)

    assert (facts.rows, facts.flags) == ({}, flag)


@pytest.mark.parametrize("uuid", ["", "12/3", "00000000-0000-1000-8000-000000000001"])
def test_without_an_id_of_its_own_there_is_no_project(propose, uuid):
    assert propose(entity={"id": uuid}).rows == {}


@pytest.mark.parametrize("question", ["budget_requested", "contribution_village", "contribution_lao"])
def test_satang_in_a_budget_are_kept_and_flagged(propose, question):
    facts = propose(**{question: "1000.50"})

    assert proposal_of(facts)[question] == 100_050
    assert facts.flags == {"amount_not_whole_baht": {"question": f"/money/{question}"}}


def test_a_decimal_of_nought_is_whole_baht(propose):
    facts = propose(budget_requested="100000.0")

    assert (proposal_of(facts)["budget_requested"], facts.flags) == (10_000_000, {})


def test_a_contribution_that_cannot_be_read_leaves_the_proposal(propose):
    facts = propose(contribution_lao="-5")

    assert proposal_of(facts)["contribution_lao"] == 0
    assert facts.flags == {"amount_unreadable": {"question": "/money/contribution_lao"}}


@pytest.mark.parametrize(
    ("in_favour", "present", "is_flagged"),
    [("8", "15", False), ("15", "15", False), ("1", "1", False), ("7", "14", True), ("7", "15", True)]
    + [("0", "0", True), ("16", "15", True), ("", "15", True), ("8", "", True)],
)
def test_more_than_half_of_those_present_are_in_favour(propose, in_favour, present, is_flagged):
    facts = propose(votes_for=in_favour, votes_total=present)

    assert ("votes_not_majority" in facts.flags) is is_flagged
    assert len(facts.rows["project_proposal"]) == 1


def test_a_project_that_is_not_from_the_plan_is_flagged(propose):
    facts = propose(from_plan="no", plan_ref=None)

    assert proposal_of(facts)["from_plan"] is False
    assert facts.flags == {"not_from_plan": {}}


def test_minutes_that_have_not_come_are_missed(propose):
    assert propose(came=(), photos=("resolution_photo",)).flags == {"evidence_missing": {}}


@pytest.mark.parametrize("question", ["planned_start", "planned_end", "resolution_date"])
def test_a_buddhist_year_in_a_date_is_flagged_and_the_date_left_out(propose, question):
    facts = propose(**{question: "2570-02-01"})

    assert proposal_of(facts)[question] is None
    assert list(facts.flags) == ["be_year_in_date"]


@pytest.mark.parametrize("end", ["2026-12-01", "2026-11-30"])
def test_an_end_that_is_not_after_the_start_is_no_end(propose, end):
    facts = propose(planned_end=end)

    assert (proposal_of(facts)["planned_start"], proposal_of(facts)["planned_end"]) == (dt.date(2026, 12, 1), None)
    assert facts.flags == {"planned_end_too_early": {}}


@pytest.mark.parametrize(
    ("said", "flag"),
    [
        ("0 0 0 0", "site_outside_thailand"),
        ("98.83 19.01 0 0", "site_outside_thailand"),
        ("17.97 102.63 170 5", None),
        ("5.49 101.1 0 0", "site_outside_thailand"),
        ("", "position_missing"),
        ("ริมห้วย", "position_missing"),
    ],
)
def test_a_site_lies_in_thailand_or_the_project_has_none(propose, said, flag):
    facts = propose(site=said)

    assert list(facts.flags) == ([flag] if flag else [])
    assert (proposal_of(facts)["site"] is None) is (flag is not None)


def test_each_proposal_makes_its_own_project(propose):
    first, second = (proposal_of(propose(entity={"id": str(uuid4())})) for _ in range(2))

    assert first["project_id"] != second["project_id"]
