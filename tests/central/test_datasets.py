"""Lists of entities over Central's REST: who knows of them, who makes them, what they are made of."""

import pytest
from sqlalchemy import select

from server.db.models import EntityList, Event
from tests.factories import make_household, make_project
from tests.orchards import survey
from workers.drains import drain_submissions

LISTS = "/projects/1/datasets"


@pytest.fixture
def admin(new_script):
    return new_script("admin", "50")


def names(answer):
    return [one["name"] for one in answer.get_json()]


def code(answer):
    return answer.get_json()["code"]


def test_a_list_has_every_key_that_scripts_read(script):
    listed = {one["name"]: one for one in script.get(LISTS).get_json()}

    assert set(listed) == {"households", "projects", "to_correct"}
    created_at = listed["households"].pop("createdAt")
    assert created_at.endswith("Z")
    assert listed["households"] == {
        "name": "households",
        "projectId": 1,
        "approvalRequired": False,
        "ownerOnly": False,
    }


def test_a_list_names_its_properties_and_its_forms(script):
    found = script.get(f"{LISTS}/households").get_json()

    properties = {one["name"]: one for one in found["properties"]}
    assert properties["house_no"]["forms"] == [
        {"xmlFormId": "household_register", "name": properties["house_no"]["forms"][0]["name"]}
    ]
    assert (properties["house_no"]["odataName"], properties["house_no"]["publishedAt"]) == (
        "house_no",
        found["createdAt"],
    )
    assert [one["xmlFormId"] for one in found["sourceForms"]] == ["household_register"]
    assert "household_account" in [one["xmlFormId"] for one in found["linkedForms"]]
    assert found["accessFilter"] is None


def test_the_province_knows_of_projects_alone(new_script):
    province = new_script("province_officer", "50")

    assert names(province.get(LISTS)) == ["projects"]
    for last in ("", "/entities", "/entities.csv", "/entities/creators"):
        assert code(province.get(f"{LISTS}/households{last}")) == 404.1


def test_an_administrator_knows_of_lists_and_of_no_entity(admin, session):
    make_household(session)
    session.commit()

    assert "households" in names(admin.get(LISTS))
    assert admin.get(f"{LISTS}/households").status_code == 200
    assert code(admin.get(f"{LISTS}/households/entities")) == 403.1


def test_extended_metadata_counts_the_callers_area(script, session):
    make_household(session)
    make_household(session, "50010101")
    make_project(session)
    session.commit()

    listed = {one["name"]: one for one in script.get(LISTS, **{"X-Extended-Metadata": "true"}).get_json()}
    counted = {name: (one["entities"], one["conflicts"]) for name, one in listed.items()}
    assert counted == {"households": (1, 0), "projects": (1, 0), "to_correct": (0, 0)}
    assert listed["households"]["lastEntity"].endswith("Z")
    assert listed["to_correct"]["lastEntity"] is None


def test_a_list_is_made_and_given_properties(admin, script, session):
    made = admin.post(LISTS, {"name": "ต้นไม้", "approvalRequired": True}).get_json()
    assert (made["name"], made["approvalRequired"], made["properties"]) == ("ต้นไม้", True, [])

    assert admin.post(f"{LISTS}/ต้นไม้/properties", {"name": "ความสูง"}).get_json() == {"success": True}
    (only,) = script.get(f"{LISTS}/ต้นไม้").get_json()["properties"]
    assert (only["name"], only["odataName"], only["forms"]) == ("ความสูง", "_", [])
    assert only["publishedAt"] > made["createdAt"]
    verbs = select(Event.verb).where(Event.subject == "list").order_by(Event.id)
    assert list(session.scalars(verbs)) == ["list.make", "list.add_property"]


@pytest.mark.parametrize(
    ("name", "number"),
    [("a.b", 400.25), ("__x", 400.25), ("2", 400.25), ("villages", 400.25), ("to_correct", 400.25)]
    + [("projects", 409.3), ("Projects", 409.16), ("", 400.3), (5, 400.8), (None, 400.3)],
)
def test_a_list_that_cannot_be_is_refused(admin, session, name, number):
    before = session.scalars(select(EntityList.name)).all()

    assert code(admin.post(LISTS, {"name": name})) == number
    session.rollback()
    assert session.scalars(select(EntityList.name)).all() == before


@pytest.mark.parametrize(
    ("name", "number"), [("a.b", 400.25), ("Label", 400.25), ("house_no", 409.3), ("House_no", 409.17), ("", 400.3)]
)
def test_a_property_that_cannot_be_is_refused(admin, name, number):
    assert code(admin.post(f"{LISTS}/households/properties", {"name": name})) == number


def test_a_property_of_no_list_is_404_1(admin):
    assert code(admin.post(f"{LISTS}/nothing/properties", {"name": "x"})) == 404.1


@pytest.mark.parametrize("more", [{"ownerOnly": True}, {"accessFilter": {"type": "ownerOnly"}}])
def test_who_gets_what_is_a_matter_of_areas_alone(admin, more):
    assert code(admin.post(LISTS, {"name": "trees"} | more)) == 400.8
    assert code(admin.patch(f"{LISTS}/households", more)) == 400.8
    assert admin.post(LISTS, {"name": "trees", "ownerOnly": False}).status_code == 200


def test_approval_is_asked_for_and_what_waits_is_made_when_it_no_longer_is(admin, script, surveyor, session):
    assert admin.patch(f"{LISTS}/trees", {"approvalRequired": True}).get_json()["approvalRequired"] is True
    surveyor.send(survey(trees=[{"label": "1 ลำไย", "species": "ลำไย"}]))
    drain_submissions()
    assert script.get(f"{LISTS}/trees/entities").get_json() == []

    refused = admin.patch(f"{LISTS}/trees", {"approvalRequired": False})
    assert (code(refused), refused.get_json()["details"]["count"]) == (400.29, 1)
    assert admin.patch(f"{LISTS}/trees?convert=true", {"approvalRequired": False}).status_code == 200
    drain_submissions()
    assert len(script.get(f"{LISTS}/trees/entities").get_json()) == 1


def test_whether_approval_is_asked_for_is_a_yes_or_no(admin):
    assert code(admin.patch(f"{LISTS}/households", {"approvalRequired": "yes"})) == 400.11


def test_no_list_is_deleted(script):
    assert script.get(f"{LISTS}?deleted=true").get_json() == []
    assert code(script.call("DELETE", f"{LISTS}/households")) == 404.1
