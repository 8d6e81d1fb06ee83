"""A team reads what became of what it sent, by a link that can be passed on without harm."""

import logging

import pytest
from sqlalchemy import select

from server.db.models import Submission
from server.db.session import transaction
from server.domain import phones, reviews
from server.domain.people import caller as caller_of
from server.domain.to_correct import entry_of
from tests.factories import SECRET, make_person
from tests.fixtures.field import drain


@pytest.fixture
def link(session):
    """The address of a phone's page: `link(phone)`."""

    def address(phone):
        with transaction() as reading:
            return phones.show(reading, phone.made.name, workspace_id=1, secret=SECRET).page_path

    return address


@pytest.fixture
def decide(session):
    """The district decides on the submission of this form."""

    def review(filled, state, comment=""):
        email = make_person(session).email
        session.commit()
        with transaction() as deciding:
            named = select(Submission.id).where(Submission.instance_id == filled.instance_id)
            reviews.review(deciding, caller_of(deciding, email, 1), deciding.scalar(named), state, comment)

    return review


def test_a_team_sees_what_it_sent_without_signing_in(visitor, phone, link):
    for _ in range(2):
        phone.send(phone.fill("household_account"))
    phone.send(phone.fill("community_plan"))
    drain()

    page = visitor.get(link(phone))
    assert page.status == 200
    assert phone.made.name in page.text
    assert "ส่งวันนี้ 3 · สัปดาห์นี้ 3" in page.text
    assert "ไม่มี ที่ส่งมาเรียบร้อยดี" in page.text


def test_what_was_sent_back_or_rejected_stands_there_with_what_the_district_said(visitor, phone, link, decide):
    back, bad, good = (phone.fill("community_plan") for _ in range(3))
    for one in (back, bad, good):
        phone.send(one)
    drain()
    decide(back, "has_issues", "ถ่ายภาพใหม่ให้ชัด")
    decide(bad, "rejected", "ส่งซ้ำ")
    decide(good, "approved", "เรียบร้อยมาก")

    text = visitor.get(link(phone)).text
    correct, _, said = text.partition("อำเภอแจ้งว่า")
    assert all(words in correct for words in ("ถ่ายภาพใหม่ให้ชัด", "ส่งซ้ำ", "ม.3"))
    assert "เรียบร้อยมาก" in said
    phone.send(phone.edit(back, plan_title="แผนใหม่"))
    assert "ถ่ายภาพใหม่ให้ชัด" not in visitor.get(link(phone)).text.partition("ที่ส่งสัปดาห์นี้")[0]


def test_files_that_have_not_arrived_are_to_be_sent_again(visitor, phone, link):
    phone.post(phone.fill("community_plan", files={"plan_photo_1": b"a photo"}).xml, {})

    assert "ไฟล์ยังมาไม่ถึง 1 ไฟล์" in visitor.get(link(phone)).text


def test_nobody_elses_submissions_are_there(visitor, phone, new_phone, link, decide):
    other = new_phone()
    sent = other.fill("community_plan")
    other.send(sent)
    decide(sent, "has_issues", "ของเครื่องอื่น")

    text = visitor.get(link(phone)).text
    assert "ของเครื่องอื่น" not in text
    assert "สัปดาห์นี้ 0" in text


def test_neither_households_nor_amounts_are_named_but_plans_and_projects_are(visitor, phone, link, decide):
    register = phone.fill("household_register", house_no="98/7", head_name="นางสาวความลับ")
    account = phone.fill("household_account", house_no="98/7", r_all="61234", receipt_total="61234.0")
    proposal = phone.fill("project_proposal", project_title="ฝายที่ทีมรู้จัก")
    for one in (register, account, proposal):
        assert phone.send(one).status == 201
        drain()
        decide(one, "has_issues", "ตรวจอีกครั้ง")

    page = visitor.get(link(phone)).answer.get_data(as_text=True)
    assert page.count("ตรวจอีกครั้ง") == 3
    assert [secret for secret in ("98/7", "ความลับ", "61234", "61,234") if secret in page] == []


def test_the_link_is_no_key_and_ends_with_the_code_of_the_phone(visitor, phone, link, session):
    path = link(phone)
    token = path.rpartition("/")[2]
    assert phone.made.token not in path
    assert phone.get(f"https://yudee.example.org/v1/key/{token}/projects/1/formList").status == 403

    phones.reissue(session, phone.made.name, workspace_id=1, secret=SECRET)
    session.commit()
    assert visitor.get(path).status == 404
    newer = link(phone)
    assert visitor.get(newer).status == 200
    phones.revoke(session, phone.made.name, workspace_id=1)
    session.commit()
    page = visitor.get(newer)
    assert (page.status, page.headers["X-Yudee-Problem"]) == (404, "team-page-unknown")
    assert "ขอลิงก์ใหม่จากอำเภอ" in page.text


@pytest.mark.parametrize(
    "token", ["1-" + "A" * 32, "999999999-" + "A" * 32, "x", "1", "%00", "๑-" + "A" * 32, "1-" + "A" * 33]
)
def test_a_link_nobody_made_opens_nothing(visitor, phone, token):
    assert visitor.get(f"/team/{token}").status == 404


def test_a_page_is_not_kept_and_does_not_tell_where_somebody_came_from(visitor, phone, link):
    for path in (link(phone), "/team/1-" + "A" * 32):
        headers = visitor.get(path).headers
        assert (headers["Referrer-Policy"], headers["Cache-Control"]) == ("no-referrer", "no-store")
        assert headers["X-Robots-Tag"] == "noindex"
        assert "Content-Security-Policy" in headers


def test_when_something_goes_wrong_the_token_is_not_written_down(visitor, phone, link, monkeypatch, caplog):
    def broken(*_, **__):
        raise RuntimeError("x")

    path = link(phone)
    monkeypatch.setattr("server.domain.team_page.queries.counts", broken)
    with caplog.at_level(logging.DEBUG):
        page = visitor.get(path)

    assert page.status == 500
    assert "team_page.py" in caplog.text
    assert path.rpartition("/")[2] not in caplog.text + page.text


def test_a_form_that_a_new_one_corrects_is_no_longer_to_be_corrected(visitor, phone, link, decide):
    old = phone.fill("household_account")
    phone.send(old)
    drain()
    decide(old, "has_issues", "ยอดไม่ตรงกับสมุด")
    new = phone.fill("household_account", corrects=str(entry_of("household_account", old.instance_id)))
    phone.send(new)
    drain()

    page = visitor.get(link(phone)).text
    assert "ไม่มี ที่ส่งมาเรียบร้อยดี" in page
    assert "ส่งฉบับใหม่มาแทนแล้ว รออำเภอตรวจ" in page
    decide(new, "approved")
    assert "ส่งฉบับใหม่มาแทนแล้ว และอำเภออนุมัติแล้ว" in visitor.get(link(phone)).text


def test_an_edited_form_is_told_as_corrected_until_the_district_decides(visitor, phone, link, decide):
    sent = phone.fill("community_plan")
    phone.send(sent)
    drain()
    decide(sent, "has_issues", "ถ่ายภาพใหม่ให้ชัด")
    phone.send(phone.edit(sent))
    drain()

    page = visitor.get(link(phone)).text
    assert "ไม่มี ที่ส่งมาเรียบร้อยดี" in page
    assert "แก้ไขบนโทรศัพท์แล้ว รออำเภอตรวจ" in page
    assert "ถ่ายภาพใหม่ให้ชัด" in page
    decide(sent, "approved")
    assert "แก้ไขบนโทรศัพท์แล้ว รออำเภอตรวจ" not in visitor.get(link(phone)).text
