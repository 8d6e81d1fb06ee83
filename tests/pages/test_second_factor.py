"""A second factor: set up on one's own page, asked for after the password, good once; what programs are told then."""

import time

import pyotp
import pytest
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select, update

from server.db.models import Event, FailedAttempt, Login, Person, RecoveryCode, SecondFactor
from server.domain import half_way, people
from server.domain.sealing import seal, unseal
from tests.factories import PASSWORD, SECRET
from tests.visitor import Visitor

EMAIL, CODE = "me@example.org", "/sign-in/code"
SECURE = "https://localhost"


def begin(visitor: Visitor) -> pyotp.TOTP:
    visitor.get("/me/second-factor")
    visitor.post("/me/second-factor")
    return pyotp.TOTP(visitor.follow().tree.xpath('//code[@class="secret"]/text()')[0])


def set_up(visitor: Visitor) -> tuple[pyotp.TOTP, list[str]]:
    """The app, and the recovery codes."""
    app = begin(visitor)
    page = visitor.post("/me/second-factor/confirm", code=app.at(time.time() - 30))
    assert page.status == 200, page.text
    return app, page.tree.xpath('//ol[@class="codes"]//code/text()')


@pytest.fixture
def me(as_person):
    return as_person(email=EMAIL)


@pytest.fixture
def factor(me):
    return set_up(me)


@pytest.fixture
def half(app, factor):
    """Another browser in which the password was given."""
    visitor = Visitor(app, "192.0.2.77")
    assert visitor.sign_in(EMAIL, PASSWORD).headers["Location"] == CODE
    visitor.follow()
    return visitor


# Setting it up


def test_it_is_set_up_by_a_code_of_the_app_and_gives_ten_recovery_codes_once(me, session):
    _, codes = set_up(me)
    page = me.get("/me/second-factor")

    assert len(set(codes)) == 10
    assert "เหลือรหัสสำรอง 10 รหัส" in page.text
    assert not any(code in page.text for code in codes)
    assert "เปิดการยืนยันสองขั้น" in me.get("/me").text
    kept = str(session.execute(select(RecoveryCode.__table__)).all())
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)


def test_before_it_is_confirmed_it_is_not_asked_for(app, me):
    begin(me)
    page = me.post("/me/second-factor/confirm", code="000000")

    assert (page.status, "รหัสยืนยันไม่ถูกต้อง" in page.text) == (422, True)
    assert Visitor(app).sign_in(EMAIL, PASSWORD).headers["Location"] == "/review"


def test_the_secret_is_shown_as_picture_and_letters_and_kept_sealed(me, session):
    app = begin(me)
    kept = session.scalar(select(SecondFactor.secret))

    assert me.page.tree.xpath('//img[starts-with(@src, "data:image/svg+xml")]')
    assert app.secret.encode() not in kept
    assert unseal(SECRET, "second factor", str(me.actor_id), kept) == app.secret
    assert unseal(SECRET, "second factor", "0", kept) is None
    assert unseal("another secret of the server, long enough", "second factor", str(me.actor_id), kept) is None


def test_the_same_is_sealed_otherwise_each_time():
    assert seal(SECRET, "x", "1", "content") != seal(SECRET, "x", "1", "content")


def test_what_is_in_use_is_not_replaced(me, factor, session):
    before = session.scalar(select(SecondFactor.secret))
    session.rollback()
    me.get("/me")
    page = me.post("/me/second-factor", csrf_token=me.page.tree.xpath('//input[@name="csrf_token"]/@value')[0])

    assert page.status == 409
    assert session.scalar(select(SecondFactor.secret)) == before


def test_the_other_sign_ins_end_when_it_is_switched_on(app, me):
    other = Visitor(app)
    other.sign_in(EMAIL, PASSWORD)
    set_up(me)

    assert other.get("/me").status == 302
    assert me.get("/me").status == 200


# Signing in


def test_after_the_password_the_code_opens_what_was_asked_for(app, factor):
    totp, _ = factor
    visitor = Visitor(app)
    visitor.get("/projects")
    visitor.follow()
    asked = visitor.post("/", email=EMAIL, password=PASSWORD)
    assert asked.headers["Location"] == f"{CODE}?next=/projects"
    visitor.follow()

    assert visitor.get("/me").status == 302
    visitor.get(asked.headers["Location"])
    assert visitor.post(CODE, code=totp.now()).headers["Location"] == "/projects"
    assert visitor.follow().status == 200


def test_the_password_alone_opens_no_login(half, session):
    assert half.get("/me").headers["Location"].startswith("/?next=")
    assert len(session.scalars(select(Login.kind)).all()) == 1  # of the browser that set it up


def test_a_code_is_good_once(app, factor, half):
    code = factor[0].now()
    assert half.post(CODE, code=code).status == 302
    other = Visitor(app)
    other.sign_in(EMAIL, PASSWORD)
    other.follow()

    assert other.post(CODE, code=code).status == 422
    later = factor[0].at(time.time() + 30)
    assert other.post(CODE, code=f"{later[:3]} {later[3:]}").status == 302


def test_a_code_of_long_ago_is_refused(factor, half):
    assert half.post(CODE, code=factor[0].at(time.time() - 120)).status == 422


def test_a_recovery_code_is_good_once(app, factor, half, session):
    code = factor[1][3]
    assert half.post(CODE, code=code.lower().replace("-", " ")).status == 302
    other = Visitor(app)
    other.sign_in(EMAIL, PASSWORD)
    other.follow()

    assert other.post(CODE, code=code).status == 422
    told = session.scalar(select(Event.details).where(Event.verb == "person.second_factor_recovery"))
    assert told == {"left": 9}


def test_guessing_codes_is_slow(factor, half):
    assert [half.post(CODE, code="000000").status for _ in range(6)] == [422] * 5 + [429]
    assert half.post(CODE, code=factor[0].now()).status == 429


def test_guessing_codes_from_many_places_is_slow_as_well(app, factor, session):
    guesses = []
    for place in range(21):
        visitor = Visitor(app, f"198.51.100.{place}")
        visitor.sign_in(EMAIL, PASSWORD)
        visitor.follow()
        guesses.append(visitor.post(CODE, code="000000").status)

    assert guesses == [422] * 20 + [429]
    assert "000000" not in str(session.execute(select(FailedAttempt.__table__)).all())


@pytest.mark.parametrize("change", ["password", "closed", "late"])
def test_what_the_password_opened_ends_with_it(app, factor, half, session, change, monkeypatch):
    if change == "password":
        session.execute(update(Person).values(password_hash="another"))
    elif change == "closed":
        people.disable(session, EMAIL)
    else:
        monkeypatch.setattr(half_way, "LASTS_S", -1)
    session.commit()
    page = half.post(CODE, code=factor[0].now())

    assert (page.status, "เข้าสู่ระบบใหม่" in page.text) == (401, True)


def test_a_pass_that_somebody_else_signed_opens_nothing():
    forged = URLSafeTimedSerializer("not ours", salt="half signed in").dumps([1, "x"])

    for given in (forged, "", "x.y.z"):
        with pytest.raises(half_way.SecondStepEnded):
            half_way.read(SECRET, given)


def test_without_a_password_there_is_no_second_step(visitor):
    assert visitor.get(CODE).headers["Location"] == "/"


# Programs


def test_the_password_opens_nothing_for_programs_and_a_key_does(client, me, factor):
    opened = client.post("/v1/sessions", json={"email": EMAIL, "password": PASSWORD})
    basic = client.get("/v1/projects", base_url=SECURE, auth=(EMAIL, PASSWORD))
    figures = client.get("/api/areas", base_url=SECURE, auth=(EMAIL, PASSWORD))

    assert [one.status_code for one in (opened, basic, figures)] == [401] * 3
    assert {one.headers["X-Yudee-Problem"] for one in (opened, basic, figures)} == {"second-factor-needed"}
    me.get("/me/keys")
    page = me.post("/me/keys", name="x", scope="read", part="all", days="1")
    key = page.tree.xpath('//code[@class="secret"]/text()')[0]
    assert client.get("/v1/projects", base_url=SECURE, auth=(EMAIL, key)).status_code == 200


def test_a_wrong_password_says_nothing_of_the_second_factor(client, factor):
    answer = client.post("/v1/sessions", json={"email": EMAIL, "password": "wrong"})

    assert answer.headers["X-Yudee-Problem"] == "sign-in-refused"


# Its end


def test_switching_it_off_asks_for_a_code(app, me, factor):
    me.get("/me/second-factor")
    assert me.post("/me/second-factor/off", code="000000").status == 422
    assert me.post("/me/second-factor/off", code=factor[0].now()).headers["Location"].endswith("done=off")

    assert "ปิดการยืนยันสองขั้นแล้ว" in me.follow().text
    assert Visitor(app).sign_in(EMAIL, PASSWORD).headers["Location"] == "/review"


def test_new_recovery_codes_end_those_before(me, factor, half):
    me.get("/me/second-factor")
    page = me.post("/me/second-factor/codes", code=factor[1][0])
    new = page.tree.xpath('//ol[@class="codes"]//code/text()')

    assert len(new) == 10
    assert half.post(CODE, code=factor[1][1]).status == 422
    assert half.post(CODE, code=new[0]).status == 302


def test_an_administrator_takes_it_off_and_its_owner_is_told_once(app, me, factor, as_person, session):
    admin = as_person("admin", "50", email="chief@example.org")
    admin.get(f"/admin/people/{me.actor_id}")
    admin.post(f"/admin/people/{me.actor_id}/second-factor")
    assert "เลิกการยืนยันสองขั้นแล้ว" in admin.follow().text

    owner = Visitor(app)
    assert owner.sign_in(EMAIL, PASSWORD).headers["Location"] == "/me/second-factor?done=taken_off"
    assert "ผู้ดูแลระบบเลิก" in owner.follow().text
    assert "ผู้ดูแลเลิกการยืนยันสองขั้น chief" in owner.get("/me").text
    assert Visitor(app).sign_in(EMAIL, PASSWORD).headers["Location"] == "/review"
    assert session.scalars(select(RecoveryCode)).all() == []


def test_nobody_takes_the_own_one_off_without_a_code(as_person):
    admin = as_person("admin", "50", email=EMAIL)
    set_up(admin)
    token = admin.page.tree.xpath('//input[@name="csrf_token"]/@value')[0]

    assert admin.post(f"/admin/people/{admin.actor_id}/second-factor", csrf_token=token).status == 409


# Roles that have to have one


@pytest.fixture
def asked(app, monkeypatch):
    monkeypatch.setitem(app.config, "SECOND_FACTOR", frozenset(["district_officer"]))


def test_a_role_that_has_to_have_one_is_led_to_it_and_sees_nothing_else_before(app, asked, as_person):
    me = as_person(email=EMAIL)
    assert me.page.headers["Location"] == "/me/second-factor"
    assert [me.get(path).headers["Location"] for path in ("/review", "/me")] == ["/me/second-factor"] * 2
    assert me.get("/api/areas").answer.get_json()["code"] == "second-factor-to-set-up"

    set_up(me)
    assert me.get("/review").status == 200
    assert me.get("/api/areas").status == 200
    me.get("/me")
    refused = me.post(
        "/me/second-factor/off", csrf_token=me.page.tree.xpath('//input[@name="csrf_token"]/@value')[0], code="x"
    )
    assert refused.status == 409


def test_another_role_is_not_asked(asked, as_person):
    assert as_person("district_chief").page.headers["Location"] == "/areas/5007"


def test_programs_of_such_a_role_need_a_key(client, asked, as_person):
    as_person(email=EMAIL)
    answer = client.post("/v1/sessions", json={"email": EMAIL, "password": PASSWORD})

    assert answer.headers["X-Yudee-Problem"] == "second-factor-needed"
