"""People with an account, over the wire: found, added, renamed, closed, and their passwords."""

import pytest
from sqlalchemy import select

from server.db.models import Assignment, Event, Person
from tests.factories import PASSWORD, make_person, make_workspace

NEW = {"email": "Malee@example.org", "password": "a long enough word", "role": "district_officer", "area": "5007"}


@pytest.fixture
def admin(new_script):
    return new_script("admin", "50")


def sign_in(client, email, password):
    return client.post("/v1/sessions", json={"email": email, "password": password})


def test_somebody_gets_an_account_with_one_role_in_one_area(admin, client, session):
    made = admin.post("/users", NEW).get_json()

    assert (made["email"], made["displayName"], made["type"]) == ("malee@example.org", "malee", "user")
    assert sign_in(client, NEW["email"], NEW["password"]).status_code == 200
    assigned = session.get_one(Assignment, (made["id"], 1))
    assert (assigned.role, assigned.area_code) == ("district_officer", "5007")
    event = session.scalars(select(Event).where(Event.verb == "person.add")).one()
    assert (event.actor_id, event.workspace_id) == (admin.person_id, 1)


def test_without_a_password_nobody_can_sign_in_yet(admin, client):
    assert admin.post("/users", NEW | {"password": None}).status_code == 200
    assert sign_in(client, NEW["email"], "").status_code == 400


def test_a_role_may_be_sent_as_its_number(admin, session):
    number = next(one["id"] for one in admin.get("/roles").get_json() if one["system"] == "district_chief")
    made = admin.post("/users", NEW | {"role": number}).get_json()

    assert session.get_one(Assignment, (made["id"], 1)).role == "district_chief"


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"role": None}, 400, 400.3),
        ({"area": ""}, 400, 400.3),
        ({"email": ""}, 400, 400.3),
        ({"email": "malee"}, 400, 400.8),
        ({"role": "king"}, 400, 400.8),
        ({"role": 2}, 400, 400.8),
        ({"area": "500705"}, 400, 400.8),
        ({"area": "5799"}, 404, 404.1),
        ({"password": "short"}, 400, 400.21),
    ],
)
def test_what_cannot_be_an_account_is_refused_and_nothing_is_stored(admin, session, changes, status, code):
    answer = admin.post("/users", NEW | changes)

    assert (answer.status_code, answer.get_json()["code"]) == (status, code)
    assert session.scalar(select(Person).where(Person.email == "malee@example.org")) is None


def test_what_is_missing_is_said_in_words(admin):
    answer = admin.post("/users", {"email": "malee@example.org"}).get_json()

    assert answer["details"]["problem"] == "duty-missing"
    assert "role" in answer["message"]


def test_an_address_that_is_taken_is_409_3(admin):
    admin.post("/users", NEW)

    assert admin.post("/users", NEW).get_json()["code"] == 409.3


def test_who_looks_after_people_lists_them_and_finds_them_by_a_part_of_the_address(admin, session):
    make_person(session, "somchai@example.org")
    make_person(session, "other@example.org", role="admin", area="57")
    session.commit()

    assert {one["email"] for one in admin.get("/users").get_json()} == {"somchai@example.org", admin.email}
    assert [one["email"] for one in admin.get("/users?q=MCHAI").get_json()] == ["somchai@example.org"]
    assert admin.get("/users?q=%25").get_json() == []


def test_anybody_finds_one_person_by_the_whole_address_and_nobody_by_a_part(script, session):
    make_person(session, "somchai@example.org", role="admin", area="50")
    session.commit()

    assert script.get("/users").get_json() == []
    assert script.get("/users?q=somchai").get_json() == []
    assert [one["email"] for one in script.get("/users?q=Somchai@example.org").get_json()] == ["somchai@example.org"]


def test_one_sees_oneself_and_renames_oneself_and_keeps_ones_address(script):
    own = f"/users/{script.person_id}"

    assert script.get(own).get_json()["email"] == script.email
    assert script.patch(own, {"displayName": "สมศรี ใจดี"}).get_json()["displayName"] == "สมศรี ใจดี"
    assert script.get("/users/current").get_json()["displayName"] == "สมศรี ใจดี"
    assert script.patch(own, {"email": "new@example.org"}).get_json()["code"] == 403.1


@pytest.mark.parametrize("name", [" ", "two\nlines", "x" * 61])
def test_a_name_is_one_line(script, name):
    assert script.patch(f"/users/{script.person_id}", {"displayName": name}).get_json()["code"] == 400.8


def test_another_address_is_given_by_who_looks_after_people(admin, client, session):
    made = admin.post("/users", NEW).get_json()

    changed = admin.patch(f"/users/{made['id']}", {"email": "Mali@example.org"}).get_json()
    assert changed["email"] == "mali@example.org"
    assert sign_in(client, "mali@example.org", NEW["password"]).status_code == 200
    assert admin.patch(f"/users/{made['id']}", {"email": admin.email}).get_json()["code"] == 409.3
    event = session.scalars(select(Event).where(Event.verb == "person.change")).one()
    assert event.details == {"fields": ["email"]}


def test_a_closed_account_is_gone_and_its_sign_ins_end(admin, new_script):
    other = new_script()

    assert admin.call("DELETE", f"/users/{other.person_id}").get_json() == {"success": True}
    assert other.get("/projects").status_code == 401
    assert admin.get(f"/users/{other.person_id}").get_json()["code"] == 404.1
    assert admin.call("DELETE", f"/users/{other.person_id}").get_json()["code"] == 404.1


def test_an_account_that_serves_another_province_too_is_left_alone(admin, session):
    person = make_person(session).actor_id
    other = make_workspace(session, "57").id
    session.add(Assignment(actor_id=person, workspace_id=other, role="admin", area_code="57"))
    session.commit()

    assert admin.call("DELETE", f"/users/{person}").get_json()["code"] == 409
    assert admin.patch(f"/users/{person}", {"email": "new@example.org"}).get_json()["code"] == 409


def test_a_new_password_needs_the_old_one_and_ends_other_sign_ins(script, app, client):
    address = f"/users/{script.person_id}/password"
    elsewhere = sign_in(client, script.email, PASSWORD).get_json()["token"]

    assert script.call("PUT", address, json={"old": "wrong", "new": "a longer password"}).get_json()["code"] == 401.2
    assert script.call("PUT", address, json={"old": PASSWORD, "new": "short"}).get_json()["code"] == 400.21
    assert script.call("PUT", address, json={"old": PASSWORD, "new": "a longer password"}).status_code == 200
    assert script.get("/projects").status_code == 200
    kept = app.test_client().get("/v1/projects", headers={"Authorization": f"Bearer {elsewhere}"})
    assert kept.status_code == 401
    assert sign_in(client, script.email, PASSWORD).status_code == 401
    assert sign_in(client, script.email, "a longer password").status_code == 200


def test_nobody_sets_the_password_of_somebody_else(admin, script):
    content = {"old": PASSWORD, "new": "a longer password"}

    assert admin.call("PUT", f"/users/{script.person_id}/password", json=content).get_json()["code"] == 403.1


def test_old_passwords_cannot_be_guessed_for_long(script):
    address = f"/users/{script.person_id}/password"
    tried = [script.call("PUT", address, json={"old": f"wrong {n}", "new": "a longer password"}) for n in range(6)]

    assert [answer.status_code for answer in tried] == [401] * 5 + [429]
