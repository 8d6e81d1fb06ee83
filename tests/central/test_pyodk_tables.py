"""pyODK 1.3.0, unmodified, over real HTTP: the tables of forms and of entity lists."""

import pytest
from pyodk._utils.config import CentralConfig, Config
from pyodk.client import Client
from pyodk.errors import PyODKError

from tests.central import strange
from tests.central.strange import FORM
from tests.factories import PASSWORD, make_person
from tests.running import running


@pytest.fixture(scope="module")
def address(database_url, redis_url, tmp_path_factory):
    with running(database_url, redis_url, tmp_path_factory.mktemp("web"), without=("workers",)) as stack:
        yield stack.url


@pytest.fixture
def client(address, province, phone, tmp_path):
    """Somebody of district 5007 who has pyODK; three submissions are there."""
    strange.publish_strange(province)
    for number in range(3):
        assert phone.post(strange.filled(f"uuid:{number}")).status == 201
    make_person(province, "somsri@example.org")
    province.commit()
    config = Config(CentralConfig(base_url=address, username="somsri@example.org", password=PASSWORD))
    with Client(config=config, cache_path=tmp_path / "cache.toml", project_id=1) as opened:
        yield opened


def test_a_table_with_every_option(client):
    table = client.submissions.get_table
    assert [row["__id"] for row in table(FORM)["value"]] == ["uuid:2", "uuid:1", "uuid:0"]
    assert [row["__id"] for row in table(FORM, skip=1, top=1)["value"]] == ["uuid:1"]
    assert table(FORM, count=True)["@odata.count"] == 3
    assert table(FORM, wkt=True)["value"][0]["home"] == "POINT (99.25 18.5 310.5)"
    assert table(FORM, filter="__id eq 'uuid:1'")["value"][0]["__id"] == "uuid:1"
    assert [visit["day"] for visit in table(FORM, expand="*")["value"][0]["visit"]] == ["2026-11-01", "2026-11-02"]
    assert table(FORM, select="__id")["value"][0] == {"__id": "uuid:2"}
    assert len(table(FORM, table_name="Submissions.visit")["value"]) == 6


def test_what_a_table_does_not_take_is_told_as_central_tells_it(client):
    for given, code in (({"filter": "name eq 'x'"}, 501.5), ({"expand": "visit"}, 501.6), ({"filter": "("}, 400.18)):
        with pytest.raises(PyODKError) as refused:
            client.submissions.get_table(FORM, **given)
        assert refused.value.is_central_error(code)


def test_the_entities_of_a_list(client, phone):
    household = phone.fill("household_register")
    phone.send(household)

    assert client.entities.get_table(entity_list_name="households")["value"] == []  # no worker has made it yet
