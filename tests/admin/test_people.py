"""People's accounts, looked after at a browser by an administrator."""

import datetime as dt

import pytest
from sqlalchemy import func, select, update

from server.db.models import Actor, Assignment, Event, Login, PasswordReset, Person
from server.domain import sessions
from tests.factories import PASSWORD, make_area, make_person, make_village
from tests.visitor import Visitor

NEW = "a long new password"
LONG_AGO = func.now() - dt.timedelta(days=91)


@pytest.fixture
def admin(as_person):
    return as_person("admin", "50", email="chief@example.org")


@pytest.fixture
def somsri(session):
    made = make_person(session, "somsri@example.org")
    session.commit()
    return made.actor_id


def address(person_id, act=""):
    return f"/admin/people/{person_id}{act}"


def act(admin, person_id, verb, **fields):
    """Press a button of the account's page."""
    admin.get(address(person_id))
    return admin.post(address(person_id, f"/{verb}"), **fields)


def link_of(admin, person_id):
    page = act(admin, person_id, "link")
    return page.tree.xpath("//code/text()")[0].removeprefix("https://yudee.example.org")


def book(session, person_id):
    rows = select(Event.verb, Event.actor_id).where(Event.subject == "person", Event.subject_id == str(person_id))
    return session.execute(rows.where(Event.verb.startswith("person.")).order_by(Event.id)).all()


# The list


def listed(admin, query=""):
    return [row.split()[1] for row in admin.get(f"/admin/people{query}").rows()]


def test_the_list_is_narrowed_by_word_role_area_and_last_sign_in(admin, session):
    for email, role, area in (
        ("a@example.org", "district_officer", "5007"),
        ("b@example.org", "district_chief", "5006"),
        ("c@example.org", "tambon_team", "500705"),
    ):
        make_person(session, email, role=role, area=area)
    make_person(session, "elsewhere@example.org", area="5101")
    session.commit()

    assert listed(admin) == ["a@example.org", "b@example.org", "c@example.org", "chief@example.org"]
    assert listed(admin, "?word=B@EX") == ["b@example.org"]
    assert listed(admin, "?role=tambon_team") == ["c@example.org"]
    assert listed(admin, "?area=5007") == ["a@example.org", "c@example.org"]
    assert listed(admin, "?came=never") == ["a@example.org", "b@example.org", "c@example.org"]
    session.execute(update(Person).where(Person.email == "a@example.org").values(last_sign_in_at=LONG_AGO))
    session.commit()
    assert listed(admin, "?came=long_ago") == ["a@example.org"]
    assert listed(admin, "?area=51&role=nobody&closed=x&came=y&page=-3") == listed(admin)


def test_a_list_of_many_has_pages(admin, session):
    for number in range(101):
        make_person(session, f"p{number:03}@many.org")
    session.commit()

    first, last = listed(admin, "?word=many"), listed(admin, "?word=many&page=2")
    assert (len(first), last) == (100, ["p100@many.org"])
    assert listed(admin, f"?page={10**30}") == []


def test_the_roles_say_how_many_have_them(admin, somsri):
    rows = admin.get("/admin/roles").rows()

    assert len(rows) == 7
    assert [row.split()[-1] for row in rows if "district_officer" in row or " admin " in row] == ["1", "1"]


# A new account


def add(admin, role="district_officer", **fields):
    admin.get(f"/admin/people/new?role={role}")
    given = {"email": "new@example.org", "name": "สมศรี", "area": "5007", "csrf_token": token(admin)}
    return admin.post("/admin/people", **given | fields)


def test_somebody_is_added_without_a_password_and_sets_it_by_a_link(app, admin, session):
    make_area(session, "5007")
    session.commit()
    page = add(admin)
    assert page.status == 302
    person = session.scalar(select(Person).where(Person.email == "new@example.org"))
    assert person.password_hash == ""
    assert "สร้างบัญชีแล้ว" in admin.follow().text

    link = link_of(admin, person.actor_id)
    newcomer = Visitor(app, "192.0.2.55")
    assert "new@example.org" in newcomer.get(link).answer.get_data(as_text=True)
    newcomer.post(link, password=NEW, again=NEW)
    assert "ตั้งรหัสผ่านแล้ว" in newcomer.follow().text
    assert newcomer.sign_in("new@example.org", NEW).headers["Location"] == "/review"
    assert session.scalar(select(Actor.display_name).where(Actor.id == person.actor_id)) == "สมศรี"
    assert [verb for verb, _ in book(session, person.actor_id)] == [
        "person.add",
        "person.give_reset",
        "person.set_password",
    ]


def test_places_are_those_of_the_roles_level_in_the_own_area(admin, session):
    make_village(session, "50070503", name_th="บ้านดอย")
    make_area(session, "5101")
    session.commit()

    def offered(role):
        return admin.get(f"/admin/people/new?role={role}").tree.xpath('//select[@name="area"]//option/@value')

    assert [code for code in offered("district_officer") if code] == ["5007"]
    assert [code for code in offered("committee_member") if code] == ["50070503"]
    assert offered("admin") == ["50"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"email": "somsri"}, "email-malformed"),
        ({"email": "chief@example.org"}, "person-exists"),
        ({"area": "5101"}, "area-unknown"),
        ({"area": "500705"}, "area-level-wrong"),
        ({"role": "king"}, "role-unknown"),
        ({"name": "x" * 61}, "display-name-unusable"),
    ],
)
def test_what_cannot_be_is_said_on_the_form_and_nothing_is_made(admin, session, fields, code):
    make_area(session, "5007"), make_area(session, "5101")
    session.commit()
    before = session.scalar(select(func.count(Actor.id)))
    page = add(admin, **fields)

    assert page.status in (404, 409, 422, 400)
    assert page.tree.xpath('//p[@role="alert"]')
    if code != "role-unknown":
        kept = {"email": "new@example.org"} | fields
        assert page.tree.xpath('//input[@name="email"]/@value') == [kept["email"]]
    session.rollback()
    assert session.scalar(select(func.count(Actor.id))) == before


# Changing


def test_name_and_address_are_changed(admin, somsri, session):
    act(admin, somsri, "name", name="สมศรี ใจดี", email="Somsri2@example.org")

    assert "สมศรี ใจดี" in admin.follow().text
    assert session.scalar(select(Person.email).where(Person.actor_id == somsri)) == "somsri2@example.org"
    assert book(session, somsri) == [("person.change", admin.actor_id)]


def test_another_duty_counts_from_the_next_request_on(app, admin, session):
    make_area(session, "5006")
    person = make_person(session, "somsri@example.org")
    session.commit()
    officer = Visitor(app)
    officer.sign_in("somsri@example.org", PASSWORD)
    admin.get(address(person.actor_id, "/duty?role=district_chief"))
    admin.post(address(person.actor_id, "/duty"), area="5006")

    assert officer.get("/review").status == 403
    assert officer.get("/areas/5006").status == 200
    assert session.execute(select(Assignment.role, Assignment.area_code).where(
        Assignment.actor_id == person.actor_id)).one() == ("district_chief", "5006")  # fmt: skip
    assert "เจ้าหน้าที่อำเภอ 5007 →" in admin.get(address(person.actor_id)).text


def test_of_two_administrators_the_second_is_told_that_the_account_changed(as_person, admin, somsri, session):
    other = as_person("admin", "50")
    for one in (admin, other):
        one.get(address(somsri))
    first = admin.post(address(somsri, "/name"), name="หนึ่ง", email="somsri@example.org")
    second = other.post(address(somsri, "/name"), name="สอง", email="somsri@example.org")

    assert (first.status, second.status) == (302, 409)
    assert "ระหว่างนี้มีคนเปลี่ยนบัญชีนี้" in second.text
    assert second.tree.xpath('//input[@name="name"]/@value') == ["สอง"]
    assert session.scalar(select(Actor.display_name).where(Actor.id == somsri)) == "หนึ่ง"


def test_closing_ends_the_sign_ins_and_opening_again_lets_in(app, admin, somsri, session):
    officer = Visitor(app)
    officer.sign_in("somsri@example.org", PASSWORD)
    act(admin, somsri, "close")

    assert officer.get("/review").headers["Location"].startswith("/?next=")
    assert officer.sign_in("somsri@example.org", PASSWORD).status == 401
    assert listed(admin, "?closed=closed") == ["somsri@example.org"]
    assert "somsri@example.org" not in listed(admin)

    act(admin, somsri, "open")
    assert officer.sign_in("somsri@example.org", PASSWORD).status == 302
    assert [verb for verb, by in book(session, somsri) if by == admin.actor_id] == ["person.disable", "person.enable"]


def test_nobody_closes_the_own_account_or_changes_the_own_duty(admin, somsri):
    me = admin.actor_id
    seen = admin.get(address(me)).tree.xpath('//input[@name="seen"]/@value')[0]

    assert admin.post(address(me, "/close"), seen=seen, csrf_token=token(admin)).status == 409
    duty = {"role": "district_officer", "area": "5007", "seen": seen}
    assert admin.post(address(me, "/duty"), csrf_token=token(admin), **duty).status == 409


def token(visitor):
    return visitor.page.tree.xpath('//input[@name="csrf_token"]/@value')[0]


def test_every_sign_in_of_somebody_is_shown_and_ended(app, admin, somsri, session):
    Visitor(app).sign_in("somsri@example.org", PASSWORD)
    sessions.sign_in("somsri@example.org", PASSWORD, sessions.BEARER, address="x", user_agent="python-requests/2.32")
    assert ["python-requests" in row for row in admin.get(address(somsri)).rows()] == [True, False]

    act(admin, somsri, "sign-ins")
    assert session.scalar(select(func.count()).select_from(Login).where(Login.actor_id == somsri)) == 0
    assert book(session, somsri) == [("person.end_sign_ins", admin.actor_id)]


# Setting a password


def test_a_code_is_printed_and_kept_as_a_digest(admin, somsri, session):
    sheet = act(admin, somsri, "code")

    assert sheet.answer.data.startswith(b"%PDF-")
    assert (sheet.headers["Content-Type"], sheet.headers["Cache-Control"]) == ("application/pdf", "no-store")
    kept = session.scalars(select(PasswordReset)).one()
    assert (kept.kind, len(kept.secret_sha256), kept.given_by) == ("code", 32, admin.actor_id)
    assert book(session, somsri) == [("person.give_reset", admin.actor_id)]


def test_a_new_link_ends_the_one_before_and_it_can_be_taken_back(app, admin, somsri):
    first, second = link_of(admin, somsri), link_of(admin, somsri)
    assert [Visitor(app).get(link).status for link in (first, second)] == [404, 200]

    act(admin, somsri, "take-back")
    assert Visitor(app).get(second).status == 404


def test_a_link_is_shown_once(admin, somsri):
    link = link_of(admin, somsri)

    assert admin.page.headers["Cache-Control"] == "no-store"
    assert link not in admin.get(address(somsri)).answer.get_data(as_text=True)


@pytest.mark.parametrize("verb", ["link", "code"])
def test_a_closed_account_gets_neither_link_nor_code(admin, somsri, session, verb):
    act(admin, somsri, "close")
    admin.get(address(somsri))

    assert admin.post(address(somsri, f"/{verb}"), csrf_token=token(admin)).status == 409
    assert session.scalar(select(PasswordReset)) is None


def test_closing_ends_what_was_given_out_for_good(app, admin, somsri):
    link = link_of(admin, somsri)
    act(admin, somsri, "close")
    act(admin, somsri, "open")

    assert Visitor(app).get(link).status == 404


@pytest.mark.parametrize("verb", ["link", "code", "close", "name"])
def test_an_account_with_duties_in_two_provinces_is_for_the_operator(admin, somsri, session, verb):
    other = make_area(session, "51")
    session.add(Assignment(actor_id=somsri, workspace_id=other.workspace_id, role="province_officer", area_code="51"))
    session.commit()
    seen = admin.get(address(somsri)).tree.xpath('//input[@name="seen"]/@value')[0]
    fields = {"name": "ก", "email": "other@example.org", "seen": seen, "csrf_token": token(admin)}

    page = admin.post(address(somsri, f"/{verb}"), **fields)
    assert page.status == 409
    assert "มีหน้าที่ในจังหวัดอื่นด้วย" in page.text


def test_what_is_in_the_book_names_nobody(admin, somsri, session):
    act(admin, somsri, "name", name="ความลับ", email="secret@example.org")
    link = link_of(admin, somsri)

    told = repr(session.scalars(select(Event.details)).all())
    assert not any(word in told for word in ("ความลับ", "secret@", "somsri", link.split("/")[-1]))
