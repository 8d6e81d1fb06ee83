"""Signing in as scripts do."""

from datetime import datetime, timedelta

import pytest

from tests.factories import PASSWORD, make_person


@pytest.fixture
def somsri(session):
    made = make_person(session, "somsri@example.org")
    session.commit()
    return made.actor_id


def sign_in(client, email="somsri@example.org", password=PASSWORD):
    return client.post("/v1/sessions", json={"email": email, "password": password})


def bearing(token):
    return {"Authorization": f"Bearer {token}"}


def moment(text):
    assert text.endswith("Z")
    assert len(text) == len("2026-11-22T02:11:01.123Z")
    return datetime.fromisoformat(text)


def test_a_right_password_opens_a_session_of_24_hours(client, somsri):
    answer = sign_in(client)

    opened = answer.get_json()
    assert answer.status_code == 200
    assert set(opened) == {"token", "csrf", "createdAt", "expiresAt"}
    assert moment(opened["expiresAt"]) - moment(opened["createdAt"]) == timedelta(hours=24)
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("given", [{"password": "wrong"}, {"email": "nobody@example.org"}])
def test_a_wrong_password_and_an_unknown_address_are_401_2(client, somsri, given):
    answer = sign_in(client, **given)

    assert (answer.status_code, answer.get_json()["code"]) == (401, 401.2)


@pytest.mark.parametrize("given", [{"password": ""}, {"email": ""}, {"email": None}])
def test_what_is_blank_is_400_3(client, somsri, given):
    answer = sign_in(client, **given)

    assert (answer.status_code, answer.get_json()["code"]) == (400, 400.3)


@pytest.mark.parametrize(("body", "code"), [(b"{", 400.1), (b"[]", 400.1), (b'"x"', 400.1), (b"[" * 300_000, 400.36)])
def test_a_body_that_is_no_object_or_too_large_is_refused(client, body, code):
    answer = client.post("/v1/sessions", data=body)

    assert (answer.status_code, answer.get_json()["code"]) == (400, code)


def test_a_password_that_is_no_text_is_refused(client, somsri):
    assert sign_in(client, password=5).get_json()["code"] == 400.8
    assert sign_in(client, password="a\0b").get_json()["code"] == 400.8


def test_a_live_token_can_be_restored_and_a_dead_one_not(client, somsri):
    opened = sign_in(client).get_json()

    alive = client.get("/v1/sessions/restore", headers=bearing(opened["token"]))
    dead = client.get("/v1/sessions/restore", headers=bearing("of nobody"))
    assert alive.get_json() == {name: opened[name] for name in ("createdAt", "expiresAt")}
    assert dead.get_json()["code"] == 404.1


@pytest.mark.parametrize("address", ["current", "{token}"])
def test_a_session_ends_when_it_is_deleted(client, somsri, address):
    token = sign_in(client).get_json()["token"]

    ended = client.delete(f"/v1/sessions/{address.format(token=token)}", headers=bearing(token))
    after = client.get("/v1/users/current", headers=bearing(token))
    assert ended.get_json() == {"success": True}
    assert (after.status_code, after.get_json()["code"]) == (401, 401.2)


def test_nobody_ends_the_session_of_somebody_else(client, somsri, new_script):
    token = sign_in(client).get_json()["token"]
    other = new_script()

    assert other.call("DELETE", f"/sessions/{token}").get_json()["code"] == 403.1
    assert other.call("DELETE", "/sessions/unknown").get_json()["code"] == 403.1
    assert client.get("/v1/users/current", headers=bearing(token)).status_code == 200


def test_the_current_user_is_the_holder_of_the_token(client, somsri):
    token = sign_in(client).get_json()["token"]

    user = client.get("/v1/users/current", headers=bearing(token)).get_json()
    assert (user["id"], user["type"], user["email"]) == (somsri, "user", "somsri@example.org")
    assert set(user) == {
        "id", "type", "displayName", "email", "createdAt", "updatedAt", "deletedAt", "lastLoginAt",
    }  # fmt: skip
    assert moment(user["lastLoginAt"])


def test_extended_metadata_adds_what_the_user_may_do(script):
    user = script.get("/users/current", **{"X-Extended-Metadata": "true"}).get_json()

    assert "submission.review" in user["verbs"]
    assert user["preferences"] == {"site": {}, "projects": {}}


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Digest x"}, {"Authorization": "Bearer"}, bearing("x")])
def test_without_a_living_bearer_token_everything_is_401_2(client, headers):
    answer = client.get("/v1/projects", headers=headers)

    assert (answer.status_code, answer.get_json()["code"]) == (401, 401.2)
    assert "WWW-Authenticate" not in answer.headers


def test_a_browsers_token_opens_nothing_here(app, somsri):
    from server.domain import sessions

    token = sessions.sign_in("somsri@example.org", PASSWORD, sessions.BROWSER, address="192.0.2.1").token

    assert app.test_client().get("/v1/projects", headers=bearing(token)).status_code == 401


def test_excel_gets_in_with_e_mail_and_password_over_https(new_script):
    script = new_script("province_officer", "50")
    secure = {"base_url": "https://localhost", "auth": (script.email, PASSWORD)}

    assert script.client.get("/v1/projects", **secure).status_code == 200
    assert script.client.get("/v1/projects/1/forms", **secure).status_code == 200
    assert script.client.get("/v1/projects/2/forms", **secure).get_json()["code"] == 404.1


def test_a_password_in_the_clear_is_refused_whether_it_is_right_or_not(new_script):
    script = new_script("province_officer", "50")

    for password in (PASSWORD, "wrong"):
        answer = script.client.get("/v1/projects", auth=(script.email, password))
        assert (answer.status_code, answer.get_json()["code"]) == (401, 401.3)
        assert "WWW-Authenticate" not in answer.headers


def test_a_wrong_password_over_https_is_refused_without_a_challenge(new_script):
    script = new_script("province_officer", "50")
    answer = script.client.get("/v1/projects", base_url="https://localhost", auth=(script.email, "wrong"))

    assert (answer.status_code, answer.get_json()["code"]) == (401, 401.2)
    assert "WWW-Authenticate" not in answer.headers
