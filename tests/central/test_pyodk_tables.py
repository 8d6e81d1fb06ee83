"""pyODK 1.3.0, unmodified, over real HTTP: the tables of forms"""

import pytest
from pyodk.errors import PyODKError

from tests.central import strange
from tests.central.strange import FORM


@pytest.fixture
def client(new_client, province, phone):
    """Somebody of district 5007 who has pyODK; three submissions are there."""
    strange.publish_strange(province)
    for number in range(3):
        assert phone.post(strange.filled(f"uuid:{number}")).status == 201
    return new_client()


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
