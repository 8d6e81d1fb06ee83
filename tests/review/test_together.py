"""Approving a village's submissions together: what is drawn, what must be opened first, what is taken back."""

import datetime as dt

import pytest
from sqlalchemy import select, update

from server.db.models import Event, Phone, ReviewBatch, ReviewDraw, Submission, SubmissionVersion
from server.domain.draws import sample_size
from tests.fixtures.field import drain

ACCOUNTS = "/review?form=household_account&village=50070503"


def states(session) -> list[str]:
    session.expire_all()
    return list(session.scalars(select(Submission.state).order_by(Submission.id)))


def draw(officer, form: str = "household_account"):
    """Press the button of the list; returns the page of the draw."""
    address = f"/review?form={form}&village=50070503"
    (action,) = officer.get(address).tree.xpath('//form[@class="together"]/@action')
    officer.post(action)
    return officer.follow()


def approve(officer):
    """Press the button of the draw that is open, even one that is grey."""
    (action,) = officer.page.tree.xpath("//main//form/@action")
    return officer.post(action)


def sampled(page) -> list[str]:
    return page.tree.xpath("//tbody//td[1]/a/@href")


@pytest.mark.parametrize(("number", "size"), [(1, 1), (3, 3), (60, 3), (61, 4), (100, 5), (1000, 50)])
def test_one_in_twenty_is_drawn_and_at_least_three(number, size):
    assert sample_size(number) == size


def test_accounts_are_approved_together_after_the_sample_was_opened(officer, field, session):
    accounts = [field.account(number) for number in range(5)]
    page = draw(officer)
    address = page.path
    assert len(sampled(page)) == 3

    refused = approve(officer)
    assert (refused.status, refused.headers["X-Yudee-Problem"]) == (409, "sample-not-opened")
    for link in sampled(page):
        officer.get(link)
    officer.get(address)
    approve(officer)
    drain()

    assert "5" in officer.follow().tree.xpath('//div[@role="status"]/p')[0].text_content()
    assert states(session) == ["approved"] * 5
    decided = select(Event.subject_id).where(Event.verb == "submission.review")
    assert set(session.scalars(decided)) == set(map(str, accounts))


def test_attendance_needs_no_sample(officer, field, session):
    for number in range(3):
        field.forum([number], files={}, place_gps="18.94 98.83 320 6")
    assert sampled(draw(officer, "forum_attendance")) == []

    approve(officer)

    assert set(states(session)) == {"approved"}


def test_what_has_something_to_look_at_is_left_for_a_look(officer, field, session):
    field.account(0)
    strange = field.account(1, period_start="2569-10-01")
    page = draw(officer)
    for link in sampled(page):
        officer.get(link)
    officer.get(page.path)
    approve(officer)

    assert session.get(Submission, strange).state == "received"
    assert "approved" in states(session)


def test_what_was_edited_or_sent_back_since_the_draw_is_left_out(officer, field, session):
    filled = field.about(0)
    field.sent(filled)
    kept, back = field.account(1), field.account(2)
    page = draw(officer)
    for link in sampled(page):
        officer.get(link)
    field.sent(field.phone.edit(filled, house_no="99/9"))
    officer.get(f"/review/{back}")
    officer.post(f"/review/{back}", state="has_issues", comment="ขอดูสมุด")
    officer.get(page.path)

    approve(officer)

    assert states(session) == ["edited", "approved", "has_issues"]
    assert "2" in officer.follow().tree.xpath('//div[@role="status"]/p')[0].text_content()
    assert session.get(Submission, kept).state == "approved"


@pytest.mark.parametrize("form", ["community_plan", "project_progress", "nonsense", ""])
def test_plans_and_projects_are_not_approved_together(officer, field, session, form):
    field.send("community_plan")
    token = officer.get("/no-pages").tree.xpath('//input[@name="csrf_token"]/@value')[0]

    page = officer.post(f"/review/draws?form={form}&village=50070503", csrf_token=token)

    assert (page.status, page.headers["X-Yudee-Problem"]) == (409, "not-together")
    assert states(session) == ["received"]


def test_own_submissions_are_not_among_them(officer, field, session):
    field.account(0)
    session.get(Phone, field.phone.made.actor_id).person_id = officer.actor_id
    session.commit()
    (action,) = officer.get(ACCOUNTS).tree.xpath('//form[@class="together"]/@action')

    page = officer.post(action)

    assert page.headers["X-Yudee-Problem"] == "nothing-to-approve"


def test_a_draw_is_its_officers_own(officer, as_person, field, session):
    field.account(0)
    page = draw(officer)

    for other in (as_person(), as_person(area="5008")):
        assert other.get(page.path).status == 404
    assert session.scalars(select(ReviewDraw.sample)).one() != []


# Taking back


def test_a_decision_is_undone_within_a_minute(officer, field, session):
    plan = field.send("community_plan")
    officer.get(f"/review/{plan}")
    officer.post(f"/review/{plan}", state="approved")
    page = officer.follow()
    (undo,) = page.tree.xpath('//form[contains(@action, "/undo")]/@action')

    officer.post(undo)

    assert states(session) == ["received"]
    assert "ยกเลิกแล้ว" in officer.follow().text
    told = session.scalars(select(Event.details).where(Event.verb == "submission.review").order_by(Event.id)).all()
    assert [one["to"] for one in told] == ["approved", "received"]


def test_after_a_minute_it_is_too_late(officer, field, session):
    plan = field.send("community_plan")
    officer.get(f"/review/{plan}")
    officer.post(f"/review/{plan}", state="approved")
    page = officer.follow()
    (undo,) = page.tree.xpath('//form[contains(@action, "/undo")]/@action')
    session.execute(update(ReviewBatch).values(at=ReviewBatch.at - dt.timedelta(seconds=61)))
    session.commit()

    page = officer.post(undo)

    assert (page.status, page.headers["X-Yudee-Problem"]) == (409, "undo-too-late")
    assert states(session) == ["approved"]


def test_what_a_colleague_changed_since_is_not_taken_back(officer, as_person, field, session):
    plan = field.send("community_plan")
    officer.get(f"/review/{plan}")
    officer.post(f"/review/{plan}", state="approved")
    page = officer.follow()
    (undo,) = page.tree.xpath('//form[contains(@action, "/undo")]/@action')
    other = as_person()
    other.get(f"/review/{plan}")
    other.post(f"/review/{plan}", state="rejected", comment="ไม่ใช่")

    token = other.get("/no-pages").tree.xpath('//input[@name="csrf_token"]/@value')[0]
    assert other.post(undo, csrf_token=token).status == 404
    officer.post(undo)

    assert states(session) == ["rejected"]


def test_what_a_colleague_decided_alike_since_is_not_taken_back(officer, as_person, field, session):
    plan = field.send("community_plan")
    officer.get(f"/review/{plan}")
    officer.post(f"/review/{plan}", state="approved")
    (undo,) = officer.follow().tree.xpath('//form[contains(@action, "/undo")]/@action')
    other = as_person()
    for state in ("has_issues", "approved"):
        other.get(f"/review/{plan}")
        other.post(f"/review/{plan}", state=state, comment="ดูแล้ว")

    officer.post(undo)

    assert states(session) == ["approved"]


# What an attacker, or a hurry, may try


def test_edits_that_nobody_has_read_yet_are_not_approved_unseen(officer, field, session):
    filled = [field.about(number) for number in range(4)]
    for one in filled:
        field.sent(one)
    for one in filled[1:]:
        assert field.phone.send(field.phone.edit(one, period_start="2569-10-01")).status == 201
    page = draw(officer)
    for link in sampled(page):
        officer.get(link)
    officer.get(page.path)
    approve(officer)
    drain()

    assert states(session) == ["approved", "edited", "edited", "edited"]


def test_looking_at_an_earlier_version_is_not_looking(officer, field, session):
    filled = field.about(0)
    account = field.sent(filled)
    field.sent(field.phone.edit(filled, house_no="99/9"))
    page = draw(officer)
    first = session.scalars(select(SubmissionVersion.id).order_by(SubmissionVersion.id)).first()
    officer.get(f"/review/{account}?version={first}")
    officer.get(page.path)

    assert approve(officer).headers["X-Yudee-Problem"] == "sample-not-opened"


@pytest.mark.parametrize(
    "back", ["//[x", "//evil.example.org/review", "https://evil.example.org", "/admin", "\\\\evil"]
)
def test_the_way_back_leads_nowhere_else(officer, field, session, back):
    field.account(0)
    page = draw(officer)
    for link in sampled(page):
        officer.get(link)
    token = officer.get(page.path).tree.xpath('//input[@name="csrf_token"]/@value')[0]

    answer = officer.post(f"{page.path.partition('?')[0]}?back={back}", csrf_token=token)

    assert (answer.status, answer.headers["Location"].partition("?")[0]) == (302, "/review")
    assert states(session) == ["approved"]
