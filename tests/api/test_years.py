"""Rules and locks of plan years for scripts: by bearer token, refused by field, the same as on the pages."""

import pytest

from tests.api.results import store_result
from tests.factories import PASSWORD, make_person, make_year
from tests.visitor import Visitor
from workers.drains import drain_villages

CRITERIA, LOCK, CHANGES = "/years/2570/criteria", "/years/2570/lock", "/years/2570/changes"


@pytest.fixture
def province(new_reader, session):
    """The province's officer; 2570 is open and has two villages of 5007 and 5006."""
    make_year(session)
    for code in ("50070503", "50060101"):
        store_result(session, code)
    session.commit()
    return new_reader("province_officer", "50")


def test_the_rules_of_a_year_are_read(province, reader):
    rules = reader.get(CRITERIA).json

    assert (rules["plan_year"], rules["threshold"], rules["locked_on"]) == (2570, 70, None)
    assert (rules["collection_start"], rules["collection_end"]) == ("2025-10-01", "2027-09-30")


def test_rules_are_changed_and_told_as_they_are_then(province):
    answer = province.send("PATCH", CRITERIA, {"threshold": 80, "collection_end": "2027-10-31"})

    assert (answer.status_code, answer.json["threshold"], answer.json["collection_end"]) == (200, 80, "2027-10-31")
    assert province.get(CRITERIA).json["threshold"] == 80


@pytest.mark.parametrize(
    ("body", "code", "at_fault"),
    [
        ({"threshold": 101}, "rules-invalid", ["threshold"]),
        ({"threshold": 101, "stale_days": 0}, "rules-invalid", ["stale_days", "threshold"]),
        ({"threshold": "seventy"}, "input-invalid", ["threshold"]),
        ({"threshold": 70.5}, "input-invalid", ["threshold"]),
        ({"threshold": None}, "input-invalid", ["threshold"]),
        ({"collection_end": "2570-09-30"}, "rules-invalid", ["collection_end"]),
        ({"collection_end": "30.9.2027"}, "input-invalid", ["collection_end"]),
        ({"locked_on": "2027-01-01"}, "input-invalid", ["locked_on"]),
        ({"treshold": 80}, "input-invalid", ["treshold"]),
        ([], "input-invalid", ["_schema"]),
    ],
)
def test_rules_that_cannot_be_are_refused_by_field(province, body, code, at_fault):
    answer = province.send("PATCH", CRITERIA, body)

    assert (answer.status_code, answer.json["code"], sorted(answer.json["errors"])) == (422, code, at_fault)
    assert province.get(CRITERIA).json["threshold"] == 70


def test_a_year_is_locked_told_and_unlocked(province):
    locked = province.send("POST", LOCK)
    assert (locked.status_code, locked.json["villages"]) == (200, 2)
    assert province.get(CRITERIA).json["locked_on"] == locked.json["locked_on"]
    refused = [province.send("PATCH", CRITERIA, {"threshold": 80}), province.send("POST", LOCK)]
    assert [(answer.status_code, answer.json["code"]) for answer in refused] == [(409, "year-locked")] * 2

    silent = province.send("DELETE", LOCK)
    assert (silent.status_code, silent.json["code"]) == (422, "unlock-reason-missing")
    assert province.send("DELETE", f"{LOCK}?reason=บัญชีซ้ำ").status_code == 204

    assert province.get(CRITERIA).json["locked_on"] is None
    assert province.send("DELETE", f"{LOCK}?reason=อีกครั้ง").json["code"] == "year-not-locked"


def test_what_changed_since_the_lock_is_told_within_ones_area(province, reader, session):
    province.send("POST", LOCK)
    session.connection().exec_driver_sql("update village_year_now set grade = 'B' where basis = 'official'")
    session.commit()

    told = province.get(CHANGES).json
    assert [village["code"] for village in told["villages"]] == ["50060101", "50070503"]
    assert told["locked_by"] and told["locked_at"] and told["basis"] == "official"
    of_district = reader.get(CHANGES).json["villages"]
    assert [(village["code"], village["now"]["grade"]) for village in of_district] == [("50070503", "B")]
    assert province.get(f"{CHANGES}?basis=provisional").json["villages"] == []


def test_a_year_that_is_not_locked_has_not_changed_since(province):
    told = province.get(CHANGES).json

    assert (told["villages"], told["locked_on"]) == ([], None)


@pytest.mark.parametrize(
    ("method", "address"),
    [("GET", "criteria"), ("PATCH", "criteria"), ("POST", "lock"), ("DELETE", "lock"), ("GET", "changes")],
)
def test_a_year_that_is_not_open_is_not_found(province, method, address):
    answer = province.send(method, f"/years/2027/{address}", {} if method == "PATCH" else None)

    assert (answer.status_code, answer.json["code"]) == (404, "year-not-open")


def test_a_cookie_is_enough_to_read_and_not_to_write(app, province, session):
    person = make_person(session, role="province_officer", area="50")
    session.commit()
    browser = Visitor(app)
    browser.sign_in(person.email, PASSWORD)

    assert browser.get("/api/years/2570/criteria").status == 200
    for method, address in (("PATCH", "criteria"), ("POST", "lock"), ("DELETE", "lock")):
        answer = browser.client.open(
            f"/api/years/2570/{address}", method=method, json={}, base_url="https://yudee.example.org"
        )
        assert (answer.status_code, answer.json["code"]) == (401, "not-signed-in")


def test_a_new_threshold_reaches_the_villages(province):
    province.send("PATCH", CRITERIA, {"threshold": 80})

    drain_villages()

    plan = province.get("/villages/50070503/plan?year=2570").json
    assert (plan["threshold"], plan["status"]) == (80, "no_households")
