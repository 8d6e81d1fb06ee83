"""One's own API keys: made on a page, shown once, and what opens with them."""

import datetime as dt

import pytest
from sqlalchemy import func, select, update

from server.db.models import ApiKey, Assignment, Event, Person
from server.db.session import transaction
from server.domain import api_keys, people, resets
from tests.factories import PASSWORD, make_area, make_year

SECURE = "https://localhost"
FORMS, AREAS = "/v1/projects/1/forms", "/api/areas"


@pytest.fixture
def officer(as_person):
    return as_person(email="me@example.org")


@pytest.fixture
def new_key(officer):
    """A key made at the browser: `new_key(scope="write")`."""

    def make(at=officer, **chosen: str) -> str:
        at.get("/me/keys")
        page = at.post("/me/keys", **{"name": "Excel", "scope": "read", "part": "all", "days": "90"} | chosen)
        assert page.status == 200, page.text
        return page.tree.xpath('//code[@class="secret"]/text()')[0]

    return make


def call(client, key: str, address: str = FORMS, method: str = "GET", **more):
    return client.open(address, method=method, headers={"Authorization": f"Bearer {key}"}, **more)


def statuses(client, key: str, *addresses: str) -> list[int]:
    return [call(client, key, address).status_code for address in addresses]


def test_a_key_is_shown_once_and_kept_as_its_digest(officer, new_key, session):
    key = new_key()
    page = officer.get("/me/keys")

    assert api_keys.is_key(key)
    assert "Excel" in page.text and key[:12] in page.text and key not in page.text
    assert key not in str(session.execute(select(ApiKey.__table__)).all())
    assert page.headers["Cache-Control"] == "no-store"


def test_a_key_opens_both_apis_as_its_owner(client, new_key):
    key = new_key()

    assert statuses(client, key, FORMS, AREAS, "/v1/users/current") == [200, 200, 200]
    assert call(client, key, "/v1/users/current").get_json()["email"] == "me@example.org"


def test_a_key_for_reading_writes_nothing(client, new_key):
    answer = call(client, new_key(), "/v1/projects/1/forms/x/submissions", "POST", data=b"<x/>")

    assert (answer.status_code, answer.headers["X-Yudee-Problem"]) == (403, "key-reads-only")


def test_a_key_for_writing_writes_what_its_owner_may(client, new_key):
    key = new_key(scope="write")
    sent = call(client, key, f"{FORMS}/community_plan/submissions", "POST", data=b"<x/>")
    locked = call(client, key, "/api/years/2570/lock", "POST", json={})

    assert sent.headers["X-Yudee-Problem"] not in ("key-reads-only", "not-allowed")
    assert (locked.status_code, locked.get_json()["code"]) == (403, "not-allowed")


def test_a_key_for_figures_opens_the_figures_alone(client, new_key):
    key = new_key(part="figures")

    assert statuses(client, key, AREAS, FORMS) == [200, 403]
    assert call(client, key).get_json()["details"]["problem"] == "key-for-figures"


@pytest.mark.parametrize("address", [FORMS, AREAS, "/api/odata/villages"])
def test_excel_sends_a_key_as_the_password(client, new_key, address):
    key = new_key()

    assert client.get(address, base_url=SECURE, auth=("ME@example.org", key)).status_code == 200
    assert client.get(address, base_url=SECURE, auth=("else@example.org", key)).status_code == 401
    assert client.get(address, auth=("me@example.org", key)).get_json().get("code") in (401.3, "password-in-the-clear")


def test_a_client_that_asks_for_a_session_gets_the_key_as_its_token(client, new_key):
    key = new_key()
    opened = client.post("/v1/sessions", json={"email": "me@example.org", "password": key})

    assert (opened.status_code, opened.get_json()["token"]) == (200, key)
    refused = client.post("/v1/sessions", json={"email": "else@example.org", "password": key})
    assert refused.get_json()["details"]["problem"] == "sign-in-refused"


def test_collect_sends_with_a_key_as_the_password(client, new_key):
    asked = {"base_url": SECURE, "headers": {"X-OpenRosa-Version": "1.0"}}

    assert client.get("/v1/projects/1/formList", auth=("me@example.org", new_key()), **asked).status_code == 200
    figures = client.get("/v1/projects/1/formList", auth=("me@example.org", new_key(part="figures")), **asked)
    assert (figures.status_code, figures.headers["X-Yudee-Problem"]) == (403, "key-for-figures")


def test_a_key_is_no_cookie(client, new_key):
    assert client.get("/me", headers={"Authorization": f"Bearer {new_key()}"}).status_code == 302


@pytest.mark.parametrize("key", ["yud_" + "A" * 40, "yud_", "yud_" + "A" * 39, "yud_" + "ก" * 40])
def test_a_key_that_nobody_made_opens_nothing(client, key):
    answer = client.get(FORMS, headers={"Authorization": f"Bearer {key}".encode().decode("latin-1")})

    assert answer.status_code == 401


# Its end


def test_a_key_is_ended_at_once_and_by_its_owner_alone(client, officer, new_key, as_person, session):
    key = new_key()
    number = str(session.scalar(select(ApiKey.id)))
    other = as_person("district_chief", "5006")
    other.get("/me/keys")
    other.post("/me/keys/end", key=number, csrf_token=other.page.tree.xpath('//input[@name="csrf_token"]/@value')[0])
    assert statuses(client, key, FORMS) == [200]

    officer.get("/me/keys")
    officer.post("/me/keys/end", key=number)
    assert statuses(client, key, FORMS, AREAS) == [401, 401]


def test_a_key_runs_out(client, officer, new_key, session):
    key = new_key(days="1")
    session.execute(update(ApiKey).values(expires_at=func.now()))
    session.commit()

    assert statuses(client, key, FORMS) == [401]
    assert "หมดอายุแล้ว" in officer.get("/me/keys").text


def test_a_closed_account_ends_its_keys_also_when_it_is_opened_again(client, new_key, session):
    key = new_key()
    people.disable(session, "me@example.org")
    session.commit()
    assert statuses(client, key, FORMS) == [401]

    session.execute(update(Person).values(disabled_at=None))
    session.commit()
    assert statuses(client, key, FORMS) == [401]


def test_a_password_set_by_a_link_ends_the_keys(client, officer, new_key, session):
    key = new_key()
    with transaction() as other:
        given = resets.give(other, other.get_one(Person, officer.actor_id), "x", resets.LINK, workspace_id=1)
        resets.use_link(other, given.secret, "a long new password", "a long new password")

    assert statuses(client, key, FORMS) == [401]


def test_whoever_looks_after_people_ends_the_keys_with_the_sign_ins(client, officer, new_key, as_person):
    key = new_key()
    admin = as_person("admin", "50")
    admin.get(f"/admin/people/{officer.actor_id}")
    admin.post(f"/admin/people/{officer.actor_id}/sign-ins")

    assert statuses(client, key, FORMS) == [401]


def test_a_key_has_the_rights_its_owner_has_now(client, officer, new_key, session):
    for code in ("5006", "5007"):
        make_area(session, code)
    make_year(session)
    session.commit()
    key = new_key()
    assert statuses(client, key, "/api/areas/5007/grades?year=2570", "/v1/audits") == [200, 403]

    session.execute(update(Assignment).where(Assignment.actor_id == officer.actor_id).values(area_code="5006"))
    session.commit()
    assert statuses(client, key, "/api/areas/5007/grades?year=2570") == [404]
    session.execute(update(Assignment).where(Assignment.actor_id == officer.actor_id).values(role="tambon_team"))
    session.commit()
    assert statuses(client, key, "/api/areas/5006/grades?year=2570") == [403]


# What it never does


def test_a_key_changes_no_password_no_name_and_no_person(client, as_person, new_key, session):
    admin = as_person("admin", "50", email="admin@example.org")
    key = new_key(admin, scope="write")
    mine = f"/v1/users/{admin.actor_id}"
    made = {"email": "new@example.org", "role": "admin", "area": "50"}
    words = {"old": PASSWORD, "new": "a long new password"}
    acts = [
        call(client, key, f"{mine}/password", "PUT", json=words),
        call(client, key, mine, "PATCH", json={"displayName": "x"}),
        call(client, key, mine, "DELETE"),
        call(client, key, "/v1/users", "POST", json=made),
        call(client, key, "/v1/projects/1/app-users", "POST", json={"displayName": "500705 ทีม"}),
        call(client, key, "/v1/sessions/current", "DELETE"),
    ]

    assert [act.status_code for act in acts] == [403] * 6


def test_a_key_of_an_administrator_shows_no_keys_of_phones(client, as_person, new_key, new_phone):
    new_phone()
    key = new_key(as_person("admin", "50", email="admin@example.org"))

    assert [one["token"] for one in call(client, key, "/v1/projects/1/app-users").get_json()] == [None]


# Making one


@pytest.mark.parametrize(
    "typed", [{"name": ""}, {"name": "x" * 61}, {"days": "0"}, {"days": "401"}, {"scope": "all"}, {"part": ""}]
)
def test_a_key_that_cannot_be_is_refused_with_words(officer, session, typed):
    officer.get("/me/keys")
    page = officer.post("/me/keys", **{"name": "x", "scope": "read", "part": "all", "days": "90"} | typed)

    assert (page.status, "1 ถึง 400 วัน" in page.text) == (422, True)
    assert session.scalar(select(func.count()).select_from(ApiKey)) == 0


def test_nobody_has_more_keys_than_they_can_know(officer, new_key):
    for _ in range(api_keys.MOST):
        new_key()
    page = officer.post("/me/keys", name="x", scope="read", part="all", days="1")

    assert (page.status, "ครบ 20" in page.text) == (409, True)


def test_making_and_ending_stand_in_the_book_without_name_and_key(officer, new_key, session):
    key = new_key(name="ของสมศรี", days="30")
    officer.get("/me/keys")
    officer.post("/me/keys/end", key=str(session.scalar(select(ApiKey.id))))
    session.rollback()
    told = session.execute(select(Event.verb, Event.details).where(Event.verb.like("person.%key")).order_by(Event.id))

    about = {"starts": key[:12], "scope": "read", "part": "all", "days": 30}
    assert [tuple(row) for row in told] == [("person.add_key", about), ("person.end_key", {"starts": key[:12]})]
    assert "สร้างคีย์ API" in officer.get("/me").text


def test_a_number_that_no_key_has_ends_none(officer, client, new_key):
    key = new_key()
    officer.get("/me/keys")

    assert officer.post("/me/keys/end", key="9" * 30).status == 302
    assert statuses(client, key, FORMS) == [200]


def test_the_day_of_the_last_use_is_noted_once(client, officer, new_key, session):
    key = new_key()
    assert "ไม่เคย" in officer.get("/me/keys").text
    statuses(client, key, FORMS)
    today = session.scalar(select(func.current_date()))
    assert session.scalar(select(ApiKey.last_used_on)) == today

    session.execute(update(ApiKey).values(last_used_on=today - dt.timedelta(days=3)))
    session.commit()
    statuses(client, key, FORMS, FORMS)
    assert session.scalar(select(ApiKey.last_used_on)) == today


def test_what_programs_read_about_the_apis_tells_of_keys(client):
    assert "yud_" in client.get("/v1/openapi.json").get_json()["info"]["description"]
    assert "yud_" in client.get("/api/openapi.json").get_json()["info"]["description"]
    assert "yud_" in client.get("/api/docs").get_data(as_text=True)
