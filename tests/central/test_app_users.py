"""App users are phones: given out, listed with their keys, revoked."""

import pytest
from sqlalchemy import func, select

from server.db.models import Event, Phone
from tests.fixtures.phones import PUBLIC_URL
from tests.phone import Collect
from tests.wire import DirectWire

APP_USERS = "/projects/1/app-users"
MORE = {"X-Extended-Metadata": "true"}
KEYS = {"id", "type", "projectId", "displayName", "token", "properties", "createdAt", "updatedAt", "deletedAt"}


@pytest.fixture
def admin(new_script):
    return new_script("admin", "50")


def scanned(app, made):
    return Collect(DirectWire(app), f"{PUBLIC_URL}/v1/key/{made['token']}/projects/1")


def test_a_phone_is_given_out_in_the_area_its_name_begins_with(admin, app):
    made = admin.post(APP_USERS, {"displayName": "500705 ทีม ก"}).get_json()

    assert set(made) == KEYS
    assert (made["type"], made["projectId"]) == ("field_key", 1)
    assert made["properties"] == {"role": "tambon_team", "area": "500705"}
    assert "household_register" in {form["formID"] for form in scanned(app, made).listing()}


@pytest.mark.parametrize(
    ("sent", "role", "area"),
    [
        ({"displayName": "50070503 ทีม ข"}, "committee_member", "50070503"),
        ({"displayName": "ทีม ค", "properties": {"area": "500705"}}, "tambon_team", "500705"),
        ({"displayName": "500799", "properties": {"area": "500705"}}, "tambon_team", "500705"),
        ({"displayName": "ง", "properties": {"area": "5007", "role": "district_officer"}}, "district_officer", "5007"),
    ],
)
def test_what_is_sent_beside_the_name_says_more_than_the_name(admin, sent, role, area):
    assert admin.post(APP_USERS, sent).get_json()["properties"] == {"role": role, "area": area}


@pytest.mark.parametrize(
    ("sent", "code", "problem"),
    [
        ({"displayName": ""}, 400.3, "parameter-missing"),
        ({"displayName": "ทีม ก"}, 400.3, "area-missing"),
        ({"displayName": "5007051 ทีม ก"}, 400.3, "area-missing"),
        ({"displayName": "5007 ทีม ก"}, 400.8, "area-level-wrong"),
        ({"displayName": "509999 ทีม ก"}, 404.1, "area-unknown"),
        ({"displayName": "570705 ทีม ก"}, 404.1, "area-unknown"),
        ({"displayName": "50 ก", "properties": {"role": "admin"}}, 400.8, "role-without-forms"),
        ({"displayName": "500705 ก", "properties": {"role": "king"}}, 400.8, "value-unexpected"),
        ({"displayName": "500705 ก", "properties": ["x"]}, 400.8, "value-unexpected"),
        ({"displayName": "500705\n"}, 400.8, "phone-name-malformed"),
    ],
)
def test_a_phone_without_a_place_of_its_own_is_refused(admin, session, sent, code, problem):
    answer = admin.post(APP_USERS, sent).get_json()

    assert (answer["code"], answer["details"]["problem"]) == (code, problem)
    assert session.scalar(select(func.count()).select_from(Phone)) == 0


def test_a_name_is_given_once(admin):
    admin.post(APP_USERS, {"displayName": "500705 ทีม ก"})

    assert admin.post(APP_USERS, {"displayName": "500705 ทีม ก"}).get_json()["code"] == 409.3


def test_the_list_has_the_keys_and_the_book_says_who_looked(admin, phone, session):
    (listed,) = admin.get(APP_USERS).get_json()

    assert (listed["id"], listed["token"]) == (phone.made.actor_id, phone.made.token)
    assert set(listed) == KEYS
    shown = session.scalars(select(Event).where(Event.verb == "phone.show")).one()
    assert (shown.subject_id, shown.actor_id) == (str(phone.made.actor_id), admin.person_id)


def test_an_answer_that_has_keys_is_kept_nowhere(admin, phone):
    for address in (APP_USERS, f"{APP_USERS}/{phone.made.actor_id}"):
        assert admin.get(address).headers["Cache-Control"] == "no-store"


def test_a_phone_gets_another_name_and_goes_on(admin, new_phone):
    phone, other = new_phone(name="ทีม ก"), new_phone(name="ทีม ข")
    address = f"{APP_USERS}/{phone.made.actor_id}"

    assert admin.patch(address, {"displayName": "ทีม ค"}).get_json()["displayName"] == "ทีม ค"
    assert admin.get(address).get_json()["token"] == phone.made.token
    assert phone.get(f"{phone.server_url}/formList").status == 200
    assert admin.patch(address, {"displayName": other.made.name}).get_json()["code"] == 409.3
    assert admin.patch(address, {"displayName": "x" * 61}).get_json()["code"] == 400.8
    assert admin.patch(address, {}).get_json()["displayName"] == "ทีม ค"


def test_a_district_sees_its_phones_and_no_key(new_script, phone, new_phone, session):
    new_phone(area="500101")
    officer = new_script()

    (listed,) = officer.get(APP_USERS).get_json()
    assert (listed["id"], listed["token"]) == (phone.made.actor_id, None)
    assert officer.get(f"{APP_USERS}/{phone.made.actor_id}").get_json()["token"] is None
    assert session.scalar(select(func.count()).select_from(Event).where(Event.verb == "phone.show")) == 0


def test_extended_metadata_says_when_a_phone_was_heard_of_and_who_gave_it_out(admin, app):
    made = admin.post(APP_USERS, {"displayName": "500705 ทีม ก"}).get_json()
    before = admin.get(f"{APP_USERS}/{made['id']}", **MORE).get_json()
    scanned(app, made).listing()
    after = admin.get(f"{APP_USERS}/{made['id']}", **MORE).get_json()

    assert before["lastUsed"] is None
    assert after["lastUsed"].endswith("Z")
    assert after["createdBy"]["id"] == admin.person_id


def test_a_revoked_phone_is_nobody_at_once_and_stays_in_the_list_without_a_key(admin, phone):
    assert admin.call("DELETE", f"{APP_USERS}/{phone.made.actor_id}").get_json() == {"success": True}

    assert phone.get(f"{phone.server_url}/formList").status == 403
    assert [one["token"] for one in admin.get(APP_USERS).get_json()] == [None]
    assert admin.call("DELETE", f"{APP_USERS}/99999").get_json()["code"] == 404.1


def test_a_phone_is_revoked_by_its_key_too_as_central_does_it(admin, script, phone):
    assert script.call("DELETE", f"/sessions/{phone.made.token}").get_json()["code"] == 403.1
    assert admin.call("DELETE", f"/sessions/{phone.made.token}").get_json() == {"success": True}

    assert phone.get(f"{phone.server_url}/formList").status == 403
    assert admin.call("DELETE", f"/sessions/{phone.made.token}").get_json()["code"] == 403.1
