"""Household finance as JSON and as a table: what is told, what is not, and that nothing else gets out."""

import csv
import io

import pytest

from server.db.session import transaction
from server.domain import publishing
from tests.domain.money import NOW, make_account, make_accounts
from tests.factories import make_village

FINANCE = "/areas/500705/finance?year=2570"
SECRET_SUM = 987_654_321  # satang of a household that is in no block


@pytest.fixture
def book(province):
    """A village with twelve households, one with three; two more of these are not approved yet."""
    session = province
    make_village(session, "50070601")
    for _ in range(12):
        make_account(session, "50070503", receipts={"salary": 120_000}, payments={"food": 60_000, "recreation": 60_000})
    make_accounts(session, "50070504", 3, income=SECRET_SUM // 100, debt=SECRET_SUM // 100)
    make_accounts(session, "50070504", 2, state="received", income=SECRET_SUM // 100)
    session.commit()
    with transaction() as owner:
        publishing.publish(owner, 1, 2570, now=NOW)
    return session


def test_an_area_is_told_in_baht_per_month(reader, book):
    found = reader.get(FINANCE).get_json()

    assert (found["code"], found["level"], found["plan_year"], found["basis"]) == (
        "500705", "subdistrict", 2570, "official",
    )  # fmt: skip
    assert (found["households"], found["income_median_baht"], found["net_mean_baht"]) == (12, 10_000.0, 0.0)
    assert (found["net_negative_pct"], found["with_debt_pct"], found["nonessential_pct"]) == (0.0, 0.0, 50.0)
    assert (found["suppressed"], found["debt_median_baht"]) == (False, None)
    assert (found["suppressed_figures"], found["told_on"]) == (["debt_median_baht"], "2027-03-31")


def test_fewer_than_ten_households_are_suppressed(reader, book):
    told, small = reader.get(FINANCE).get_json()["rows"]

    assert (told["code"], told["suppressed"]) == ("50070503", False)
    assert (small["code"], small["suppressed"], small["households"], small["income_mean_baht"]) == (
        "50070504", True, None, None,
    )  # fmt: skip
    assert len(small["suppressed_figures"]) == 11


def test_the_table_says_in_words_what_is_not_told(reader, book):
    def rows(query):
        return list(csv.DictReader(io.StringIO(reader.get(query).data.decode("utf-8-sig"))))

    plain = rows("/areas/500705/finance.csv?year=2570")
    assert [(row["code"], row["households"], row["suppressed"]) for row in plain] == [
        ("500705", "12", "False"), ("50070503", "12", "False"), ("50070504", "", "True"),
    ]  # fmt: skip
    assert rows("/areas/500705/finance.csv?year=2570&lang=th")[2]["ครัวเรือน"] == "น้อยกว่า 10"
    assert rows("/areas/500705/finance.csv?year=2570&lang=en")[2]["Households"] == "fewer than 10"


def test_a_village_has_its_categories_in_the_words_of_the_form(reader, book):
    lines = reader.get("/villages/50070503/finance?year=2570").get_json()["lines"]

    assert [(line["side"], line["category"], line["baht"]) for line in lines] == [
        ("receipts", "salary", 120_000.0), ("payments", "food", 60_000.0), ("payments", "recreation", 60_000.0),
    ]  # fmt: skip
    assert {line["households"] for line in lines} == {12}
    assert lines[1]["words"] == {"th": "อาหารและเครื่องดื่ม (ไม่มีแอลกอฮอล์)", "en": "Food and non-alcoholic drinks"}


@pytest.mark.parametrize(("role", "area"), [
    ("province_officer", "50"), ("district_chief", "5007"), ("evaluation_committee", "50"),
])  # fmt: skip
def test_no_parameter_gets_a_village_or_a_household_out_to_who_sees_no_amounts(new_reader, book, role, area):
    reader = new_reader(role, area)
    addresses = [
        f"/areas/{code}/finance{suffix}?year={year}{basis}"
        for code in ("50", "5007", "500705", "500706", "50070503", "50070504", "5007050", "51", "%25", "500705%2503")
        for suffix in ("", ".csv")
        for year in (2569, 2570)
        for basis in ("", "&basis=official", "&basis=provisional")
    ]
    addresses += [f"/villages/{code}/finance?year=2570" for code in ("50070503", "50070504", "500705", "50")]

    answers = {address: reader.get(address) for address in addresses}

    told = {address for address, answer in answers.items() if answer.status_code == 200}
    assert {address.split("/")[2] for address in told} <= {"50", "5007", "500705", "500706"}
    assert not [address for address in told if "provisional" in address]
    everything = " ".join(answer.text for answer in answers.values())
    assert [one for one in ("50070503", "50070504", str(SECRET_SUM)[:7]) if one in everything] == []


def test_the_provisional_basis_is_for_those_who_see_amounts(new_reader, book):
    refused = new_reader("province_officer", "50").get(f"{FINANCE}&basis=provisional")
    assert (refused.status_code, refused.get_json()["code"]) == (403, "provisional-not-told")

    assert new_reader().get(f"{FINANCE}&basis=provisional").get_json()["households"] == 12


def test_a_year_that_is_not_open_is_404(reader, book):
    assert reader.get("/areas/500705/finance?year=2571").get_json()["code"] == "year-not-open"
    assert reader.get("/villages/50070503/finance?year=2571").get_json()["code"] == "year-not-open"


def test_a_village_of_another_district_is_not_there(new_reader, book):
    assert new_reader(area="5006").get("/villages/50070503/finance?year=2570").status_code == 404
