"""OData as BI tools ask for it: pages, filters, single rows, and what is refused."""

from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

import pytest

from server.db.models import Submission
from tests.central import strange
from tests.central.strange import FORM

SVC = f"/projects/1/forms/{FORM}.svc"


@pytest.fixture
def five(phone, province):
    """The ids of five submissions, the newest first."""
    strange.publish_strange(province)
    ids = [f"uuid:{number}" for number in range(5)]
    for one in ids:
        assert phone.post(strange.filled(one)).status == 201
    return ids[::-1]


def ids(answer):
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return [row["__id"] for row in answer.get_json()["value"]]


def asked(script, table, **query):
    return script.get(f"{SVC}/{table}?" + "&".join(f"${name}={quote(str(said))}" for name, said in query.items()))


def below(link):
    """An address that a table gave, as our script asks for it."""
    parts = urlsplit(link)
    assert (parts.scheme, parts.netloc) == ("https", "yudee.example.org")
    return f"{parts.path.removeprefix('/v1')}?{parts.query}"


def test_rows_are_newest_first_and_all_of_them(script, five):
    answer = script.get(f"{SVC}/Submissions")

    assert ids(answer) == five
    assert answer.headers["OData-Version"] == "4.0"
    assert "@odata.nextLink" not in answer.get_json()


def test_pages_follow_their_links_and_nothing_that_arrives_meanwhile_moves_them(script, five, phone):
    found, link = [], f"{SVC}/Submissions?$top=2&$count=true"
    while link:
        page = script.get(link).get_json()
        found += [row["__id"] for row in page["value"]]
        link = page.get("@odata.nextLink")
        link = below(link) if link else None
        assert phone.post(strange.filled(f"uuid:late-{len(found)}")).status == 201

    assert found == five


@pytest.mark.parametrize("table", ["Submissions.visit", "Submissions.visit.g._"])
def test_pages_of_a_repeat_end_in_the_middle_of_a_submission(script, five, table):
    whole = ids(script.get(f"{SVC}/{table}"))
    found, link = [], f"{SVC}/{table}?$top=3&$count=true"
    while link:
        page = script.get(link).get_json()
        assert page["@odata.count"] == len(whole)
        found += [row["__id"] for row in page["value"]]
        link = below(page["@odata.nextLink"]) if "@odata.nextLink" in page else None

    assert found == whole
    assert len(set(whole)) == len(whole)


def test_rows_are_skipped_and_counted(script, five):
    assert ids(asked(script, "Submissions", skip=3)) == five[3:]
    assert ids(asked(script, "Submissions", skip=5)) == []
    assert ids(asked(script, "Submissions", top=10**17)) == five
    assert ids(asked(script, "Submissions.visit", skip=9, top=5)) == ids(script.get(f"{SVC}/Submissions.visit"))[9:]
    none = asked(script, "Submissions", top=0, count="True").get_json()
    assert (none["value"], none["@odata.count"]) == ([], 5)


def test_an_order_of_ones_own_goes_on_by_number(script, five):
    first = asked(script, "Submissions", orderby="__id asc", top=3)
    link = below(first.get_json()["@odata.nextLink"])

    assert ids(first) + ids(script.get(link)) == sorted(five)
    rows = asked(script, "Submissions", orderby="__system/submissionDate desc,__id").get_json()["value"]
    told = [row["__system"]["submissionDate"] for row in rows]
    assert told == sorted(told, reverse=True)


FILTERS = {
    "__id eq 'uuid:1'": 1,
    "__id ne 'uuid:1'": 4,
    "__id eq 'uuid:1' or __id eq 'uuid:2'": 2,
    "not (__id eq 'uuid:1' or __id eq 'uuid:2')": 3,
    "__system/reviewState eq null": 4,
    "__system/reviewState eq 'approved'": 1,
    "__system/reviewState ne 'approved'": 4,
    "__system/submissionDate lt now()": 5,
    "__system/submissionDate lt 2026-01-01": 0,
    "__system/submissionDate ge '2026-01-01T00:00:00+07:00'": 5,
    "year(__system/submissionDate) ge 2026 and month(__system/submissionDate) le 12": 5,
    "__system/updatedAt eq null": 4,
    "__system/deletedAt eq null": 5,
    "__system/deletedAt ne null": 0,
    "$root/Submissions/__system/reviewState eq 'approved'": 1,
    "__system/submitterId eq '0'": 0,
    "__system/submitterId ne 0": 5,
    "'a' eq 'a'": 5,
    "1 lt 2 and null eq null": 5,
    "__id eq '''; drop table submission; --'": 0,
}


@pytest.mark.parametrize(("said", "number"), FILTERS.items())
def test_filters(script, five, session, said, number):
    one = session.query(Submission).filter_by(instance_id="uuid:3").one()
    one.state, one.updated_at = "approved", datetime.now(UTC)
    session.commit()

    answer = asked(script, "Submissions", filter=said, count="true")
    assert (len(ids(answer)), answer.get_json()["@odata.count"]) == (number, number)
    assert len(ids(asked(script, "Submissions.visit", filter=said))) == 2 * number


def test_a_time_that_was_told_can_be_asked_for(script, five):
    rows = script.get(f"{SVC}/Submissions").get_json()["value"]
    told = {row["__id"]: row["__system"]["submissionDate"] for row in rows}

    for word, holds in (("eq", str.__eq__), ("gt", str.__gt__), ("le", str.__le__)):
        found = ids(asked(script, "Submissions", filter=f"__system/submissionDate {word} {told[five[2]]}"))
        assert found == [one for one in five if holds(told[one], told[five[2]])]


def test_a_row_and_what_is_below_it_have_addresses(script, five):
    row = script.get(f"{SVC}/Submissions('{five[0]}')").get_json()
    visits = script.get(f"{SVC}/{row['visit@odata.navigationLink']}").get_json()["value"]
    people = script.get(f"{SVC}/{visits[1]['g']['_@odata.navigationLink']}").get_json()["value"]
    one = script.get(f"{SVC}/{row['visit@odata.navigationLink']}('{visits[1]['__id']}')").get_json()

    assert row["__id"] == five[0]
    assert [visit["day"] for visit in visits] == ["2026-11-01", "2026-11-02"]
    assert [person["age"] for person in people] == [9]
    assert one["day"] == "2026-11-02"
    assert script.get(f"{SVC}/Submissions('uuid:none')").status_code == 404


def test_who_knows_no_odata_4_finds_nothing(script, five):
    assert script.get(f"{SVC}/Submissions", **{"OData-MaxVersion": "3.0"}).status_code == 404
    assert script.get(f"{SVC}/Submissions", **{"OData-MaxVersion": "4.01"}).status_code == 200


def test_only_what_is_selected_is_told(script, five):
    (row, *_) = asked(script, "Submissions", select="__id,__system/reviewState,meta").get_json()["value"]

    assert row == {"__id": five[0], "__system": {"reviewState": None}, "meta": {"instanceID": five[0]}}


def test_places_may_be_well_known_text(script, five):
    (row, *_) = asked(script, "Submissions", wkt="True", top=1).get_json()["value"]

    assert row["home"] == "POINT (99.25 18.5 310.5)"


REFUSED = {
    "$filter=__id eq": 400.18,
    "$filter=" + "(" * 10_000 + "__id eq 'x'" + ")" * 10_000: 400.18,
    "$filter=" + "not " * 900 + "__id eq 'x'": 400.18,
    "$filter=" + "not\t" * 900 + "__id eq 'x'": 400.18,
    "$filter=name eq 'x'": 501.5,
    "$orderby=name": 501.5,
    "$orderby=__id sideways": 400.18,
    "$orderby=__id&$skiptoken=01": 501.1,
    "$select=nothing": 400.23,
    "$select=__id&$expand=*": 501.11,
    "$expand=visit": 501.6,
    "$search=x": 501.1,
    "$levels=max": 501.1,
    "fiter=x": 501.1,
    "$top=-1": 400.11,
    "$top=1e3": 400.11,
    "$skip=many": 400.11,
    "$count=yes": 400.8,
    "$skiptoken=01nonsense": 400.35,
    "$skiptoken=01WyJ4IiwwXQ==": 400.35,
    "$skiptoken=01W10=": 400.35,
    "$skiptoken=01WzEsMSwxXQ==": 400.35,
    "$format=xml": 406.1,
    "$filter=__id eq 'a\0'": 400.18,
    "$filter=__system/submissionDate eq 2026-02-30": 400.18,
    "$filter=__system/submissionDate gt 3": 400.18,
}


@pytest.mark.parametrize("query", REFUSED)
def test_what_is_not_taken_is_refused_by_its_number(script, five, query):
    answer = script.get(f"{SVC}/Submissions?{query.replace(chr(0), '%00')}")

    assert answer.get_json()["code"] == REFUSED[query], query[:80]
    assert answer.status_code == int(REFUSED[query])


def test_a_filter_of_as_many_comparisons_as_its_length_allows_is_answered(script, five):
    query = quote("or ".join(["1 eq 1"] * 438) + f"or __id eq '{five[0]}'")
    short = quote("and ".join(["1eq 1"] * 430).replace(" and ", "and "))

    assert ids(script.get(f"{SVC}/Submissions?$filter={query}")) == five
    assert ids(script.get(f"{SVC}/Submissions?$filter={short}")) == five
    assert ids(script.get(f"{SVC}/Submissions?$filter={quote('or '.join(['1eq-1'] * 400))}")) == []


STRANGE = ["Nothing", "Submissions.nothing", "Submissions/visit", "..%2f..%2fetc", "Submissions('uuid:0')/nothing"]
STRANGE += ["Submissions('a')('b')", "Submissions('uuid:0", "Submissions()", "$metadata%00"]
STRANGE += [
    "Submissions('uuid:0')/visit('x')",
    "Submissions('uuid:0')/visit('x')/g/_",
    "Submissions('uuid:0')/visit/g/_",
]


@pytest.mark.parametrize("table", STRANGE)
def test_a_table_that_is_not_there_is_not_found(script, five, table):
    assert script.get(f"{SVC}/{table}").status_code == 404


def test_somebody_of_another_district_sees_no_row_and_no_number(new_script, five):
    other = new_script(area="5001")

    answer = other.get(f"{SVC}/Submissions?$count=true").get_json()
    assert (answer["value"], answer["@odata.count"]) == ([], 0)
    assert other.get(f"{SVC}/Submissions.visit?$count=true").get_json()["@odata.count"] == 0
    assert other.get(f"{SVC}/Submissions('{five[0]}')").status_code == 404


def test_the_province_gets_no_row_of_a_household_by_any_way(new_script, five, phone):
    household = phone.fill("household_account")
    assert phone.send(household).status == 201
    province = new_script("province_officer", "50")

    for form in (FORM, "household_account"):
        at = f"/projects/1/forms/{form}"
        assert province.get(f"{at}.svc/Submissions?$count=true&$expand=*").get_json()["@odata.count"] == 0
        assert len(province.get(f"{at}/submissions.csv").get_data(as_text=True).splitlines()) == 1
        assert b"uuid" not in province.get(f"{at}/submissions.csv.zip").data
        assert province.get(f"{at}/submissions.geojson").get_json()["features"] == []
        assert province.get(f"{at}/submissions.csv?$filter={quote('__id ne null')}&splitSelectMultiples=true").data
    assert province.get("/projects/1/datasets/households.svc/Entities").status_code == 404


def test_taking_amounts_away_is_written_into_the_book(script, session, phone):
    from server.db.models import Event

    assert phone.send(phone.fill("household_account")).status == 201
    script.get("/projects/1/forms/household_account.svc/Submissions")
    script.get("/projects/1/forms/household_account/submissions.csv")

    taken = session.query(Event).filter_by(verb="submission.take").order_by(Event.id).all()
    assert [one.actor_id for one in taken] == [script.person_id] * 2
    assert [one.details["kind"] for one in taken] == ["odata", "csv"]


def test_places_are_features(script, five):
    collection = script.get(f"/projects/1/forms/{FORM}/submissions.geojson?limit=2").get_json()
    (both,) = script.get(
        f"/projects/1/forms/{FORM}/submissions/{five[0]}.geojson?fieldpath=/home&fieldpath=/road"
    ).get_json()["features"]

    first = collection["features"][0]
    assert [feature["id"] for feature in collection["features"]] == five[:2]
    assert first["geometry"] == {"type": "Point", "coordinates": [99.25, 18.5, 310.5]}
    assert first["properties"] == {"fieldpath": "/home"}
    assert both["geometry"]["type"] == "GeometryCollection"
    assert script.get(f"/projects/1/forms/{FORM}/submissions.geojson?fieldpath=/crops").get_json()["code"] == 400.8
