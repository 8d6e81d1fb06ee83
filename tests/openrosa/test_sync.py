"""A phone that matches the server exactly (wire contract 2.8): what it decides, fetches, and never loses."""

from sqlalchemy import update

from server.db.models import Form, VillageYear
from server.domain.forms import publish
from tests.factories import make_household, make_system, make_village
from tests.openrosa.blank import newer

LISTED = ("household_register", "household_account", "forum_attendance", "project_progress")  # use an entity list
WITHOUT = ("community_plan", "project_proposal")


def put(session, xml):
    publish(session, 1, xml, file_name="more.xml", actor_id=make_system(session).id)
    session.commit()


def test_everything_is_new_once(phone):
    assert set(phone.sync().values()) == {"new"}
    assert phone.sync() == dict.fromkeys(LISTED, "updated_media") | dict.fromkeys(WITHOUT, "on_device")


def test_a_sync_without_news_fetches_no_file_and_no_list(phone, session):
    make_household(session)
    session.commit()
    phone.sync()
    phone.fetched.clear()

    phone.sync()

    assert not [url for url in phone.fetched if url.endswith(".csv")]
    assert len(phone.fetched) == 1 + len(LISTED + WITHOUT) + len(LISTED)  # the list, the manifests, forms with entities


def test_a_new_version_is_seen(phone, session):
    phone.sync()
    put(session, newer("community_plan"))

    assert phone.sync()["community_plan"] == "updated_version"
    assert phone.forms["community_plan"].version == "2999010101"
    assert phone.sync()["community_plan"] == "on_device"


def test_a_changed_file_is_seen(phone, session):
    phone.sync()
    make_village(session, "50070504")
    session.commit()

    assert phone.sync()["community_plan"] == "updated_media"
    assert set(phone.table("community_plan", "villages.csv")) == {"50070503", "50070504"}
    assert phone.sync()["community_plan"] == "on_device"


def test_a_gate_that_opens_is_seen(phone, session):
    phone.sync()
    result = {"households": 1, "reference_date": "2026-11-22", "status": "graded", "gate": "propose"}
    village = {"workspace_id": 1, "plan_year": 2570, "basis": "official", "village_code": "50070503"}
    session.add(VillageYear(**village, **result, computed_at="2026-11-22T00:00:00Z"))
    session.commit()

    phone.sync()

    assert phone.table("community_plan", "villages.csv")["50070503"]["gate"] == "propose"


def test_a_form_that_is_gone_goes_from_the_phone(phone, session):
    phone.sync()
    session.execute(update(Form).where(Form.form_id == "community_plan").values(state="closed"))
    session.commit()
    phone.sync()

    assert "community_plan" not in phone.forms


def test_an_entity_list_arrives_when_it_changes(phone, session):
    phone.sync()
    household = make_household(session)
    session.commit()
    phone.sync()

    assert set(phone.lists["households"].rows) == {str(household.uuid)}


def test_the_same_file_of_several_forms_is_fetched_once(phone):
    phone.sync()

    assert len([url for url in phone.fetched if url.endswith("/villages.csv")]) == 1
