"""Figures as Power BI and Excel read them: the tables that are taken away as files, filtered, sorted, in pages."""

import json
import re
from urllib.parse import quote, urlsplit

import pytest
from lxml import etree

from tests.api.results import store_result
from tests.csdl import CSDL, csdl
from tests.factories import PASSWORD, make_person, make_project

PLACES = ("50070501", "50070502", "50070503")


@pytest.fixture
def figures(province):
    for number, code in enumerate(PLACES):
        for basis in ("official", "provisional"):
            store_result(province, code, grade="ABC"[number], basis=basis, households=100 + number)
    province.commit()


@pytest.fixture
def script(new_reader):
    return new_reader("province_officer", "50")


def asked(script, table, **query):
    written = "&".join(f"{name}={quote(str(said))}" for name, said in query.items())
    return script.get(f"/odata/{table}?{written}")


def rows(answer):
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_json()["value"]


def test_a_service_names_its_tables(script, figures):
    service = script.get("/odata").get_json()

    assert service["@odata.context"] == "https://yudee.example.org/api/odata/$metadata"
    assert [one["url"] for one in service["value"]][:2] == ["villages", "grades"]


def test_villages_of_all_years_on_both_bases(script, figures):
    found = rows(asked(script, "villages"))

    assert [(row["code"], row["basis"], row["grade"]) for row in found] == [
        (code, basis, grade) for basis in ("official", "provisional") for code, grade in zip(PLACES, "ABC", strict=True)
    ]
    assert found[0]["__id"] == "2570/official/50070501"
    assert (found[0]["households"], found[0]["met_1"]) == (100, True)


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({"basis": "official", "$filter": "grade eq 'A' or grade eq 'C'"}, [PLACES[0], PLACES[2]]),
        ({"basis": "official", "$filter": "households gt 100 and met_1 eq true"}, list(PLACES[1:])),
        ({"basis": "official", "$filter": "not (grade eq 'B') and plan_year eq 2570"}, [PLACES[0], PLACES[2]]),
        ({"basis": "official", "$filter": "reference_date ge 2026-11-20"}, list(PLACES)),
        ({"basis": "official", "$filter": "year(reference_date) lt 2026"}, []),
        ({"basis": "official", "$filter": "grade eq null"}, []),
        ({"basis": "official", "$filter": "grade lt 5"}, []),
        ({"basis": "official", "$orderby": "households desc"}, list(PLACES[::-1])),
        ({"basis": "official", "area": "50070502"}, [PLACES[1]]),
        ({"year": 2570, "$filter": "basis eq 'provisional'", "$skip": 1}, list(PLACES[1:])),
    ],
)
def test_rows_are_filtered_and_sorted(script, figures, query, codes):
    answer = asked(script, "villages", **query | {"$count": "true"})

    assert [row["code"] for row in rows(answer)] == codes
    assert answer.get_json()["@odata.count"] == len(codes) + query.get("$skip", 0)


def test_pages_follow_their_links(script, figures):
    found, link = [], "/odata/villages?$top=4"
    while link:
        page = script.get(link).get_json()
        found += [row["__id"] for row in page["value"]]
        parts = urlsplit(page.get("@odata.nextLink", ""))
        link = f"{parts.path.removeprefix('/api')}?{parts.query}" if parts.path else None

    assert len(found) == len(set(found)) == 6


IS_OF = {
    "Edm.String": r'".*"',
    "Edm.Int64": r"-?\d+",
    "Edm.Decimal": r"-?\d+(\.\d+)?",
    "Edm.Double": r"-?\d+(\.\d+)?",
    "Edm.Boolean": "true|false",
    "Edm.Date": r'"\d{4}-\d\d-\d\d"',
    "Edm.DateTimeOffset": r'"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"',
}
TABLES = ["villages", "grades", "indicators", "budget", "budget_parts", "progress", "projects", "finance"]


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_read_and_its_rows_have_ids_of_their_own(script, figures, table):
    found = rows(asked(script, table))

    assert len({row["__id"] for row in found}) == len(found)


@pytest.mark.parametrize("table", TABLES)
def test_every_value_is_of_the_type_that_the_metadata_declares(script, province, figures, table):
    make_project(province, "50070501", programme=3)
    province.commit()
    found = rows(asked(script, table))
    declared = csdl(asked(script, "$metadata").data)["yudee"][table]

    assert found
    for row in found:
        assert row.keys() == {name for name in declared if not name.startswith("$")}
        for name, value in row.items():
            kind = declared[name].get("$Type", "Edm.String")
            assert value is None or re.fullmatch(IS_OF[kind], json.dumps(value)), (name, kind, value)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"$filter": "nothing eq 1"}, 501),
        ({"$filter": "grade eq"}, 400),
        ({"$filter": "not\t" * 900 + "grade eq 'A'"}, 400),
        ({"$orderby": "nothing"}, 501),
        ({"$select": "nothing"}, 400),
        ({"$top": "x"}, 400),
        ({"basis": "both"}, 422),
        ({"year": "soon"}, 422),
        ({"area": "57"}, 404),
        ({"yaer": 2570}, 501),
        ({"$skiptoken": "01WzEsMV0="}, 501),
        ({"$format": "xml"}, 406),
    ],
)
def test_what_is_not_taken_is_refused(script, figures, query, status):
    answer = asked(script, "villages", **query)

    assert answer.status_code == status
    assert answer.get_json().keys() >= {"code", "message"}


def test_only_what_is_selected_is_told(script, figures):
    (row,) = rows(asked(script, "villages", **{"$select": "code,grade", "$top": 1}))

    assert row == {"code": PLACES[0], "grade": "A"}


def test_somebody_of_the_district_sees_the_own_area(new_reader, figures):
    assert rows(asked(new_reader("district_officer", "5001"), "villages")) == []
    assert len(rows(asked(new_reader("district_officer", "5007"), "villages"))) == 6
    assert asked(new_reader("tambon_team", "500705"), "villages").status_code == 404


def test_excel_reads_with_a_password_over_https_alone(client, province, figures):
    person = make_person(province, role="province_officer", area="50")
    email = person.email
    province.commit()

    secure = client.get("/api/odata/villages", base_url="https://localhost", auth=(email, PASSWORD))
    in_the_clear = client.get("/api/odata/villages", auth=(email, PASSWORD))
    written = client.post("/api/years/2570/lock", base_url="https://localhost", auth=(email, PASSWORD))

    assert (secure.status_code, in_the_clear.status_code, written.status_code) == (200, 401, 401)
    assert len(secure.get_json()["value"]) == 6


def test_the_metadata_is_what_odata_says(script):
    xml = asked(script, "$metadata").data
    schema = etree.XMLSchema(etree.parse(CSDL / "schemas" / "edmx.xsd"))

    assert schema.validate(etree.fromstring(xml)), schema.error_log
    assert csdl(xml)["yudee"]["villages"]["households"]["$Type"] == "Edm.Int64"
