"""Entities over Central's REST: read, made and changed inside one's area, by the rules of their list."""

from uuid import uuid4

import pytest
from sqlalchemy import func, select, update

from server.db.models import Entity, Event, HouseholdRegistration, StaleVillage
from tests.central.conftest import LISTS
from tests.factories import make_entity, make_project, make_village
from tests.orchards import survey
from tests.orchards import update as change_of
from workers.drains import drain_submissions

HOUSEHOLDS, PROJECTS, TREES = f"{LISTS}/households/entities", f"{LISTS}/projects/entities", f"{LISTS}/trees/entities"
HOUSE = {"village_code": "50070503", "house_no": "12/3", "head_name": "นายสมมุติ ตัวอย่าง", "members": "4"}


def code(answer):
    return answer.get_json()["code"]


def problem(answer):
    return answer.get_json()["details"]["problem"]


def count(session, list_name):
    session.rollback()
    return session.scalar(select(func.count()).where(Entity.list_name == list_name).select_from(Entity))


# Reading


def test_an_entity_has_every_key_that_scripts_read(script, household):
    found = script.get(f"{HOUSEHOLDS}/{household.uuid}").get_json()
    (listed,) = script.get(HOUSEHOLDS).get_json()

    version = found["currentVersion"]
    assert set(found) == {
        *("uuid", "creatorId", "createdAt", "updatedAt", "deletedAt", "conflict", "currentVersion"),
    }
    assert set(version) == {
        *("label", "current", "version", "baseVersion", "data", "dataReceived", "conflictingProperties"),
        *("creatorId", "userAgent", "createdAt", "branchId", "trunkVersion", "branchBaseVersion"),
    }
    assert (version["label"], version["version"], version["data"]["house_no"]) == (household.label, 1, "9")
    without = {name: value for name, value in version.items() if name not in ("data", "dataReceived")}
    assert listed == found | {"currentVersion": without}


def test_the_newest_entity_comes_first(script, trees):
    for label in ("1", "2"):
        script.post(TREES, {"label": label, "data": {}})

    assert [one["currentVersion"]["label"] for one in script.get(TREES).get_json()] == ["2", "1"]


def test_extended_metadata_says_who_made_it(script, trees):
    script.post(TREES, {"label": "1", "data": {}})

    (one,) = script.get(TREES, **{"X-Extended-Metadata": "true"}).get_json()
    assert one["creator"]["id"] == one["currentVersion"]["creator"]["id"] == script.person_id
    assert [actor["id"] for actor in script.get(f"{TREES}/creators").get_json()] == [script.person_id]


def test_another_district_sees_nothing_of_it(new_script, household):
    other = new_script(area="5001")

    assert other.get(HOUSEHOLDS).get_json() == []
    for last in ("", "/versions", "/diffs", "/audits"):
        assert code(other.get(f"{HOUSEHOLDS}/{household.uuid}{last}")) == 404.1
    assert code(other.patch(f"{HOUSEHOLDS}/{household.uuid}?force=true", {"label": "x"})) == 404.1


@pytest.mark.parametrize("entity_id", ["nothing", "00000000-0000-4000-8000-000000000000", "%20"])
def test_what_is_no_entity_is_404_1(script, household, entity_id):
    assert code(script.get(f"{HOUSEHOLDS}/{entity_id}")) == 404.1
    assert code(script.patch(f"{HOUSEHOLDS}/{entity_id}?force=true", {"label": "x"})) == 404.1


def test_versions_and_what_they_changed_are_told(script, trees):
    made = script.post(TREES, {"label": "1", "data": {"species": "ลำไย"}}).get_json()
    where = f"{TREES}/{made['uuid']}"
    script.patch(f"{where}?baseVersion=1", {"label": "2", "data": {"height": "3"}})

    first, second = script.get(f"{where}/versions").get_json()
    assert (first["version"], first["current"], first["data"]) == (1, False, {"species": "ลำไย"})
    assert (second["version"], second["current"], second["baseVersion"]) == (2, True, 1)
    assert (second["data"], second["dataReceived"]) == ({"species": "ลำไย", "height": "3"}, {"height": "3"})
    assert script.get(f"{where}/diffs").get_json() == [
        [
            {"propertyName": "label", "old": "1", "new": "2"},
            {"propertyName": "height", "old": None, "new": "3"},
        ]
    ]


def test_what_was_done_to_an_entity_is_told_without_what_it_says(script, trees):
    made = script.post(TREES, {"label": "หนึ่ง", "data": {}}).get_json()
    script.patch(f"{TREES}/{made['uuid']}?force=true", {"label": "สอง"})

    told = script.get(f"{TREES}/{made['uuid']}/audits").get_json()
    assert [(one["action"], one["actorId"]) for one in told] == [
        ("entity.update.version", script.person_id),
        ("entity.create", script.person_id),
    ]
    assert told[0]["details"] == {"entity": {"uuid": made["uuid"], "dataset": "trees", "version": 2}}
    assert "สอง" not in str(told)


def test_deleted_entities_are_listed_apart(script, household, session):
    session.execute(update(Entity).values(deleted_at=func.now()))
    session.commit()

    assert script.get(HOUSEHOLDS).get_json() == []
    (gone,) = script.get(f"{HOUSEHOLDS}?deleted=true").get_json()
    assert gone["uuid"] == str(household.uuid)
    assert gone["deletedAt"].endswith("Z")


# Taking out


def test_an_entity_is_taken_out_of_its_list_and_put_back(script, trees):
    uuid = script.post(TREES, {"label": "1"}).get_json()["uuid"]

    assert script.call("DELETE", f"{TREES}/{uuid}").get_json() == {"success": True}
    assert script.get(TREES).get_json() == []
    assert uuid not in script.get(f"{LISTS}/trees/entities.csv").text
    assert code(script.get(f"{TREES}/{uuid}")) == code(script.call("DELETE", f"{TREES}/{uuid}")) == 404.1
    assert [one["uuid"] for one in script.get(f"{TREES}?deleted=true").get_json()] == [uuid]

    assert script.call("POST", f"{TREES}/{uuid}/restore").get_json() == {"success": True}
    assert script.get(f"{TREES}/{uuid}").get_json()["deletedAt"] is None
    assert code(script.call("POST", f"{TREES}/{uuid}/restore")) == 404.1
    actions = [one["action"] for one in script.get(f"{TREES}/{uuid}/audits").get_json()]
    assert actions == ["entity.restore", "entity.delete", "entity.create"]


def test_many_are_taken_out_or_none(script, trees, new_script):
    ids = [script.post(TREES, {"label": label}).get_json()["uuid"] for label in "123"]

    assert code(script.post(f"{TREES}/bulk-delete", {"ids": [*ids, str(uuid4())]})) == 404.1
    assert code(new_script(area="5001").post(f"{TREES}/bulk-delete", {"ids": ids})) == 404.1
    assert len(script.get(TREES).get_json()) == 3
    assert script.post(f"{TREES}/bulk-delete", {"ids": ids[:2]}).get_json() == {"count": 2}
    assert len(script.get(TREES).get_json()) == 1
    assert script.post(f"{TREES}/bulk-restore", {"ids": ids[:2]}).get_json() == {"count": 2}
    assert len(script.get(TREES).get_json()) == 3


@pytest.mark.parametrize("ids", [None, [], "x", ["x"], [5]])
def test_ids_that_are_none_are_400_11(script, trees, ids):
    assert code(script.post(f"{TREES}/bulk-delete", {"ids": ids})) == 400.11


def test_phones_forget_what_was_taken_out(script, surveyor, session):
    surveyor.send(survey(trees=[{"label": "1 ลำไย"}]))
    drain_submissions()
    (tree,) = script.get(TREES).get_json()
    surveyor.sync()
    assert tree["uuid"] in surveyor.lists["trees"].rows

    script.call("DELETE", f"{TREES}/{tree['uuid']}")
    surveyor.sync()
    assert surveyor.lists["trees"].rows == {}


def test_what_a_phone_says_of_an_entity_that_is_gone_is_heard_when_it_is_back(script, surveyor):
    surveyor.send(survey(trees=[{"label": "1 ลำไย"}]))
    drain_submissions()
    (tree,) = script.get(TREES).get_json()
    script.call("DELETE", f"{TREES}/{tree['uuid']}")
    surveyor.send(survey(trees=[change_of(tree["uuid"], 1, height="5")]))
    drain_submissions()

    script.call("POST", f"{TREES}/{tree['uuid']}/restore")
    drain_submissions()
    assert script.get(f"{TREES}/{tree['uuid']}").get_json()["currentVersion"]["data"]["height"] == "5"


def test_households_and_projects_are_not_taken_out(script, household, session):
    answer = script.call("DELETE", f"{HOUSEHOLDS}/{household.uuid}")

    assert (code(answer), problem(answer)) == (403.1, "entity-stays")
    assert script.get(f"{HOUSEHOLDS}/{household.uuid}").status_code == 200


# Making


def test_what_a_script_makes_is_the_persons_own(script, trees, session):
    uuid = str(uuid4())
    answer = script.post(TREES, {"uuid": uuid, "label": "1 ลำไย", "data": {"species": "ลำไย"}})

    made = answer.get_json()
    assert (made["uuid"], made["creatorId"], made["currentVersion"]["version"]) == (uuid, script.person_id, 1)
    assert made == script.get(f"{TREES}/{uuid}").get_json()
    assert session.scalars(select(Entity.village_code)).one() == "5007"


def test_many_are_made_at_once(script, trees, session):
    many = {"entities": [{"label": str(n), "data": {"height": str(n)}} for n in range(3)], "source": {"name": "a.csv"}}

    assert script.post(TREES, many).get_json() == {"success": True}
    assert count(session, "trees") == 3
    assert len(list(session.scalars(select(Event.id).where(Event.verb == "entity.create")))) == 3


@pytest.mark.parametrize(
    ("entity", "number"),
    [
        ({"data": {}}, 400.3),
        ({"label": "", "data": {}}, 400.8),
        ({"label": " ", "data": {}}, 400.8),
        ({"label": 5, "data": {}}, 400.11),
        ({"label": "a\0", "data": {}}, 400.8),
        ({"label": "1", "data": []}, 400.11),
        ({"label": "1", "data": {"height": 3}}, 400.11),
        ({"label": "1", "data": {"height": None}}, 400.11),
        ({"label": "1", "data": {"height": "a\0"}}, 400.8),
        ({"label": "1", "data": {"height": "x" * 50_001}}, 400.8),
        ({"label": "x" * 50_001}, 400.8),
        ({"label": "1", "data": {"label": "2"}}, 400.8),
        ({"label": "1", "data": {"width": "3"}}, 400.28),
        ({"label": "1", "uuid": "x", "data": {}}, 400.11),
        ({"label": "1", "uuid": 7, "data": {}}, 400.11),
        ({"label": "1", "other": "x"}, 400.31),
    ],
)
def test_what_cannot_be_an_entity_takes_back_all_beside_it(script, trees, session, entity, number):
    good = {"label": "good", "data": {}}

    assert code(script.post(TREES, entity)) == number
    assert code(script.post(TREES, {"entities": [good, entity], "source": {"name": "x"}})) == number
    assert count(session, "trees") == 0


@pytest.mark.parametrize(
    ("body", "number"),
    [({"entities": []}, 400.11), ({"entities": {}}, 400.11), ({"entities": [5], "source": {"name": "x"}}, 400.11)]
    + [({"entities": [{"label": "1"}]}, 400.3), ({"entities": [{"label": "1"}], "source": {}}, 400.3)]
    + [({"entities": [{"label": "1"}], "source": {"name": "x"}, "more": 1}, 400.31)],
)
def test_many_need_a_list_and_a_source(script, trees, body, number):
    assert code(script.post(TREES, body)) == number


def test_an_id_is_used_once(script, new_script, trees, session):
    uuid = str(uuid4())
    one = {"uuid": uuid, "label": "1"}
    assert script.post(TREES, one).status_code == 200

    assert code(script.post(TREES, one)) == 409.3
    other = {"uuid": str(uuid4()), "label": "2"}
    assert code(script.post(TREES, {"entities": [other, other], "source": {"name": "x"}})) == 409.3
    session.execute(update(Entity).values(deleted_at=func.now()))
    session.commit()
    assert code(script.post(TREES, one)) == 409.19
    assert count(session, "trees") == 1


def test_an_entity_belongs_to_its_village(script, wells, session):
    make_village(session, "50010101")
    session.commit()

    assert script.post(wells, {"label": "1", "data": {"village_code": "50070503"}}).status_code == 200
    assert session.scalars(select(Entity.village_code)).one() == "50070503"
    assert problem(script.post(wells, {"label": "2", "data": {}})) == "entity-village-missing"
    for elsewhere in ("50010101", "50079999", "5007"):
        answer = script.post(wells, {"label": "2", "data": {"village_code": elsewhere}})
        assert (code(answer), problem(answer)) == (404.1, "entity-village-elsewhere")
    assert count(session, "wells") == 1


def test_projects_come_of_proposals_alone(script, session):
    answer = script.post(PROJECTS, {"label": "ฝาย", "data": {"village_code": "50070503"}})

    assert (code(answer), problem(answer)) == (403.1, "entity-made-elsewhere")
    assert problem(script.post(f"{LISTS}/to_correct/entities", {"label": "x"})) == "entity-made-elsewhere"
    assert count(session, "projects") == 0


def test_what_waits_for_an_entity_is_looked_at_when_a_script_makes_it(script, surveyor):
    uuid = str(uuid4())
    late = {"create": "", "update": "1", "id": uuid, "baseVersion": "1", "height": "5"}
    surveyor.send(survey(trees=[late]))
    drain_submissions()

    script.post(TREES, {"uuid": uuid, "label": "1", "data": {"height": "4"}})
    drain_submissions()
    # It lies in the whole district, and a team changes only what lies in its own area.
    assert script.get(f"{TREES}/{uuid}").get_json()["currentVersion"]["data"] == {"height": "4"}


# Households


def test_a_household_is_registered_as_an_import_registers_it(script, session):
    uuid = str(uuid4())
    made = script.post(HOUSEHOLDS, {"uuid": uuid, "label": "12/3 บ้านสมมุติ", "data": HOUSE}).get_json()

    version = made["currentVersion"]
    assert version["label"] == "12/3 บ้านสมมุติ"
    assert version["data"] == HOUSE | {
        "amphoe_code": "5007",
        "tambon_code": "500705",
        "hh_seq": "1",
        "house_id11": "",
        "status": "active",
        "exists_from": "1900-01-01",
    }
    registration = session.scalars(select(HouseholdRegistration)).one()
    assert (str(registration.household_id), registration.village_code) == (uuid, "50070503")
    assert registration.submission_id is None
    assert set(session.scalars(select(StaleVillage.village_code))) == {"50070503"}


@pytest.mark.parametrize(
    ("changes", "name", "fault"),
    [
        ({"house_no": ""}, "house_no", "empty"),
        ({"house_no": "๑๒"}, "house_no", "thai-digits"),
        ({"members": "many"}, "members", "not-whole"),
    ],
)
def test_a_household_that_no_import_would_take_is_refused_with_its_place(script, session, changes, name, fault):
    bad = {"label": "2", "data": HOUSE | {"house_no": "14"} | changes}
    answer = script.post(HOUSEHOLDS, {"entities": [{"label": "1", "data": HOUSE}, bad], "source": {"name": "x"}})

    details = answer.get_json()["details"]
    assert (code(answer), details["problem"]) == (400.28, "households-refused")
    assert [(one["row"], one["property"]) for one in details["faults"]] == [(2, name)]
    assert count(session, "households") == 0


def test_a_household_that_is_in_the_register_is_not_registered_again(script, household):
    answer = script.post(HOUSEHOLDS, {"label": "9", "data": HOUSE | {"house_no": "9"}})
    assert problem(answer) == "households-refused"

    second = HOUSE | {"house_no": "9", "hh_seq": "2"}
    assert script.post(HOUSEHOLDS, {"label": "9", "data": second}).status_code == 200


@pytest.mark.parametrize("more", [{"status": "closed"}, {"exists_from": "2026-10-01"}, {"tambon_code": "500101"}])
def test_what_the_register_says_of_a_household_no_script_says(script, session, more):
    answer = script.post(HOUSEHOLDS, {"label": "12/3", "data": HOUSE | more})

    assert problem(answer) == "property-not-settable"
    assert count(session, "households") == 0


def test_a_household_may_say_more_than_an_import_asks_for(script, new_script):
    new_script("admin", "50").post(f"{LISTS}/households/properties", {"name": "telephone"})
    more = {"telephone": "053", "geometry": "19.01 98.83 0 0", "close_reason": ""}

    made = script.post(HOUSEHOLDS, {"label": "12/3", "data": HOUSE | more}).get_json()["currentVersion"]
    assert (made["data"]["telephone"], made["data"]["geometry"]) == ("053", "19.01 98.83 0 0")


# Changing


def test_a_change_names_the_version_it_was_made_on(script, household):
    where = f"{HOUSEHOLDS}/{household.uuid}"

    changed = script.patch(f"{where}?baseVersion=1", {"data": {"members": "5"}}).get_json()["currentVersion"]
    assert (changed["version"], changed["baseVersion"], changed["data"]["members"]) == (2, 1, "5")
    assert (changed["label"], changed["creatorId"]) == (household.label, script.person_id)
    assert code(script.patch(f"{where}?baseVersion=1", {"data": {"members": "6"}})) == 409.15
    assert code(script.patch(where, {"data": {"members": "6"}})) == 400.3
    forced = script.patch(f"{where}?force=True", {"label": "9 ใหม่"}).get_json()["currentVersion"]
    assert (forced["version"], forced["label"], forced["data"]["members"]) == (3, "9 ใหม่", "5")


@pytest.mark.parametrize(
    ("body", "number"),
    [
        ({"label": " "}, 400.8),
        ({"data": {"width": "3"}}, 400.28),
        ({"data": {"members": 5}}, 400.11),
        ({"data": {"label": "x"}}, 400.8),
        ({"uuid": "x"}, 400.31),
        ({"data": {"members": "many"}}, 400.28),
        ({"data": {"house_no": ""}}, 400.28),
        ({"data": {"status": "closed"}}, 400.33),
        ({"data": {"village_code": "50070502"}}, 400.33),
        ({"data": {"exists_from": "2026-10-01"}}, 400.33),
    ],
)
def test_a_change_that_cannot_be_is_refused(script, household, session, body, number):
    assert code(script.patch(f"{HOUSEHOLDS}/{household.uuid}?force=true", body)) == number
    session.rollback()
    assert session.get_one(Entity, (1, "households", household.uuid)).version == 1


def test_what_stays_as_it_is_may_be_sent_along(script, household):
    where = f"{HOUSEHOLDS}/{household.uuid}"
    data = script.get(where).get_json()["currentVersion"]["data"]

    assert script.patch(f"{where}?baseVersion=1", {"data": data | {"members": "7"}}).status_code == 200


@pytest.mark.parametrize("name", ["project_code", "stage", "budget_approved", "budget_requested"])
def test_what_the_server_says_of_a_project_no_script_says(script, session, name):
    project_id = make_project(session).id
    session.commit()

    answer = script.patch(f"{PROJECTS}/{project_id}?force=true", {"data": {name: "x"}})
    assert problem(answer) == "property-not-settable"


def test_a_conflict_ends_when_somebody_says_so(script, household, session):
    where = f"{HOUSEHOLDS}/{household.uuid}"
    assert code(script.call("PATCH", f"{where}?resolve=true")) == 400.32
    session.execute(update(Entity).values(conflict="hard"))
    session.commit()

    assert script.patch(f"{where}?baseVersion=1", {"data": {"members": "5"}}).get_json()["conflict"] == "hard"
    ended = script.call("PATCH", f"{where}?resolve=true").get_json()
    assert (ended["conflict"], ended["currentVersion"]["version"]) == (None, 2)
    assert list(session.scalars(select(Event.verb).where(Event.subject == "entity").order_by(Event.id))) == [
        "entity.update",
        "entity.resolve",
    ]


def test_a_conflict_may_end_with_a_change(script, household, session):
    session.execute(update(Entity).values(conflict="soft"))
    session.commit()

    ended = script.patch(f"{HOUSEHOLDS}/{household.uuid}?baseVersion=1&resolve=true", {"data": {"members": "5"}})
    assert (ended.get_json()["conflict"], ended.get_json()["currentVersion"]["version"]) == (None, 2)


def test_the_province_reads_projects_and_changes_none(new_script, session):
    province = new_script("province_officer", "50")
    project_id = make_project(session).id
    make_entity(session, "households", "50070503", "x", {})
    session.commit()

    assert [one["uuid"] for one in province.get(PROJECTS).get_json()] == [str(project_id)]
    assert code(province.patch(f"{PROJECTS}/{project_id}?force=true", {"label": "x"})) == 403.1
    assert code(province.post(PROJECTS, {"label": "x"})) == 403.1


def test_a_body_may_be_large_when_many_are_made(script, trees, session):
    many = [{"label": str(n), "data": {"species": "ก" * 400}} for n in range(500)]

    assert script.post(TREES, {"entities": many, "source": {"name": "x"}}).status_code == 200
    assert code(script.patch(f"{TREES}/{uuid4()}?force=true", {"label": "x" * 250_000})) == 400.36
    assert count(session, "trees") == 500


@pytest.mark.parametrize(
    ("language", "said"), [("th", "data.species ต้องเป็นข้อความ"), ("en", "data.species must be text.")]
)
def test_a_number_where_text_belongs_is_told_in_the_language_that_is_asked_for(script, trees, language, said):
    sent = {"label": "ต้นที่ 1", "data": {"species": 1}}
    answer = script.call("POST", f"{LISTS}/trees/entities", json=sent, headers={"Accept-Language": language}).get_json()

    assert (answer["code"], answer["message"]) == (400.11, said)
