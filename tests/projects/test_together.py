"""Several projects approved by one order: all of them or none, each with its own event, looked at once more before."""

import pytest
from sqlalchemy import func, select

from server.db.models import Event, ProjectDecision, ProjectNotice
from tests.domain.projects.lives import TODAY, make_life

ADDRESS = "/projects/approvals"
ORDER = {"order_no": "ชม 7/2570", "decided_on": TODAY.isoformat()}


@pytest.fixture
def lives(session):
    """Three projects; two are forwarded at 100,000 and 60,000 baht, one is only proposed."""
    made = [make_life(session, number=number, title=f"โครงการ {number}") for number in (1, 2, 3)]
    made[0].screen()
    made[1].screen(budget=60_000)
    session.commit()
    return made


@pytest.fixture
def provincial(as_person):
    return as_person("province_officer", "50")


def boxes(page) -> list[str]:
    return page.tree.xpath('//input[@type="checkbox"]/@value')


def approve(visitor, ticked, **fields):
    """The list filled in with these boxes, and sent."""
    page = visitor.get(ADDRESS)
    token = page.tree.xpath('//input[@name="csrf_token"]/@value')[0]
    return visitor.post(ADDRESS, project=ticked, csrf_token=token, **(ORDER | fields))


def decisions(session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(ProjectDecision))


def test_the_list_has_what_is_forwarded_with_its_recommended_budget(provincial, lives):
    page = provincial.get(ADDRESS)

    assert boxes(page) == [f"{lives[0].id}:10000000", f"{lives[1].id}:6000000"]
    assert "160,000" in page.tree.xpath("string(//tfoot)")
    assert ADDRESS in {link.split("?")[0] for link in provincial.get("/projects?waiting=decide").links()}


def test_what_is_ticked_is_shown_with_its_sum_and_done_when_somebody_is_sure(provincial, lives, session):
    asked = approve(
        provincial, [f"{one.id}:{satang}" for one, satang in zip(lives[:2], (10_000_000, 6_000_000), strict=True)]
    )

    assert "160,000 บาท" in asked.text and "ชม 7/2570" in asked.text
    assert len(asked.rows()) == 2
    assert decisions(session) == 0
    ticked = asked.tree.xpath('//input[@name="project"]/@value')
    provincial.post(ADDRESS, project=ticked, sure="yes")

    assert "อนุมัติโครงการแล้ว" in provincial.follow().text
    assert [(one.row.stage, one.row.budget_approved) for one in lives] == [
        ("approved", 10_000_000),
        ("approved", 6_000_000),
        ("proposed", None),
    ]
    assert session.scalar(select(func.count()).where(Event.verb == "project.decide")) == 2
    assert session.scalar(select(func.count()).select_from(ProjectNotice)) == 4


def test_one_that_moved_on_stops_all_and_is_named(provincial, lives, session):
    ticked = boxes(provincial.get(ADDRESS))
    lives[1].decide("not_approved")
    session.commit()

    page = approve(provincial, ticked, sure="yes")

    assert page.status == 409
    assert lives[1].row.project_code in page.tree.xpath('string(//*[@role="alert"])')
    assert lives[0].row.stage == "forwarded"
    assert page.tree.xpath('//input[@type="checkbox"][@checked]/@value') == [f"{lives[0].id}:10000000"]


def test_a_second_click_is_told_that_it_is_done_and_decides_nothing_more(provincial, lives, session):
    ticked = boxes(provincial.get(ADDRESS))
    token = provincial.get(ADDRESS).tree.xpath('//input[@name="csrf_token"]/@value')[0]
    sent = {"project": ticked, "sure": "yes", "csrf_token": token} | ORDER

    first, second = (provincial.post(ADDRESS, **sent) for _ in range(2))

    assert (first.status, second.status) == (302, 302)
    assert decisions(session) == 2
    assert session.scalar(select(func.count()).where(Event.verb == "project.decide")) == 2
    assert provincial.post(ADDRESS, **sent | {"order_no": "ชม 8/2570"}).status == 409


def test_why_one_stands_in_the_way_is_told_in_words(provincial, lives, session):
    ticked = boxes(provincial.get(ADDRESS))
    lives[1].decide("not_approved")
    session.commit()

    told = approve(provincial, ticked, sure="yes").tree.xpath('string(//*[@role="alert"])')

    assert "ไม่อนุมัติ" in told and "not_approved" not in told


def test_what_somebody_added_to_the_address_is_left_out(provincial, lives):
    ticked = boxes(provincial.get(ADDRESS))
    token = provincial.get(ADDRESS).tree.xpath('//input[@name="csrf_token"]/@value')[0]

    asked = provincial.post(f"{ADDRESS}?area=5007&endpoint=x&_scheme=ftp", project=ticked, csrf_token=token, **ORDER)

    assert asked.tree.xpath('//form[@class="decisions"]/@action') == [f"{ADDRESS}?area=5007"]


def test_another_recommended_budget_than_was_read_is_not_approved(provincial, lives, session):
    page = approve(provincial, [f"{lives[0].id}:9000000"], sure="yes")

    assert page.status == 409
    assert lives[0].row.project_code in page.tree.xpath('string(//*[@role="alert"])')
    assert decisions(session) == 0


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"order_no": " "}, "order_no"),
        ({"decided_on": "someday"}, "decided_on"),
        ({"decided_on": "2999-01-01"}, "decided_on"),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_the_ticks_stay(provincial, lives, session, fields, fault):
    ticked = boxes(provincial.get(ADDRESS))

    page = approve(provincial, ticked, **fields)

    assert page.status == 422
    assert page.tree.xpath(f'string(//*[@id="{fault}-fault"])')
    assert page.tree.xpath('//input[@type="checkbox"][@checked]/@value') == ticked
    assert decisions(session) == 0


def test_nothing_ticked_is_told_so(provincial, lives, session):
    assert approve(provincial, []).status == 422
    assert approve(provincial, ["nonsense", "1:2"]).status == 422


def test_a_project_of_another_province_is_not_there(as_person, lives, session):
    other = as_person("province_officer", "51")

    assert boxes(other.get(ADDRESS)) == []
    token = other.get("/no-pages").tree.xpath('//input[@name="csrf_token"]/@value')[0]
    sent = {"project": f"{lives[0].id}:10000000", "sure": "yes", "csrf_token": token}
    assert other.post(ADDRESS, **ORDER, **sent).status == 404
    assert decisions(session) == 0


def test_evaluations_wait_for_the_province_and_stand_on_the_page_of_their_project(
    provincial, lives, session, as_person
):
    life = lives[0]
    life.decide()
    life.transfer()
    life.report(100, milestone="completed", state="approved")
    life.compute()
    committee = as_person("evaluation_committee", "50")
    session.commit()
    before = committee.get(f"/projects/{life.id}").text
    life.evaluation(state="received")
    life.compute()
    session.commit()

    assert "ประเมินด้วยแบบ" in before
    (waits,) = provincial.get("/projects").tree.xpath('//nav[@class="waits"]/a[contains(., "ผลประเมิน")]')
    assert waits.xpath("string(b)") == "1"
    page = provincial.get(f"/projects/{life.id}")
    assert f"/review/{life.evaluations[0].id}" in page.links()
    assert "4 / 5" in page.text
