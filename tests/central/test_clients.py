"""Programs that know OData and nothing of ODK, over real HTTP: what they make of our documents, and what they read."""

import re

import pytest
import requests
from lxml import etree
from odata import ODataService

from tests.central import strange
from tests.central.strange import FORM
from tests.csdl import CSDL, csdl
from tests.factories import PASSWORD, make_person

# What ODK's clients ask for by name, and OData's grammar has no word for: dots in sets, dashes before "-id".
NAMES_OF_ODK = re.compile(r"EntitySet', attribute 'Name'.*'Submissions\.[\w.]+'|Property', .*'__Submissions[\w-]*-id'")


@pytest.fixture
def sent(phone, province):
    strange.publish_strange(province)
    for number in range(3):
        assert phone.post(strange.filled(f"uuid:{number}")).status == 201


@pytest.fixture
def http(address, sent, province):
    """A session of `requests` with the token of an officer of the district."""
    make_person(province, "somsri@example.org")
    province.commit()
    with requests.Session() as session:
        login = {"email": "somsri@example.org", "password": PASSWORD}
        token = session.post(f"{address}/v1/sessions", json=login, timeout=60).json()["token"]
        session.headers["Authorization"] = f"Bearer {token}"
        yield session


def test_the_metadata_of_a_form_is_read_by_the_makers_of_odata(http, address):
    xml = http.get(f"{address}/v1/projects/1/forms/{FORM}.svc/$metadata", timeout=60).content
    read = csdl(xml)["org.opendatakit.user.strange"]

    assert read["Submissions"]["$Key"] == ["__id"]
    assert read["Submissions"]["rai"]["$Type"] == "Edm.Decimal"
    assert read["Submissions"]["visit"] == {
        "$Kind": "NavigationProperty",
        "$Collection": True,
        "$Type": "org.opendatakit.user.strange.Submissions_visit",
    }
    sets = {name for name, said in read["strange"].items() if isinstance(said, dict)}
    assert sets == {"Submissions", "Submissions.visit", "Submissions.visit.g._", "Submissions.__3"}


@pytest.mark.parametrize("table", [f"forms/{FORM}.svc", "forms/household_account.svc", "datasets/households.svc"])
def test_the_metadata_keeps_the_schema_of_odata_but_for_names_that_odk_has(http, address, table):
    xml = http.get(f"{address}/v1/projects/1/{table}/$metadata", timeout=60).content
    schema = etree.XMLSchema(etree.parse(CSDL / "schemas" / "edmx.xsd"))
    schema.validate(etree.fromstring(xml))

    assert [error.message for error in schema.error_log if not NAMES_OF_ODK.search(error.message)] == []


def test_a_client_of_odata_reads_the_submissions_by_the_metadata(http, address):
    url = f"{address}/v1/projects/1/forms/{FORM}.svc"
    service = ODataService(url, reflect_entities=True, session=http, quiet_progress=True)
    submissions = service.entities["Submissions"]
    found = list(service.query(submissions))
    some = list(service.query(submissions).limit(1))

    assert set(service.entities) == {"Submissions", "Submissions.visit", "Submissions.visit.g._", "Submissions.__3"}
    assert [one.__odata__["__id"] for one in found] == ["uuid:2", "uuid:1", "uuid:0"]
    assert {one.crops for one in found} == {"tea rice"}
    assert [float(one.rai) for one in found] == [2.25] * 3
    assert len(some) == 1


def test_excel_reads_over_https_with_a_password(client, sent, province):
    """It sends the password at once: asks for the service, its metadata, then the table; a proxy ends TLS before us."""
    make_person(province, "somsri@example.org")
    province.commit()
    head = {
        "X-Forwarded-Proto": "https",
        "OData-MaxVersion": "4.0",
        "Accept": "application/json;odata.metadata=minimal",
    }
    excel = {"auth": ("somsri@example.org", PASSWORD), "headers": head}
    url = f"/v1/projects/1/forms/{FORM}.svc"
    service = client.get(url, **excel).get_json()
    described = client.get(
        service["@odata.context"].removeprefix("https://yudee.example.org"),
        **excel | {"headers": {"X-Forwarded-Proto": "https"}},
    )
    rows = client.get(f"{url}/{service['value'][0]['url']}", **excel).get_json()["value"]

    assert service["@odata.context"] == f"https://yudee.example.org{url}/$metadata"
    assert described.content_type == "application/xml"
    assert len(rows) == 3
    in_the_clear = client.get(url, auth=excel["auth"])
    assert (in_the_clear.status_code, in_the_clear.get_json()["code"]) == (401, 401.3)
