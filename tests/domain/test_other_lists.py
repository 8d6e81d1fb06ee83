"""Lists of any name and several entities in one submission: made with the form, seen where they were made."""

import re
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from server.db.models import Entity, EntityVersion, HouseholdRegistration, SubmissionFlag
from server.domain.forms import publish
from tests.factories import make_household, make_system
from tests.forms.converted import xform_text
from tests.orchards import survey, update
from workers.drains import drain_submissions


def sent(phone, *forms) -> None:
    assert [phone.send(form).status for form in forms] == [201] * len(forms)
    drain_submissions()


def entities(session, name: str) -> list:
    session.rollback()
    wanted = select(Entity.label, Entity.data, Entity.village_code).where(Entity.list_name == name)
    return [tuple(row) for row in session.execute(wanted.order_by(Entity.label))]


def flags(session) -> set[str]:
    session.rollback()
    return set(session.scalars(select(SubmissionFlag.code)))


# Receiving


def test_each_instance_of_a_repeat_makes_its_entity(surveyor, session):
    planted = [{"species": "ลำไย", "height": "3", "label": "1 ลำไย"}, {"species": "มะม่วง", "label": "2 มะม่วง"}]
    sent(surveyor, survey({"label": "สวนสมมุติ"}, planted, owner="สมมุติ", area="4"))

    assert entities(session, "orchards") == [("สวนสมมุติ", {"owner": "สมมุติ", "rai": "4"}, "500705")]
    assert entities(session, "trees") == [
        ("1 ลำไย", {"species": "ลำไย", "height": "3"}, "500705"),
        ("2 มะม่วง", {"species": "มะม่วง"}, "500705"),
    ]
    assert flags(session) == set()


def test_one_that_cannot_be_made_takes_back_all_of_its_submission(surveyor, session):
    known = str(uuid4())
    sent(surveyor, survey(trees=[{"id": known, "label": "1", "height": "3"}]))

    taller = update(known, 1, height="4")
    sent(surveyor, survey({"label": "สวน"}, [taller, {"label": "2"}, {"label": ""}]))

    assert entities(session, "orchards") == []
    assert entities(session, "trees") == [("1", {"height": "3"}, "500705")]
    assert flags(session) == {"entity_without_label"}


def test_what_one_submission_takes_back_another_beside_it_keeps(surveyor, session):
    known = str(uuid4())
    sent(surveyor, survey(trees=[{"id": known, "label": "1", "height": "3"}]))

    good = survey(trees=[update(known, 1, height="4"), {"label": "2"}])
    bad = survey(trees=[update(known, 1, height="5"), {"label": ""}])
    sent(surveyor, good, bad)

    assert [data.get("height") for _, data, _ in entities(session, "trees")] == ["4", None]
    versions = select(EntityVersion.version).where(EntityVersion.uuid == UUID(known))
    assert sorted(session.scalars(versions)) == [1, 2]


def test_one_entity_may_be_changed_twice_by_one_submission(surveyor, session):
    known = str(uuid4())
    sent(surveyor, survey(trees=[{"id": known, "label": "1", "height": "3"}]))

    sent(surveyor, survey(trees=[update(known, 1, height="4"), update(known, 1, species="ลำไย")]))

    assert entities(session, "trees") == [("1", {"height": "4", "species": "ลำไย"}, "500705")]
    drain_submissions()
    assert session.scalar(select(Entity.version)) == 3


@pytest.mark.parametrize(("said", "made"), [("1", 1), ("true", 1), ("0", 0), ("false", 0), ("", 0), ("yes", 0)])
def test_only_one_and_true_make_an_entity(surveyor, session, said, made):
    sent(surveyor, survey({"label": "สวน", "create": said}))

    assert len(entities(session, "orchards")) == made
    assert flags(session) == set()


def test_create_and_update_is_whichever_fits(surveyor, session):
    known = str(uuid4())
    both = {"id": known, "create": "1", "update": "1", "baseVersion": "1"}
    sent(surveyor, survey({**both, "label": "สวน"}, owner="ก"))
    sent(surveyor, survey({**both, "label": ""}, owner="ข"))

    assert entities(session, "orchards") == [("สวน", {"owner": "ข"}, "500705")]
    sent(surveyor, survey({**both, "baseVersion": "", "label": "อีก"}, owner="ค"))
    assert flags(session) == {"entity_exists"}


def test_only_what_the_form_declares_there_is_done(put_survey, new_phone, session):
    put_survey(actions='create="1" id=""')
    phone = new_phone()
    known = str(uuid4())
    sent(phone, survey(trees=[{"id": known, "label": "1"}]))

    sent(phone, survey(trees=[update(known, 1, height="9")]))
    assert flags(session) == {"entity_not_declared"}
    sent(phone, survey({"label": "x"}, lists=("trees", "trees")))

    assert entities(session, "trees") == [("1", {}, "500705")]


# What phones get


def test_entities_without_a_village_belong_to_the_area_of_the_phone_that_made_them(surveyor, new_phone, session):
    near, far, officer = new_phone(), new_phone(area="500706"), new_phone(role="district_officer", area="5007")
    sent(surveyor, survey({"label": "สวนใกล้"}))
    sent(far, survey({"label": "สวนไกล"}))
    sent(officer, survey({"label": "สวนอำเภอ"}))
    seen = {}
    for name, phone in (("near", near), ("far", far), ("officer", officer)):
        phone.sync()
        seen[name] = {row["label"] for row in phone.lists["orchards"].rows.values()}

    assert seen == {"near": {"สวนใกล้"}, "far": {"สวนไกล"}, "officer": {"สวนใกล้", "สวนไกล", "สวนอำเภอ"}}


def test_a_list_is_served_with_its_properties_and_again_when_it_changed(surveyor, session):
    known = str(uuid4())
    sent(surveyor, survey(trees=[{"id": known, "label": "1", "species": "ลำไย"}]))
    surveyor.sync()
    row = surveyor.lists["trees"].rows[known]
    before = surveyor.lists["trees"].md5
    assert list(row.items()) == [
        ("name", known), ("label", "1"), ("__version", "1"), ("species", "ลำไย"), ("height", ""),
    ]  # fmt: skip

    sent(surveyor, survey(trees=[update(known, 1, height="3")]))
    surveyor.sync()

    assert surveyor.lists["trees"].rows[known]["height"] == "3"
    assert surveyor.lists["trees"].md5 != before
    assert surveyor.integrity(f"{surveyor.server_url}/datasets/trees/integrity", known, str(uuid4())) == {known: False}


def test_a_tree_of_another_tambon_is_not_changed_and_not_kept(surveyor, new_phone, session):
    known = str(uuid4())
    sent(new_phone(area="500706"), survey(trees=[{"id": known, "label": "1"}]))

    sent(surveyor, survey(trees=[update(known, 1, height="3")]))

    assert entities(session, "trees") == [("1", {}, "500706")]
    assert flags(session) == {"outside_area"}
    assert surveyor.integrity(f"{surveyor.server_url}/datasets/trees/integrity", known) == {known: True}


def test_a_list_with_villages_wants_one_of_the_phones_area(put_survey, new_phone, session):
    put_survey(area="village_code")
    phone = new_phone()
    sent(phone, survey({"label": "ก"}, area="50070503"))
    assert (entities(session, "orchards")[0][2], flags(session)) == ("50070503", set())

    sent(phone, survey({"label": "ข"}), survey({"label": "ค"}, area="50060101"), survey({"label": "ง"}, area="ก"))

    assert [label for label, *_ in entities(session, "orchards")] == ["ก"]
    assert flags(session) == {"entity_without_village", "outside_area"}


def test_a_form_cannot_reach_a_household_it_does_not_declare(surveyor, session):
    household = make_household(session)
    session.commit()
    sent(surveyor, survey(update(str(household.uuid), 1), lists=("households", "trees"), owner="ข"))

    assert flags(session) == {"entity_not_declared"}
    session.refresh(household)
    assert household.version == 1


def test_a_household_that_is_taken_back_with_the_rest_does_not_count(surveyor, session):
    known = str(uuid4())
    sent(surveyor, survey(trees=[{"id": known, "label": "1"}]))
    tree = f'<tree><meta><entity dataset="trees" create="1" id="{known}"><label>2</label></entity></meta></tree>'
    with_a_tree = xform_text("household_register").replace("2024.1.0", "2025.1.0").replace("<meta>", f"{tree}<meta>", 1)
    version = re.search(r'id="household_register" version="(\d+)"', with_a_tree)[1]
    with_a_tree = with_a_tree.replace(f'version="{version}"', f'version="{version}9"')
    publish(session, 1, with_a_tree.encode(), file_name="register.xml", actor_id=make_system(session).id)
    session.commit()

    sent(surveyor, surveyor.fill("household_register"))

    assert (entities(session, "households"), flags(session)) == ([], {"entity_exists"})
    assert session.scalar(select(func.count(HouseholdRegistration.submission_id))) == 0
