"""Approving, sending back, rejecting; a colleague who was quicker; villages outside the phone's area."""

import pytest
from sqlalchemy import select

from server.db.models import Comment, Phone, Submission
from tests.factories import make_village
from tests.fixtures.field import drain


def stored(session, submission_id: int) -> Submission:
    session.expire_all()
    return session.get(Submission, submission_id)


@pytest.mark.parametrize(
    ("state", "comment"), [("approved", ""), ("has_issues", "ขอภาพใหม่"), ("rejected", "ไม่ใช่หมู่บ้านนี้")]
)
def test_a_decision_is_stored_with_its_comment_and_said(officer, field, session, state, comment):
    plan = field.send("community_plan")
    officer.get(f"/review/{plan}")
    officer.post(f"/review/{plan}", state=state, comment=comment)

    page = officer.follow()

    assert stored(session, plan).state == state
    assert session.scalars(select(Comment.body)).all() == ([comment] if comment else [])
    assert "บันทึกแล้ว" in page.text


@pytest.mark.parametrize("state", ["has_issues", "rejected"])
def test_sending_back_and_rejecting_want_a_comment(officer, field, session, state):
    plan = field.send("community_plan")
    officer.get(f"/review/{plan}")

    page = officer.post(f"/review/{plan}", state=state, comment="  ")

    assert page.status == 422
    assert "กรุณาเขียนความเห็น" in page.text
    assert stored(session, plan).state == "received"


def test_who_was_slower_sees_what_happened_and_overwrites_nothing(officer, as_person, field, session):
    plan = field.send("community_plan")
    other = as_person()
    officer.get(f"/review/{plan}")
    other.get(f"/review/{plan}")
    other.post(f"/review/{plan}", state="approved")

    page = officer.post(f"/review/{plan}", state="rejected", comment="เขียนไว้ยาวมาก")

    assert page.status == 409
    assert "อนุมัติแล้ว" in page.tree.xpath('//div[@role="alert"]')[0].text_content()
    assert page.tree.xpath("//textarea/text()") == ["เขียนไว้ยาวมาก"]
    assert stored(session, plan).state == "approved"


def test_an_edit_of_the_team_in_the_meantime_is_seen_before_deciding(officer, field, session):
    filled = field.phone.fill("community_plan")
    plan = field.sent(filled)
    officer.get(f"/review/{plan}")
    field.sent(field.phone.edit(filled, plan_title="แก้แล้ว"))

    page = officer.post(f"/review/{plan}", state="approved")

    assert page.status == 409
    assert "แก้แล้ว" in page.text
    assert stored(session, plan).state == "edited"


def test_after_looking_again_the_decision_goes_through(officer, as_person, field, session):
    plan = field.send("community_plan")
    other = as_person()
    officer.get(f"/review/{plan}")
    other.get(f"/review/{plan}")
    other.post(f"/review/{plan}", state="approved")
    officer.post(f"/review/{plan}", state="rejected", comment="ไม่ใช่")
    officer.post(f"/review/{plan}", state="rejected", comment="ไม่ใช่")

    assert stored(session, plan).state == "rejected"


@pytest.mark.parametrize(
    "fields",
    [{"state": "deleted"}, {"state": ""}, {"state": "approved", "seen": ""}, {"state": "approved", "seen": "x.y"}],
)
def test_a_form_that_was_tampered_with_decides_nothing(officer, field, session, fields):
    plan = field.send("community_plan")
    officer.get(f"/review/{plan}")

    assert officer.post(f"/review/{plan}", **fields).status == 404
    assert stored(session, plan).state == "received"


@pytest.mark.parametrize(
    ("role", "area", "status"), [("province_officer", "50", 403), ("district_officer", "5008", 404)]
)
def test_others_decide_nothing(as_person, field, session, role, area, status):
    plan = field.send("community_plan")
    visitor = as_person(role, area)
    token = visitor.get("/no-pages").tree.xpath('//input[@name="csrf_token"]/@value')[0]

    page = visitor.post(f"/review/{plan}", state="approved", seen="received.0", csrf_token=token)

    assert page.status == status
    assert stored(session, plan).state == "received"


def test_nobody_reviews_what_their_own_phone_sent(officer, field, session):
    plan = field.send("community_plan")
    session.get(Phone, field.phone.made.actor_id).person_id = officer.actor_id
    session.commit()
    officer.get(f"/review/{plan}")

    page = officer.post(f"/review/{plan}", state="approved")

    assert (page.status, page.headers["X-Yudee-Problem"]) == (403, "own-submission")


def test_a_village_outside_the_phones_area_is_accepted_with_one_button(as_person, field, session):
    make_village(session, "50080101")
    session.commit()
    plan = field.send("community_plan", amphoe_code="5008", tambon_code="500801", village_code="50080101")
    neighbour = as_person(area="5008")
    before = neighbour.get(f"/review/{plan}")
    neighbour.post(f"/review/{plan}/area")
    drain()

    after = neighbour.follow()

    assert before.tree.xpath(f'//form[@action="/review/{plan}/area"]')
    assert stored(session, plan).area_accepted_by == neighbour.actor_id
    assert not after.tree.xpath(f'//form[@action="/review/{plan}/area"]')


def test_a_decision_changes_the_villages_grade(officer, field):
    field.accounts(range(7), "approved")
    field.review(field.forum(range(7)))
    plan = field.send("community_plan")
    officer.get(f"/review/{plan}")
    officer.post(f"/review/{plan}", state="approved")
    drain()

    page = officer.get("/villages/50070503?year=2570")

    official, provisional = (card.text_content() for card in page.tree.xpath('//div[contains(@class, "basis-card")]'))
    assert "ระดับ" in official and "ผ่าน 2 จาก 4 ตัวชี้วัด" in official
    assert "เบื้องต้น" in provisional
