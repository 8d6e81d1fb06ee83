"""Phones as those who look after them see them."""

import pytest
from sqlalchemy import delete, func, select, update

from server.db.models import Event, Phone, PhoneForm
from server.domain.forms import publish
from tests.factories import make_system
from tests.openrosa.blank import newer
from tests.phone import HEADERS


@pytest.fixture
def admin(as_person):
    return as_person("admin", "50")


def address(phone, act=""):
    return f"/admin/phones/{phone.made.actor_id}{act}"


def test_a_phone_that_was_never_heard_of_says_so(admin, phone):
    (row,) = admin.get("/admin/phones").rows()

    assert phone.made.name in row
    assert "ยังไม่เคย" in row


def test_a_sync_tells_the_app_and_a_submission_counts_for_today(admin, phone):
    phone.sync()
    assert "Collect 2026.3.3" in admin.get("/admin/phones").rows()[0]

    phone.post(phone.fill("community_plan", files={"plan_photo_1": b"a photo"}).xml, {})
    row = admin.get("/admin/phones").rows()[0]
    assert row.split("Collect 2026.3.3 ")[1].startswith("1 1")  # sent today, files not arrived


def test_the_app_is_that_of_the_last_contact(admin, phone):
    phone.sync()
    newest = "org.odk.collect.android/v2027.1.0 Dalvik/2.1.0"
    phone.post(phone.fill("community_plan").xml, **{"User-Agent": newest})

    assert "Collect 2027.1.0" in admin.get("/admin/phones").rows()[0]


def test_an_app_that_says_too_much_is_cut(admin, phone):
    phone.post(phone.fill("community_plan").xml, **{"User-Agent": "org.odk.collect.android/v" + "9" * 300})

    assert f"Collect {'9' * 20} " in admin.get("/admin/phones").rows()[0]


@pytest.fixture
def renew(session):
    """Have a newer version of the plan published."""

    def put():
        publish(session, 1, newer("community_plan"), file_name="plan.xml", actor_id=make_system(session).id)
        session.commit()

    return put


def test_a_phone_that_has_an_old_form_is_shown_until_it_fetches_the_new_one(admin, phone, renew):
    phone.sync()
    assert "แบบฟอร์มเก่า" not in admin.get("/admin/phones").rows()[0]
    renew()
    assert "แบบฟอร์มเก่า" in admin.get("/admin/phones").rows()[0]
    assert "2999010101" in admin.get(address(phone)).text

    phone.sync()
    assert "แบบฟอร์มเก่า" not in admin.get("/admin/phones").rows()[0]


def test_of_a_phone_that_was_never_seen_to_fetch_its_submissions_tell(admin, phone, session, renew):
    phone.sync()
    late = phone.fill("community_plan")
    phone.send(phone.fill("community_plan"))
    renew()
    session.execute(delete(PhoneForm))
    session.commit()
    assert "แบบฟอร์มเก่า" not in admin.get("/admin/phones").rows()[0]

    phone.send(late)
    assert "แบบฟอร์มเก่า" in admin.get("/admin/phones").rows()[0]


def test_the_page_of_a_phone_names_submissions_but_no_answers(admin, phone):
    filled = phone.fill("household_register", head_name="นางสาวความลับ")
    phone.send(filled)

    page = admin.get(address(phone))
    assert filled.instance_id in page.text
    assert "ความลับ" not in page.text


def test_an_officer_sees_the_phones_of_the_own_district_and_cannot_act(officer, new_phone):
    near, far = new_phone(), new_phone(area="500101")

    assert [near.made.name in row for row in officer.get("/admin/phones").rows()] == [True]
    assert officer.get(address(near)).status == 200
    assert "/revoke" not in officer.page.answer.get_data(as_text=True)
    assert officer.get(address(far)).status == 404
    officer.get(address(near))
    assert officer.post(address(near, "/revoke")).status in (400, 403)


def test_revoking_and_a_new_code_take_effect_at_once_and_are_in_the_book(admin, phone, session):
    admin.get(address(phone))
    assert admin.post(address(phone, "/revoke")).status == 302
    assert "เพิกถอนแล้ว" in admin.follow().text
    assert phone.get(f"{phone.server_url}/formList").status == 403

    assert admin.post(address(phone, "/reissue")).status == 302
    assert phone.get(f"{phone.server_url}/formList").status == 403
    assert session.scalars(select(Phone.generation)).one() == 2
    book = session.execute(select(Event.verb, Event.actor_id).where(Event.subject == "phone").order_by(Event.id)).all()
    assert book == [("phone.revoke", admin.actor_id), ("phone.reissue", admin.actor_id)]


def test_the_sheet_is_a_pdf_that_nobody_keeps_and_an_event(admin, phone, session):
    admin.get(address(phone))
    sheet = admin.post(address(phone, "/sheet"))

    assert sheet.answer.data.startswith(b"%PDF-")
    assert (sheet.headers["Content-Type"], sheet.headers["Cache-Control"]) == ("application/pdf", "no-store")
    assert session.execute(
        select(Event.verb, Event.actor_id).where(Event.subject == "phone").order_by(Event.id)
    ).all() == [("phone.show", admin.actor_id)]


def test_there_is_no_sheet_of_a_revoked_phone(admin, phone, session):
    admin.get(address(phone))
    session.execute(update(Phone).values(revoked_at=func.now()))
    session.commit()

    assert admin.post(address(phone, "/sheet")).headers["X-Yudee-Problem"] == "phone-revoked"


def test_what_a_phone_says_it_is_may_be_anything(admin, phone):
    phone.wire("GET", f"{phone.server_url.removeprefix('https://yudee.example.org')}/formList",
               HEADERS | {"User-Agent": "<script>" + "x" * 900})  # fmt: skip

    assert "<script>x" not in admin.get("/admin/phones").answer.get_data(as_text=True)
