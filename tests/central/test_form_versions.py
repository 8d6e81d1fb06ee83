"""What a version of a form is: its fields, its lists, its definition under every address."""

import pytest
from lxml import etree

from server.domain.answer_tables.names import odata_name
from server.domain.forms import publish
from tests import orchards
from tests.central import strange
from tests.openrosa.blank import blank

FORMS = "/projects/1/forms"
MORE = {"X-Extended-Metadata": "true"}


@pytest.fixture
def published(session, script):
    """Publish a definition as the system; returns nothing."""
    from server.domain.people import system_actor

    def act(source):
        publish(session, 1, source, file_name="form.xml", actor_id=system_actor(session).id)
        session.commit()

    return act


def test_fields_come_in_the_order_of_the_form_each_with_its_type(script):
    fields = {field["path"]: field for field in script.get(f"{FORMS}/household_account/fields").get_json()}

    paths = list(fields)
    assert fields["/area"] == {
        "name": "area", "path": "/area", "type": "structure", "binary": None, "selectMultiple": None,
    }  # fmt: skip
    assert paths.index("/area") < paths.index("/area/village_code")
    assert (fields["/line"]["type"], fields["/line/line_entry/line_amount"]["type"]) == ("repeat", "int")
    assert fields["/meta/instanceID"]["type"] == "string"
    types = {field["type"] for field in fields.values()}
    assert types <= {
        "structure", "repeat", "string", "int", "decimal", "date", "time", "dateTime", "geopoint", "binary", "barcode",
    }  # fmt: skip


def test_a_photo_is_binary_and_several_choices_are_select_multiple(script):
    plan = {field["name"]: field for field in script.get(f"{FORMS}/community_plan/fields").get_json()}

    assert plan["plan_photo_1"]["binary"] is True
    several = [field for field in plan.values() if field["selectMultiple"]]
    assert several
    assert all(field["type"] == "string" for field in several)


def test_fields_of_another_name_rule_when_odata_asks(script, published):
    published(blank("survey").replace(b"<note/>", b"<note-1/>"))

    assert "note-1" in {field["name"] for field in script.get(f"{FORMS}/survey/fields").get_json()}
    told = script.get(f"{FORMS}/survey/fields?odata=true").get_json()
    assert ("note_1", "/note_1") in {(field["name"], field["path"]) for field in told}


def test_fields_are_named_as_the_metadata_names_them_also_where_names_would_be_the_same(script, province):
    strange.publish_strange(province)

    told = script.get(f"{FORMS}/{strange.FORM}/fields?odata=true").get_json()
    paths = [field["path"] for field in told]
    assert paths[:2] == ["/_", "/__2"]
    assert {"/visit/g/_", "/visit/g/_/age", "/__3", "/__3/no"} <= set(paths)
    assert all(field["name"] == field["path"].rpartition("/")[2] for field in told)
    xml = etree.fromstring(script.get(f"{FORMS}/{strange.FORM}.svc/$metadata").data)
    named = {one.get("Name") for one in xml.iter("{*}Property", "{*}NavigationProperty")}
    assert {field["name"] for field in told} <= named


@pytest.mark.parametrize(
    ("name", "odata"), [("a", "a"), ("a-b.c", "a_b_c"), ("1a", "_1a"), ("ชื่อ", "_"), ("_x", "_x"), ("aก-b", "a_b")]
)
def test_a_name_is_one_that_odata_takes(name, odata):
    assert odata_name(name) == odata


def test_each_version_is_there_by_its_name_and_a_blank_one_by_three_underscores(script, published):
    blank_one = blank("survey", version="")
    for source in (blank_one, blank("survey", version="2026/1"), blank("survey", version="3", title="สาม")):
        published(source)

    listed = script.get(f"{FORMS}/survey/versions", **MORE).get_json()
    assert [one["version"] for one in listed] == ["3", "2026/1", ""]
    assert all(one["publishedBy"]["displayName"] == "yudee" for one in listed)
    assert script.get(f"{FORMS}/survey/versions/___").get_json()["version"] == ""
    assert script.get(f"{FORMS}/survey/versions/___.xml").data == blank_one
    assert (
        script.get(f"{FORMS}/survey/versions/3").get_json()["hash"] == script.get(f"{FORMS}/survey").get_json()["hash"]
    )
    for named in ("2026/1", "2026%2F1"):
        assert script.get(f"{FORMS}/survey/versions/{named}").get_json()["version"] == "2026/1"
        assert script.get(f"{FORMS}/survey/versions/{named}.xml").status_code == 200
        assert script.get(f"{FORMS}/survey/versions/{named}/fields").status_code == 200
        assert script.get(f"{FORMS}/survey/versions/{named}/attachments").get_json() == []
    for tail in ("", ".xml", ".xlsx", "/fields", "/attachments", "/attachments/x.png"):
        assert script.get(f"{FORMS}/survey/versions/9{tail}").get_json()["code"] == 404.1


def test_the_lists_a_form_writes_to_are_told_with_their_properties(script, published):
    published(orchards.form())

    (trees, *_) = script.get(f"{FORMS}/{orchards.FORM_ID}/dataset-diff").get_json()
    assert trees["isNew"] is False
    assert {"name", "isNew", "inForm"} == set(trees["properties"][0])
    assert script.get(f"{FORMS}/community_plan/dataset-diff").get_json() == []


def test_what_publishing_a_draft_would_make_new_is_told(new_script, monkeypatch):
    from server.domain.forms import convert

    monkeypatch.setattr("server.domain.forms.apart.convert_apart", convert)
    admin = new_script("admin", "50")
    admin.call("POST", f"{FORMS}?ignoreWarnings=true", data=orchards.form(), content_type="application/xml")

    told = admin.get(f"{FORMS}/{orchards.FORM_ID}/draft/dataset-diff").get_json()
    assert all(one["isNew"] for one in told)
    assert all(one["isNew"] and one["inForm"] for diff in told for one in diff["properties"])
