"""Acts of officers on projects by script: what is sent, what is answered, what is refused and where."""

import pytest
from sqlalchemy import func, select

from server.db.models import Assignment, ProjectDecision, ProjectTransfer
from server.domain.facts.screenings import CRITERIA
from tests.domain.projects.lives import TODAY, VILLAGE, make_life
from tests.factories import make_area

DAY = TODAY.isoformat()
SCREENING = dict.fromkeys(CRITERIA, "pass") | {"meeting_date": DAY, "mission_group": "security", "rank": 1}
FORWARD = SCREENING | {"outcome": "forwarded", "budget_recommended_baht": 100_000}
APPROVAL = {"outcome": "approved", "decided_on": DAY, "order_no": "ชม 1/2570", "budget_approved_baht": 90_000}
TRANSFER = {"paid_on": DAY, "amount_baht": 50_000, "bank_ref": "BAAC-1", "account_last4": "1234"}


@pytest.fixture
def life(session, app):
    made = make_life(session)
    session.commit()
    return made


@pytest.fixture
def at(life):
    """The address of the project, or of what is below it."""
    return lambda below="": f"/projects/{life.id}{below}"


@pytest.fixture
def district(new_reader):
    return new_reader()


@pytest.fixture
def chief(new_reader):
    return new_reader("district_chief", "5007")


@pytest.fixture
def provincial(new_reader):
    return new_reader("province_officer", "50")


def kept(life, session, up_to=None):
    """The life goes on in the test's own session, and is shown to the app."""
    if up_to:
        life.up_to(up_to)
    session.commit()
    return life


def refused(answer):
    body = answer.get_json()
    return answer.status_code, body["code"], list(body.get("errors", {}))


def test_a_project_is_taken_from_proposal_to_transfer(at, district, provincial):
    answers = [
        district.post(at("/screenings"), **FORWARD),
        provincial.post(at("/decisions"), **APPROVAL),
        provincial.post(at("/transfers"), **TRANSFER),
    ]

    assert [(one.status_code, one.get_json()["stage"]) for one in answers] == [
        (201, "forwarded"), (201, "approved"), (201, "funded"),
    ]  # fmt: skip
    assert answers[-1].headers["Cache-Control"] == "no-store"
    project = provincial.get(at()).get_json()
    assert project == answers[-1].get_json()
    assert project["money"] == {
        "requested_baht": 120_000.0,
        "recommended_baht": 100_000.0,
        "approved_baht": 90_000.0,
        "transferred_baht": 50_000.0,
        "disbursed_baht": 0.0,
        "unspent_baht": None,
        "refund_due_baht": None,
    }
    assert [(one["from"], one["to"], one["cause"]) for one in project["history"]["moves"]] == [
        ("proposed", "forwarded", "project.screen"),
        ("forwarded", "approved", "project.decide"),
        ("approved", "funded", "project.transfer"),
    ]
    assert project["may"] == ["transfer", "change_budget", "void_transfer", "cancel"]


def test_what_is_left_is_told_at_the_end(at, life, session, provincial):
    life.up_to("funded").report(100, milestone="completed", disbursed=42_000, state="approved")
    life.compute()
    session.commit()

    project = provincial.get(at()).get_json()

    assert (project["money"]["disbursed_baht"], project["money"]["unspent_baht"]) == (42_000.0, 8_000.0)
    assert project["standing"]["official"]["percent_physical"] == 100
    assert project["standing"]["provisional"]["as_of"] is not None


def test_a_project_nobody_computed_yet_stands_at_nothing(at, district):
    project = district.get(at()).get_json()

    assert project["standing"]["official"] | {"percent_physical": 0, "as_of": None} == project["standing"]["official"]
    assert project["history"]["screenings"] == []


def test_which_submission_moved_it_is_told_to_those_who_may_open_it(at, life, session, chief, district):
    report = life.up_to("funded").report(20)
    life.compute()
    life.session.commit()

    assert chief.get(at()).get_json()["history"]["moves"][-1]["cause"] is None
    assert report.instance_id not in chief.get(at()).text
    assert district.get(at()).get_json()["history"]["moves"][-1]["cause"] == "test"


# Amounts


@pytest.mark.parametrize(
    ("sent", "satang"),
    [("50000.29", 5_000_029), (50_000, 5_000_000), ("๕๐,๐๐๐", 5_000_000), ("0.01", 1), (0.29, 29), (1.1, 110)],
)
def test_an_amount_is_stored_to_the_satang(at, life, session, provincial, sent, satang):
    kept(life, session, "approved")

    assert provincial.post(at("/transfers"), **TRANSFER | {"amount_baht": sent}).status_code == 201

    assert session.scalar(select(ProjectTransfer.amount)) == satang
    assert provincial.get(at()).get_json()["money"]["transferred_baht"] == satang / 100


@pytest.mark.parametrize(
    "sent",
    ["-1", "0.001", "1e3", "", None, True, -0.01, [], {}, "NaN", "10000000000"]
    + [
        b"0.005",
        b"1e400",
        b"1E+999999999",
        b"0.1000000000000000000000000000000001",
        b"9" * 5000,
        b"1e9999999999999999999999",
    ],
)
def test_what_is_no_amount_is_refused_by_field(at, life, session, provincial, sent):
    kept(life, session, "approved")
    if isinstance(sent, bytes):  # a number as JSON writes it, which no float of Python could hold
        body = b'{"paid_on": "%s", "bank_ref": "1", "account_last4": "1234", "amount_baht": %s}' % (DAY.encode(), sent)
        answer = provincial.client.post(f"/api{at('/transfers')}", headers=provincial.headers, data=body)
    else:
        answer = provincial.post(at("/transfers"), **TRANSFER | {"amount_baht": sent})

    is_beyond_reading = sent in (b"9" * 5000, b"1e9999999999999999999999")
    expected = (400, "json-unreadable", []) if is_beyond_reading else (422, "input-invalid", ["amount_baht"])
    assert refused(answer) == expected
    assert session.scalar(select(func.count(ProjectTransfer.id))) == 0


def test_nothing_is_not_an_amount_that_can_be_transferred(at, life, session, provincial):
    kept(life, session, "approved")

    answer = provincial.post(at("/transfers"), **TRANSFER | {"amount_baht": 0})

    assert refused(answer) == (422, "amount-invalid", ["amount_baht"])


# Refusals


@pytest.mark.parametrize(
    ("below", "body", "status", "code", "fields"),
    [
        ("/screenings", {}, 422, "input-invalid", {*CRITERIA, "meeting_date", "outcome"}),
        ("/screenings", FORWARD | {"value": "maybe"}, 422, "input-invalid", {"value"}),
        ("/screenings", FORWARD | {"meeting_date": "28/02/2570"}, 422, "input-invalid", {"meeting_date"}),
        ("/screenings", FORWARD | {"meeting_date": "2570-02-28"}, 422, "date-impossible", {"meeting_date"}),
        ("/screenings", FORWARD | {"meeting_date": "2099-02-28"}, 422, "date-impossible", {"meeting_date"}),
        ("/screenings", FORWARD | {"meeting_date": "0027-02-28"}, 422, "date-impossible", {"meeting_date"}),
        ("/screenings", FORWARD | {"rank": "1"}, 422, "input-invalid", {"rank"}),
        ("/screenings", FORWARD | {"note": "x"}, 422, "input-invalid", {"note"}),
        ("/screenings", FORWARD | {"comments": "x" * 2001}, 422, "input-invalid", {"comments"}),
        ("/screenings", FORWARD | {"value": "fix"}, 422, "criteria-not-passed", {"outcome"}),
        ("/screenings", FORWARD | {"budget_recommended_baht": 120_001}, 422, "above-request",
         {"budget_recommended_baht"}),
        ("/screenings", FORWARD | {"budget_recommended_baht": 1.5}, 422, "not-whole-baht", {"budget_recommended_baht"}),
        ("/screenings", FORWARD | {"outcome": "returned"}, 422, "reason-missing", {"comments"}),
        ("/suspension", {"reason": " "}, 409, "stage-forbids", set()),
        ("/cancellation", {"reason": " \0"}, 422, "reason-missing", {"reason"}),
        ("/cancellation", {"reason": "x", "refunded_baht": -1}, 422, "input-invalid", {"refunded_baht"}),
    ],
)  # fmt: skip
def test_what_the_district_gets_wrong_is_refused_by_field(at, district, below, body, status, code, fields):
    answer = district.post(at(below), **body)

    assert refused(answer)[:2] == (status, code)
    assert set(answer.get_json().get("errors", {})) == fields


@pytest.mark.parametrize(
    ("stage", "below", "body", "status", "code", "field"),
    [
        ("forwarded", "/decisions", APPROVAL | {"order_no": ""}, 422, "order-missing", "order_no"),
        ("forwarded", "/decisions", APPROVAL | {"budget_approved_baht": 100_001}, 422, "above-recommendation",
         "budget_approved_baht"),
        ("forwarded", "/decisions", {"outcome": "not_approved", "decided_on": DAY}, 422, "reason-missing", "reason"),
        ("funded", "/decisions", APPROVAL | {"budget_approved_baht": 49_999}, 422, "below-transfers",
         "budget_approved_baht"),
        ("funded", "/transfers", TRANSFER | {"amount_baht": "50000.01"}, 409, "over-transfer", "amount_baht"),
        ("funded", "/transfers", TRANSFER | {"account_last4": "12a4"}, 422, "transfer-malformed", None),
        ("funded", "/transfers", TRANSFER | {"account_last4": "0112341234"}, 422, "input-invalid", "account_last4"),
        ("funded", "/gate-override", {"reason": "ภัยแล้ง"}, 409, "stage-forbids", None),
    ],
)  # fmt: skip
def test_what_the_province_gets_wrong_is_refused_by_field(
    at, life, session, provincial, stage, below, body, status, code, field
):
    kept(life, session, stage)

    answer = provincial.post(at(below), **body)

    assert refused(answer) == (status, code, [field] if field else [])


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"\xff", b"[" * 90_000, b'{"reason": "a", "reason": "b"}'])
def test_a_body_that_is_no_object_is_refused_in_words(at, district, body):
    answer = district.client.post(f"/api{at('/cancellation')}", headers=district.headers, data=body)

    assert answer.status_code in (400, 422)
    assert answer.get_json()["code"] in ("json-unreadable", "input-invalid")


def test_a_body_that_is_too_large_is_refused(at, district):
    body = b'{"reason": "%s"}' % (b"x" * 100_000)

    answer = district.client.post(f"/api{at('/cancellation')}", headers=district.headers, data=body)

    assert answer.status_code == 413


def test_a_refusal_is_in_the_language_that_is_asked_for(at, district):
    headers = district.headers | {"Accept-Language": "en"}
    answer = district.client.post(f"/api{at('/screenings')}", headers=headers, json=FORWARD | {"value": "fix"})

    message = "A project is forwarded only when all five criteria pass."
    assert (answer.get_json()["message"], answer.get_json()["errors"]) == (message, {"outcome": [message]})


def test_a_browser_that_is_signed_in_reads_and_never_writes(at, as_person):
    visitor = as_person()

    assert visitor.get(f"/api{at()}").status == 200
    answer = visitor.client.post(
        f"/api{at('/cancellation')}", base_url="https://yudee.example.org", json={"reason": "x"}
    )
    assert (answer.status_code, answer.get_json()["code"]) == (401, "token-needed")


# Sent twice, or by two at once


def test_a_transfer_sent_again_is_told_that_it_is_there(at, life, session, provincial):
    kept(life, session, "approved")

    answers = [provincial.post(at("/transfers"), **TRANSFER) for _ in range(2)]

    assert answers[0].status_code == 201
    assert refused(answers[1]) == (409, "transfer-repeated", ["bank_ref"])
    assert session.scalar(select(func.count(ProjectTransfer.id))) == 1


def test_an_act_on_a_version_that_is_past_is_refused(at, life, session, provincial):
    kept(life, session, "forwarded")
    seen = provincial.get(at()).get_json()["version"]

    answers = [provincial.post(at("/decisions"), **APPROVAL, version=seen) for _ in range(2)]

    assert answers[0].status_code == 201
    assert refused(answers[1]) == (409, "project-moved-on", [])
    assert session.scalar(select(func.count(ProjectDecision.id))) == 1
    assert provincial.post(at("/transfers"), **TRANSFER, version=answers[0].get_json()["version"]).status_code == 201


def test_a_transfer_is_voided_by_its_number_and_stays(at, life, session, provincial):
    kept(life, session, "funded")
    (number,) = [one["number"] for one in provincial.get(at()).get_json()["history"]["transfers"]]

    answer = provincial.delete(at(f"/transfers/{number}"), reason="ผิดโครงการ")

    assert (answer.status_code, answer.get_json()["stage"]) == (200, "approved")
    (transfer,) = answer.get_json()["history"]["transfers"]
    assert (transfer["void_reason"], transfer["amount_baht"]) == ("ผิดโครงการ", 50_000.0)
    assert refused(provincial.delete(at(f"/transfers/{number}"), reason="ผิด")) == (404, "transfer-unknown", [])
    assert refused(provincial.delete(at(f"/transfers/{number}"))) == (422, "input-invalid", ["reason"])
    assert provincial.delete(at(f"/transfers/{10**30}"), reason="ผิด").status_code == 404


def test_suspending_and_going_on(at, life, session, district):
    kept(life, session, "in_progress")

    stages = [district.post(at(f"/{act}"), reason="น้ำท่วม").get_json()["stage"] for act in ("suspension", "resumption")]

    assert stages == ["suspended", "in_progress"]


def test_a_cancelled_project_says_what_is_to_be_given_back(at, life, session, provincial):
    kept(life, session, "funded")

    money = provincial.post(at("/cancellation"), reason="ที่ดินมีปัญหา", refunded_baht="20000.50").get_json()["money"]

    assert money["refund_due_baht"] == 29_999.5


def test_the_gate_is_opened_for_one_project(session, app, new_reader):
    life = make_life(session, gate="make_plan")
    session.commit()
    district, provincial = new_reader(), new_reader("province_officer", "50")

    assert refused(district.post(f"/projects/{life.id}/screenings", **FORWARD)) == (409, "gate-failed", [])
    assert provincial.post(f"/projects/{life.id}/gate-override", reason="ภัยแล้ง").status_code == 201
    assert district.post(f"/projects/{life.id}/screenings", **FORWARD).status_code == 201


# What waits


def test_withdrawals_wait_for_the_chief(at, life, session, chief):
    life.up_to("funded").report(20, disbursed=20_000)
    life.compute()
    session.commit()
    (waiting,) = chief.get("/areas/5007/withdrawals").get_json()["withdrawals"]
    assert (waiting["before_baht"], waiting["disbursed_baht"], waiting["transferred_baht"]) == (0.0, 20_000.0, 50_000.0)
    said = {"report": waiting["report"], "disbursed_baht": waiting["disbursed_baht"]}

    assert refused(chief.post(at("/consents"), **said | {"disbursed_baht": 1})) == (409, "withdrawal-changed", [])
    assert [chief.post(at("/consents"), **said).status_code for _ in range(2)] == [201, 201]

    assert chief.get("/areas/5007/withdrawals").get_json()["withdrawals"] == []
    (done,) = chief.get("/areas/5007/withdrawals?state=all").get_json()["withdrawals"]
    assert done["consented_to_baht"] == 20_000.0
    assert refused(chief.post(at("/consents"), report=2**63 - 1)) == (409, "nothing-to-consent", [])
    assert refused(chief.post(at("/consents"), report=2**63)) == (422, "input-invalid", ["report"])


def test_notices_wait_until_the_district_says_they_were_seen(life, session, district, provincial):
    kept(life, session, "approved")
    village, own = sorted(
        district.get("/areas/5007/notices").get_json()["notices"], key=lambda one: -len(one["area_code"])
    )
    assert (own["area_code"], village["area_code"], own["result"]) == ("5007", VILLAGE, "approved")
    assert (own["order_no"], own["budget_approved_baht"]) == ("ชม 1/2570", 100_000.0)

    assert refused(provincial.post(f"/notices/{own['id']}/seen")) == (403, "not-allowed", [])
    seen = [district.post(f"/notices/{own['id']}/seen") for _ in range(2)]

    assert [one.status_code for one in seen] == [200, 200]
    assert seen[0].get_json()["seen_at"] == seen[1].get_json()["seen_at"] is not None
    assert [one["id"] for one in district.get("/areas/5007/notices").get_json()["notices"]] == [village["id"]]
    assert len(provincial.get("/areas/50/notices?state=all").get_json()["notices"]) == 2
    assert district.get(f"/areas/5007/notices?state=all&before={own['id']}").get_json()["notices"] == []
    assert district.post(f"/notices/{10**9}/seen").status_code == 404


def test_best_practices_of_a_year(life, session, chief):
    kept(life, session, "evaluated")

    (one,) = chief.get("/areas/5007/best-practices?year=2570").get_json()["projects"]

    assert (one["project_code"], one["quality"], one["budget_approved_baht"]) == ("2570-5007-0001", 4, 100_000.0)
    assert chief.get("/areas/500706/best-practices?year=2570").get_json()["code"] == "area-unknown"
    assert refused(chief.get("/areas/5007/best-practices")) == (422, "input-invalid", ["year"])


def test_a_person_with_two_provinces_acts_in_that_of_the_project(life, session, app, new_reader, at):
    reader = new_reader("province_officer", "57")
    make_area(session, "57")
    actor = session.scalar(select(func.max(Assignment.actor_id)))
    session.add(Assignment(actor_id=actor, workspace_id=1, role="province_officer", area_code="50"))
    kept(life, session, "forwarded")

    assert reader.post(at("/decisions"), **APPROVAL).status_code == 201
