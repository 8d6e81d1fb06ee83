"""Whatever is wrong with a field of an act is said in Thai and in English; numbers that no row has lead nowhere."""

import pytest

from tests.api.test_projects import FORWARD
from tests.domain.projects.lives import make_life


@pytest.fixture
def project(session, app) -> str:
    made = make_life(session)
    session.commit()
    return f"/projects/{made.id}"


@pytest.mark.parametrize(
    "wrong",
    [
        {"rank": 0},
        {"rank": 1.5},
        {"rank": None},
        {"comments": None},
        {"comments": 5},
        {"outcome": 5},
        {"value": None},
        {"mission_group": 7},
        {"meeting_date": 5},
        {"version": 5},
        {"version": None},
        {"budget_recommended_baht": None},
        {"budget_recommended_baht": "-5"},
        {"note": "x"},
    ],
)
def test_a_fault_of_a_field_is_told_in_both_languages(reader, project, wrong):
    answer = reader.post(f"{project}/screenings", **FORWARD | wrong)

    assert (answer.status_code, answer.get_json()["code"]) == (422, "input-invalid")
    assert all(" · " in told for faults in answer.get_json()["errors"].values() for told in faults)


@pytest.mark.parametrize("number", [10**9, 10**12, 10**19, 10**30])
@pytest.mark.parametrize("address", ["/years/{}/criteria", "/years/{}/changes"])
def test_a_year_that_cannot_be_is_not_there(reader, address, number):
    answer = reader.get(address.format(number))

    assert (answer.status_code, answer.get_json()["code"]) == (404, "not-found")


def test_a_transfer_or_notice_that_cannot_be_is_not_there(reader, new_reader, project):
    provincial = new_reader("province_officer", "50")

    for answer in (reader.post(f"/notices/{10**30}/seen"), provincial.delete(f"{project}/transfers/{10**30}")):
        assert (answer.status_code, answer.get_json()["code"]) == (404, "not-found")


@pytest.mark.parametrize("number", [10**9, 10**12, 10**19])
def test_neither_is_a_page_of_it(as_person, number):
    visitor = as_person("province_officer", "50")

    assert [visitor.get(f"/{kind}/{number}").status for kind in ("years", "review")] == [404, 404]
