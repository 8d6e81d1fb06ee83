"""A village's plan: the stored result, and why submissions count or do not, as far as a role may know."""

import pytest

from tests.api.results import store_result
from tests.factories import make_household, make_village, make_year
from workers.drains import drain_submissions, drain_villages

PLAN = "/villages/50070503/plan?year=2570"
PROVISIONAL = f"{PLAN}&basis=provisional"


@pytest.fixture
def collected(phone, session):
    """Three households; an account that agrees, one that does not, a forum with one tick and two walk-ins, a plan."""
    one, two, _ = (make_household(session) for _ in range(3))
    ids = {"one": str(one.uuid), "two": str(two.uuid)}
    session.commit()
    walk_in = {"walk_house_no": "99", "walk_name": "นางสมมุติ มาเอง"}
    came = {"attend_households": ids["one"], "has_walk_in": "yes", "walk_in": [walk_in, walk_in]}
    sent = {
        "account": phone.fill("household_account", household=ids["one"], today="2026-11-22"),
        "refused": phone.fill("household_account", household=ids["two"], today="2026-11-22", consent_plan_use="no"),
        "forum": phone.fill("forum_attendance", today="2026-11-22", **came),
        "plan": phone.fill("community_plan", today="2026-11-22"),
    }
    assert [phone.send(filled).status for filled in sent.values()] == [201] * 4
    drain_submissions()
    drain_villages()
    return {name: filled.instance_id for name, filled in sent.items()} | ids


def indicator(answer, number):
    return answer.get_json()["indicators"][number - 1]


def test_the_numbers_are_those_that_were_stored(reader, collected):
    plan = reader.get(PROVISIONAL).get_json()

    assert (plan["code"], plan["plan_year"], plan["basis"], plan["threshold"]) == ("50070503", 2570, "provisional", 70)
    assert (plan["households"], plan["status"], plan["grade"], plan["gate"]) == (3, "graded", "C", "unknown")
    assert plan["reference_date"] == "2026-11-20"
    assert plan["computed_at"] is not None
    accounts = plan["indicators"][0]
    assert {name: accounts[name] for name in ("name", "num", "den", "needed", "percent", "met")} == {
        "name": "accounts_used", "num": 1, "den": 3, "needed": 3, "percent": 33.33, "met": False,
    }  # fmt: skip
    assert [one["den"] for one in plan["indicators"]] == [3, 3, None, None]


def test_the_officer_reads_which_submissions_count_and_why_others_do_not(reader, collected):
    answer = reader.get(PROVISIONAL)

    assert indicator(answer, 1)["counted"] == 1
    assert indicator(answer, 1)["reasons"] == {"no_consent": 1}
    assert [(one["instance_id"], one["household_id"], one["reason"]) for one in indicator(answer, 1)["evidence"]] == [
        (collected["account"], collected["one"], None),
        (collected["refused"], collected["two"], "no_consent"),
    ]
    assert indicator(answer, 2)["reasons"] == {"walk_in_unregistered": 2}
    assert [one["walk_ins"] for one in indicator(answer, 2)["evidence"]] == [None, 2]


def test_on_the_official_basis_nothing_counts_before_it_is_approved(reader, collected):
    official = reader.get(PLAN)

    assert (official.get_json()["basis"], official.get_json()["status"]) == ("official", "no_data")
    assert indicator(official, 1)["reasons"] == {"not_approved": 2}
    assert indicator(official, 4)["reasons"] == {"not_approved": 1}


def test_the_province_reads_how_many_and_only_of_plans_which(new_reader, reader, collected):
    province, officer = new_reader("province_officer", "50").get(PROVISIONAL), reader.get(PROVISIONAL)

    for number in (1, 2, 3, 4):
        for field in ("num", "den", "met", "counted", "reasons"):
            assert indicator(province, number)[field] == indicator(officer, number)[field]
    assert [indicator(province, number)["evidence"] is None for number in (1, 2, 3, 4)] == [True, True, False, False]
    assert collected["one"] not in province.text
    assert collected["account"] not in province.text


def test_a_chief_reads_how_many_and_never_which(new_reader, collected):
    chief = new_reader("district_chief").get(PROVISIONAL)

    assert indicator(chief, 1)["reasons"] == {"no_consent": 1}
    assert {one["evidence"] is None for one in chief.get_json()["indicators"]} == {True}
    assert "uuid:" not in chief.text


def test_a_village_that_is_not_computed_yet_has_no_numbers(reader, session):
    make_village(session, "50070503")
    make_year(session)
    session.commit()

    plan = reader.get(PLAN).get_json()
    assert (plan["status"], plan["grade"], plan["gate"], plan["computed_at"]) == ("no_data", None, "unknown", None)
    assert [(one["num"], one["met"], one["counted"]) for one in plan["indicators"]] == [(None, None, 0)] * 4


def test_a_village_outside_ones_area_is_not_there(new_reader, session):
    make_year(session)
    store_result(session, "50070503")
    session.commit()
    assert new_reader(area="5007").get(PLAN).status_code == 200

    for role, area in (("district_officer", "5001"), ("province_officer", "57")):
        answer = new_reader(role, area).get(PLAN)
        assert (answer.status_code, answer.get_json()["code"]) == (404, "not-found")


@pytest.mark.parametrize("code", ["50070599", "5007", "50070504"])
def test_what_is_no_active_village_is_not_there(reader, session, code):
    make_year(session)
    make_village(session, "50070504", active=False)
    session.commit()

    assert reader.get(f"/villages/{code}/plan?year=2570").get_json()["code"] == "not-found"


def test_an_year_that_is_not_open_is_told_apart_from_a_village_that_is_not_there(reader, session):
    make_village(session, "50070503")
    session.commit()

    assert reader.get(PLAN).get_json()["code"] == "year-not-open"
