"""What all addresses of the API share: who may call, refusals, the document that describes them."""

import pytest

from tests.api.results import store_result
from tests.factories import make_village, make_year

PLAN = "/api/villages/50070503/plan?year=2570"


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer nobody"}, {"Authorization": "Digest x"}])
def test_nobody_reads_without_signing_in(client, headers):
    answer = client.get(PLAN, headers=headers)

    assert (answer.status_code, answer.get_json()["code"]) == (401, "not-signed-in")


def test_a_browser_that_is_signed_in_reads_as_it_is(as_person, session):
    make_year(session)
    store_result(session, "50070503")
    session.commit()

    assert as_person().get(PLAN).answer.get_json()["grade"] == "A"
    assert as_person(area="5001").get(PLAN).status == 404


def test_a_bearer_token_that_is_dead_is_not_replaced_by_a_cookie(officer):
    assert officer.get(PLAN, Authorization="Bearer nobody").status == 401


def test_a_method_that_an_address_does_not_take_is_not_found(officer):
    answer = officer.client.post("/api/areas", base_url="https://yudee.example.org")

    assert (answer.status_code, answer.get_json()["code"]) == (404, "not-found")


@pytest.mark.parametrize(
    "address",
    ["/api/nowhere", "/api/areas/5007", "/api/areas/%00/grades", f"/api/years/{10**19}/criteria"],
)
def test_an_unknown_address_is_refused_as_json(client, address):
    answer = client.get(address)

    assert (answer.status_code, answer.get_json()["code"]) == (404, "not-found")
    assert answer.get_json()["message"] == "ไม่พบสิ่งที่ขอ"


def test_a_message_is_thai_unless_english_is_asked_for(client):
    assert (
        client.get("/api/nowhere", headers={"Accept-Language": "en-GB, th;q=0.5"}).get_json()["message"] == "Not found."
    )


def test_a_role_without_the_verb_is_refused(new_reader, session):
    make_village(session, "50070503")
    make_year(session)
    session.commit()
    admin = new_reader("admin", "50")

    assert admin.get("/areas").status_code == 200
    assert admin.get("/areas/50/grades?year=2570").get_json()["code"] == "not-allowed"
    assert admin.get("/villages/50070503/plan?year=2570").get_json()["code"] == "not-allowed"


def test_the_document_describes_every_route_and_its_refusals(client):
    document = client.get("/api/openapi.json").get_json()

    assert document["openapi"].startswith("3.1")
    assert {
        "/api/areas",
        "/api/areas/{code}/grades",
        "/api/areas/{code}/grades.csv",
        "/api/villages/{code}/plan",
    } <= set(document["paths"])
    for path, methods in document["paths"].items():
        for method in methods.keys() - {"parameters"}:
            answers = methods[method]["responses"].keys()
            assert methods[method]["summary"], path
            assert answers & {"200", "201", "204"}, (path, method)
            assert answers & {"404", "406", "409", "422"}, (path, method)


def test_the_page_of_the_api_lists_its_routes_and_asks_nothing_of_elsewhere(client):
    page = client.get("/api/docs").text

    assert "/api/villages/{code}/plan" in page
    assert "<script" not in page
    assert "//" not in page.replace("</", "<")
