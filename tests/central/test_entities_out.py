"""Entities taken away over Central's REST as a table, as CSV and as OData: all of them or what a filter leaves."""

import csv
import io
import re
from urllib.parse import quote

import pytest
from lxml import etree
from sqlalchemy import select, text

from server.central import entity_feed
from server.db.models import Entity, Event
from server.db.queries import entity_rows
from server.db.queries.entity_rows import Which
from server.db.session import Scope, transaction
from tests.central.conftest import LISTS
from tests.factories import make_entity, make_household

TREES = f"{LISTS}/trees/entities"
CSV, MAP = f"{TREES}.csv", f"{TREES}.geojson"


def code(answer):
    return answer.get_json()["code"]


def table(answer):
    return list(csv.DictReader(io.StringIO(answer.data.decode())))


def labels(answer):
    return [row["label"] for row in table(answer)]


@pytest.fixture
def grown(script, trees):
    """Four trees, the newest first: their ids. Labels and species have what a search must take as it stands."""
    kinds = {"100% ก": "ลำไย", "a_b": "mango 'x'", 'c\\d "e"': "", "plain": "มะม่วง"}
    made = [script.post(TREES, {"label": label, "data": {"species": kind}}).get_json() for label, kind in kinds.items()]
    return [one["uuid"] for one in made][::-1]


# The table


def test_a_list_is_one_table(script, household):
    answer = script.get(f"{LISTS}/households/entities.csv")

    (row,) = table(answer)
    assert list(row)[:3] == ["__id", "label", "amphoe_code"]
    assert list(row)[-6:] == [
        *("__createdAt", "__creatorId", "__creatorName", "__updates", "__updatedAt", "__version"),
    ]
    assert (row["__id"], row["label"], row["house_no"]) == (str(household.uuid), household.label, "9")
    assert (row["__updates"], row["__version"], row["__updatedAt"]) == ("0", "1", "")
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=\"households.csv\"; filename*=UTF-8''households.csv"
    )


def test_a_table_is_read_page_by_page_and_holds_every_row_once_the_newest_first(script, session, monkeypatch):
    made = [make_household(session, village) for village in ("50070503", "50070502") for _ in range(3)]
    ids = {str(one.uuid) for one in made}
    make_household(session, "50010101")
    session.commit()
    monkeypatch.setattr(entity_feed.EntityFeed.newest_first, "__defaults__", (None, 0, 2))

    rows = table(script.get(f"{LISTS}/households/entities.csv"))
    assert len(rows) == 6
    assert {row["__id"] for row in rows} == ids
    assert [row["__id"] for row in rows] == [one["uuid"] for one in script.get(f"{LISTS}/households/entities").json]


def test_a_table_is_read_while_it_is_sent_and_not_at_all_for_who_has_it(script, trees, monkeypatch):
    etag = script.get(CSV).headers["ETag"]
    read = []
    monkeypatch.setattr(
        entity_feed.EntityFeed, "newest_first", lambda _feed: (read.append(one) or [] for one in (1, 2))
    )

    assert script.get(CSV, **{"If-None-Match": etag}).status_code == 304
    assert read == []
    answer = script.client.get(f"/v1{CSV}", headers={"Authorization": f"Bearer {script.token}"})
    assert read == [] and "Content-Length" not in answer.headers
    assert answer.data.startswith(b"__id,") and read == [1, 2]


def test_a_table_is_304_until_the_list_changes_and_taking_it_is_noted(script, trees, session):
    script.post(TREES, {"label": "1", "data": {}})
    first = script.get(CSV)
    etag = first.headers["ETag"]

    assert not etag.startswith("W/")
    assert script.get(CSV, **{"If-None-Match": etag}).status_code == 304
    script.post(TREES, {"label": "2", "data": {}})
    again = script.get(CSV, **{"If-None-Match": etag})
    assert labels(again) == ["2", "1"]
    taken = select(Event.actor_id).where(Event.verb == "list.take")
    assert list(session.scalars(taken)) == [script.person_id] * 2


def test_a_table_has_what_a_filter_leaves_and_no_tag(script, grown):
    for said, expected in (
        (f"__id eq '{grown[0]}'", ["plain"]),
        (f"__system/creatorId eq '{script.person_id}' and not (__id eq '{grown[0]}')", ['c\\d "e"', "a_b", "100% ก"]),
        ("year(__system/createdAt) lt 2000", []),
    ):
        answer = script.get(f"{CSV}?$filter={quote(said)}")
        assert labels(answer) == expected
        assert "ETag" not in answer.headers


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("%", ["100% ก"]),
        ("_", ["a_b"]),
        ("\\", ['c\\d "e"']),
        ('"', ['c\\d "e"']),
        ("'", ["a_b"]),
        ("ลำ", ["100% ก"]),
        ("PLAIN", ["plain"]),
        ("plain มะม่วง", ["plain"]),
        ("plain ลำไย", []),
        ("') or true --", []),
        ("\0", ["plain", 'c\\d "e"', "a_b", "100% ก"]),
    ],
)
def test_a_search_means_what_it_says(script, grown, said, found):
    assert labels(script.get(f"{CSV}?$search={quote(said)}")) == found
    rows = script.get(f"{LISTS}/trees.svc/Entities?$search={quote(said)}").get_json()["value"]
    assert [row["label"] for row in rows] == found


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("$filter=label eq 'x'", 501.5),
        ("$filter=e.uuid is not null", 400.18),
        ("$filter=__id eq 'x') or (true", 400.18),
        ("$filter=__id eq 'x'; drop table entity", 400.18),
        ("$filter=" + "(" * 200, 400.18),
        ("$fliter=__id eq 'x'", 501.1),
        ("$select=__id", 501.1),
    ],
)
def test_what_cannot_be_a_filter_is_refused_rather_than_ignored(script, grown, query, number):
    for address in (CSV, MAP):
        assert code(script.get(f"{address}?{query}")) == number


def test_the_next_batch_goes_on_in_the_index_and_sorts_nothing(session, trees):
    for number in range(30):
        make_entity(session, "trees", "50070503", str(number), {})
    session.execute(text("analyze entity"))
    after = session.scalars(select(Entity.uuid).order_by(Entity.created_at).limit(1).offset(20)).one()
    session.commit()
    scope, which = Scope(1, ("5007",), frozenset({"names"})), Which("trees")
    named = entity_rows.named_by(scope, which) | {"limit": 5, "skip": 0, "after": after}

    with transaction(scope) as scoped:
        entity_rows.newest_first(scoped, scope, which, after, 5)
        explained = "explain " + entity_rows.next_of(scope, which, is_first=False)
        plan = "\n".join(scoped.scalars(text(explained), named))
    assert re.search("Index Scan Backward using ix_entity_newest on entity e", plan), plan
    assert "Sort" not in plan


def test_an_order_of_ones_own_is_kept_from_batch_to_batch(script, grown, monkeypatch):
    monkeypatch.setattr(entity_feed, "AT_ONCE", 2)

    address = f"{LISTS}/trees.svc/Entities?$orderby=__system/createdAt asc"
    assert [row["__id"] for row in script.get(address).get_json()["value"]] == grown[::-1]
    page = script.get(f"{address}&$top=2&$skip=1").get_json()
    assert [row["__id"] for row in page["value"]] == grown[::-1][1:3]
    assert "%24skip=3" in page["@odata.nextLink"]


def test_a_page_that_goes_on_after_what_is_not_there_is_400_34(script, new_script, grown):
    first = script.get(f"{LISTS}/trees.svc/Entities?$top=2").get_json()
    token = first["@odata.nextLink"].rpartition("=")[2]

    assert code(new_script(area="5001").get(f"{LISTS}/trees.svc/Entities?$skiptoken={token}")) == 400.34
    script.call("DELETE", f"{TREES}/{grown[1]}")
    rest = script.get(f"{LISTS}/trees.svc/Entities?$skiptoken={token}").get_json()["value"]
    assert [row["__id"] for row in rest] == grown[2:]


def test_parts_of_system_are_selected_alone_and_a_property_that_is_not_there_is_blank(script, grown):
    (row, *_) = script.get(f"{LISTS}/trees.svc/Entities?$select=__id,__system/version,height").get_json()["value"]
    assert row == {"__id": grown[0], "__system": {"version": 1}, "height": ""}


def test_properties_are_called_the_same_in_a_list_its_metadata_and_its_rows(script, trees):
    for name in ("ความสูง", "ชนิด"):
        trees.post(f"{LISTS}/trees/properties", {"name": name})
    script.post(TREES, {"label": "1", "data": {"ความสูง": "3", "ชนิด": "ลำไย"}})

    told = {one["name"]: one["odataName"] for one in script.get(f"{LISTS}/trees").get_json()["properties"]}
    assert (told["ความสูง"], told["ชนิด"]) == ("_", "__2")
    xml = etree.fromstring(script.get(f"{LISTS}/trees.svc/$metadata").data)
    assert set(told.values()) <= {one.get("Name") for one in xml.iter("{*}Property")}
    (row,) = script.get(f"{LISTS}/trees.svc/Entities?$select=*").get_json()["value"]
    assert (row["_"], row["__2"]) == ("3", "ลำไย")
    for name in ("_", "ความสูง"):
        assert script.get(f"{LISTS}/trees.svc/Entities?$select={name}").get_json()["value"] == [{"_": "3"}]
