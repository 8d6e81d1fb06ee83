"""The register from a table: entities as approved, registrations, duplicates refused."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from server.db.models import Entity, EntityVersion, Event, HouseholdRegistration, ListRevision, StaleVillage
from server.domain.imports import households
from server.domain.imports.outcome import Imported
from server.domain.imports.sheets import RowsRefused
from tests.factories import make_household, make_system, make_village, make_year

HEADING = "village_code,house_no,head_name,members,house_id11\n"


@pytest.fixture
def load(session):
    workspace_id = make_village(session, "50070503").workspace_id
    make_year(session, 2570)

    def load(rows, heading=HEADING):
        author = make_system(session).id
        return households.import_csv(session, workspace_id, (heading + rows).encode(), actor_id=author)

    return load


def refused(load, rows, **changes):
    with pytest.raises(RowsRefused) as caught:
        load(rows, **changes)
    return [(fault.row, fault.column, fault.fault.code) for fault in caught.value.faults]


def test_a_household_becomes_an_entity_as_phones_know_it(load, session):
    assert load("50070503,12/3,นายสมมุติ ตัวอย่าง,4,50070123456\n") == Imported(added=1)

    entity = session.scalar(select(Entity))
    assert (entity.list_name, entity.label, entity.village_code) == (
        "households",
        "12/3 นายสมมุติ ตัวอย่าง",
        "50070503",
    )
    assert entity.data == {
        "amphoe_code": "5007",
        "tambon_code": "500705",
        "village_code": "50070503",
        "house_no": "12/3",
        "hh_seq": "1",
        "head_name": "นายสมมุติ ตัวอย่าง",
        "members": "4",
        "house_id11": "50070123456",
        "status": "active",
        "exists_from": "1900-01-01",
    }
    assert session.scalar(select(EntityVersion.version)) == 1


def test_an_import_registers_households_as_already_there(load, session):
    load("50070503,12/3,นายสมมุติ ตัวอย่าง,,\n")

    registration = session.scalar(select(HouseholdRegistration))
    assert (registration.submission_id, registration.village_code) == (None, "50070503")
    assert registration.exists_from == dt.date(1900, 1, 1)
    assert registration.household_id == session.scalar(select(Entity.uuid))


def test_the_village_is_computed_again_and_phones_see_a_new_list(load, session):
    make_year(session, 2571)

    load("50070503,1,นาย ก,,\n50070503,2,นาย ข,,\n")

    asked = session.execute(select(StaleVillage.village_code, StaleVillage.plan_year)).all()
    assert sorted(asked) == [("50070503", 2570), ("50070503", 2571)]
    assert session.scalar(select(ListRevision.revision).where(ListRevision.tambon_code == "500705")) == 1


def test_households_of_one_house_are_counted_in_the_order_of_the_file(load, session):
    load("50070503,12,นาย ก,,50070123456\n50070503,13,นาย ข,,\n50070503,12,นาย ค,,50070123456\n")

    seq = {entity.data["head_name"]: entity.data["hh_seq"] for entity in session.scalars(select(Entity))}
    assert seq == {"นาย ก": "1", "นาย ข": "1", "นาย ค": "2"}


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        ("50070599,1,นาย ก,,\n", [(2, "village_code", "village-unknown")]),
        ("50070503,1,นาย ก,,\n50070503,1,นาย  ก,,\n", [(3, "house_no", "repeated")]),
        ("50070503,1,นาย ก,,50070123456\n50070503,2,นาย ข,,50070123456\n", [(3, "house_id11", "house-elsewhere")]),
        (
            "50070503,1,,61,123\n",
            [(2, "head_name", "empty"), (2, "members", "out-of-range"), (2, "house_id11", "not-a-code")],
        ),
    ],
)
def test_wrong_rows_are_refused(load, session, rows, faults):
    assert refused(load, rows) == faults
    assert session.scalar(select(func.count(Entity.uuid))) == 0


def test_a_household_of_the_register_is_not_registered_again(load, session):
    make_household(session, "50070503", house_no="12")

    assert refused(load, "50070503,12,นาย ก,,\n") == [(2, "house_no", "house-in-register")]


def test_another_household_of_a_registered_house_says_which_one_it_is(load, session):
    make_household(session, "50070503", house_no="12")

    imported = load("50070503,12,นาย ก,2\n", heading="village_code,house_no,head_name,hh_seq\n")

    assert imported == Imported(added=1)


def test_two_households_cannot_be_the_same_one_of_a_house(load):
    rows = "50070503,12,นาย ก,2\n50070503,12,นาย ข,\n"

    assert refused(load, rows, heading="village_code,house_no,head_name,hh_seq\n") == [(3, "hh_seq", "repeated")]


def test_a_house_code_belongs_to_one_house_of_the_register(load, session):
    make_household(session, "50070504", house_no="7", house_id11="50070123456")

    assert refused(load, "50070503,12,นาย ก,,50070123456\n") == [(2, "house_id11", "house-elsewhere-in-register")]


def test_the_house_number_of_a_closed_household_is_free(load, session):
    make_household(session, "50070503", house_no="12", status="closed")

    assert load("50070503,12,นาย ก,,\n") == Imported(added=1)


def test_the_event_and_the_faults_hold_no_names(load, session):
    load("50070503,1,นายสมมุติ ตัวอย่าง,,\n")
    with pytest.raises(RowsRefused) as caught:
        load("50070503,1,นายสมมุติ ตัวอย่าง,,\n")

    event = session.scalar(select(Event).where(Event.verb == "households.import"))
    assert "สมมุติ" not in repr(event.details) + event.subject_id
    assert "สมมุติ" not in repr(caught.value.faults) + str(caught.value)
