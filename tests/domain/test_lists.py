"""The lists phones choose from: each phone's own area, and a hash that changes when and only when they do."""

import csv
import io
from uuid import uuid4

import pytest
from sqlalchemy import func, select, update

from server.db.models import Area, Criteria, EntityList, ListRevision, Village
from server.db.queries import entities
from server.domain.entities import PROPERTIES
from server.domain.lists import integrity, list_file
from server.domain.permissions import Caller
from server.errors import NotFound
from tests.factories import make_household, make_project, make_village, make_year

TEAM = Caller(1, "phone", "team", 1, "tambon_team", "500705")


@pytest.fixture(autouse=True)
def place(session):
    for code in ("50070503", "50070504", "50070601", "50060101"):
        make_village(session, code)
    for name, properties in PROPERTIES.items():
        entities.ensure_list(session, 1, name, properties)
    make_year(session)


def phone(area, role="tambon_team"):
    return Caller(1, "phone", "x", 1, role, area)


def rows(session, name, caller=TEAM):
    return list(csv.DictReader(io.StringIO(list_file(session, caller, name).content().decode())))


def codes(session, name, caller=TEAM):
    return [row["name"] for row in rows(session, name, caller)]


@pytest.mark.parametrize(
    ("area", "districts", "tambons", "villages"),
    [
        ("500705", ["5007"], ["500705"], ["50070503", "50070504"]),
        ("50070503", ["5007"], ["500705"], ["50070503"]),
        ("5007", ["5007"], ["500705", "500706"], ["50070503", "50070504", "50070601"]),
        ("50", ["5006", "5007"], ["500601", "500705", "500706"], ["50060101", "50070503", "50070504", "50070601"]),
    ],
)
def test_a_phone_gets_the_areas_it_lies_in_and_those_inside(session, area, districts, tambons, villages):
    found = [codes(session, f"{name}.csv", phone(area)) for name in ("areas_amphoe", "areas_tambon", "villages")]

    assert found == [districts, tambons, villages]


def test_lists_name_what_the_forms_ask_for(session):
    assert list(rows(session, "areas_amphoe.csv")[0]) == ["name", "label"]
    assert list(rows(session, "areas_tambon.csv")[0]) == ["name", "label", "amphoe_code"]
    assert list(rows(session, "villages.csv")[0]) == ["name", "label", "tambon_code", "plan_year", "gate"]


def test_an_area_that_ended_and_an_inactive_village_are_left_out(session):
    session.execute(update(Area).where(Area.code == "500705").values(valid_to=func.current_date()))
    session.execute(update(Village).where(Village.code == "50070504").values(active=False))

    assert codes(session, "areas_tambon.csv") == []
    assert codes(session, "villages.csv") == ["50070503"]


@pytest.mark.parametrize(
    ("years", "shown"),
    [([(2570, True, None)], "2570"), ([(2570, True, None), (2571, True, None)], "2571"), ([(2570, False, None)], ""),
     ([(2570, True, "2027-10-01")], ""), ([], "")],
)  # fmt: skip
def test_a_village_shows_the_year_that_is_open(session, years, shown):
    session.query(Criteria).delete()
    for year, is_open, locked in years:
        make_year(session, year, open_for_collection=is_open, locked_on=locked)

    assert {row["plan_year"] for row in rows(session, "villages.csv")} == {shown}


def test_there_are_no_other_files(session):
    for name in ("secret.csv", "households", "households.csv.csv", "villages.txt", "", ".csv", "../villages.csv"):
        assert list_file(session, TEAM, name) is None


def test_entities_come_in_a_fixed_order_with_their_properties(session):
    made = [make_household(session, village) for village in ("50070504", "50070503", "50070503", "50070601")]
    found = rows(session, "households.csv")

    assert [row["name"] for row in found] == [
        str(household.uuid) for household in sorted(made[:3], key=lambda entity: (entity.village_code, entity.uuid))
    ]
    assert list(found[0]) == ["name", "label", "__version", *PROPERTIES["households"]]


def test_a_list_is_the_same_bytes_every_time(session):
    for _ in range(5):
        make_household(session)

    assert list_file(session, TEAM, "households.csv").content() == list_file(session, TEAM, "households.csv").content()


def test_a_property_that_an_entity_has_and_the_list_has_not_is_left_out(session):
    make_household(session, secret="told")

    assert "told" not in list_file(session, TEAM, "households.csv").content().decode()


def test_deleted_entities_are_left_out(session):
    make_household(session).deleted_at = func.now()
    session.flush()

    assert rows(session, "households.csv") == []


def test_projects_are_a_list_like_households(session):
    project = make_project(session)

    assert codes(session, "projects.csv") == [str(project.id)]


def md5(session, caller=TEAM, name="households.csv"):
    session.flush()
    return list_file(session, caller, name).md5


def test_the_hash_stays_while_nothing_changes(session):
    make_household(session)

    assert md5(session) == md5(session)


@pytest.mark.parametrize("village", ["50070503", "50070504"])
def test_the_hash_changes_with_an_entity_of_the_tambon(session, village):
    before = md5(session)
    make_household(session, village)

    assert md5(session) != before


@pytest.mark.parametrize("village", ["50070601", "50060101"])
def test_the_hash_stays_for_an_entity_elsewhere(session, village):
    before = md5(session)
    make_household(session, village)

    assert md5(session) == before


def test_the_hash_of_a_list_stays_when_another_list_changes(session):
    before = md5(session)
    make_project(session)

    assert md5(session) == before


def test_the_hash_changes_with_the_properties(session):
    before = md5(session)
    known = session.get(EntityList, (1, "households"))
    known.properties = [*known.properties, "more"]

    assert md5(session) != before


def test_areas_and_roles_have_hashes_of_their_own(session):
    make_household(session)
    callers = [TEAM, phone("500706"), phone("5007"), phone("50070503"), phone("500705", "district_officer")]

    assert len({md5(session, caller) for caller in callers}) == len(callers)


def test_the_hash_never_reads_the_entities(session, statements):
    make_household(session)
    statements.clear()
    md5(session)

    assert not [statement for statement in statements if "from entity " in statement.lower()]


def test_a_revision_counts_each_change(session):
    for _ in range(3):
        make_household(session)

    assert session.scalars(select(ListRevision.revision)).all() == [3]


@pytest.mark.parametrize("role", ["committee_member", "evaluation_committee"])
def test_who_may_see_no_names_gets_no_list_of_households(session, role):
    make_household(session, "50070503")

    assert list_file(session, phone("500705", role), "households.csv") is None
    assert list_file(session, phone("500705", role), "projects.csv") is not None
    with pytest.raises(NotFound):
        integrity(session, phone("500705", role), "households", None)


def test_integrity_knows_lists_only(session):
    assert integrity(session, TEAM, "households", str(uuid4())) == {}
    with pytest.raises(NotFound):
        integrity(session, TEAM, "villages", None)
