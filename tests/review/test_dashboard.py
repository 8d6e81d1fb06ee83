"""The district at a glance."""

import datetime as dt

import pytest
from sqlalchemy import update

from server.db.models import SubmissionIndex
from tests.fixtures.field import drain
from tests.review.test_inbox import queries_of


def section(page, number: int) -> list[list[str]]:
    """The table of the page's second, third or fourth part, cell by cell."""
    rows = page.tree.xpath(f"//main/section[{number}]//tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in rows]


def test_what_waits_is_counted_by_age(officer, field, session):
    field.account(0)
    old = field.account(1)
    changed = update(SubmissionIndex).where(SubmissionIndex.submission_id == old)
    session.execute(changed.values(received_at=SubmissionIndex.received_at - dt.timedelta(days=20)))
    session.commit()

    ((form, *numbers),) = section(officer.get("/desk"), 2)

    assert (form, numbers) == ("บัญชีรับ-จ่ายครัวเรือน", ["1", "0", "1", "0", "2"])
    assert "1รอตรวจเกินหนึ่งสัปดาห์" in "".join(officer.page.text.split())


def test_villages_say_how_many_households_are_missing(officer, field):
    field.accounts(range(5), "approved")
    field.account(5)
    drain()

    ((village, _, accounts, forum, missing),) = section(officer.get("/desk"), 3)

    assert village == "ม.3 บ้านทดสอบ 03"
    assert accounts == "5/10 6 รวมที่รอตรวจ" and forum == "0/10"
    assert missing == "9"


def test_teams_say_what_they_sent_today_and_what_is_often_wrong(officer, field):
    field.send("community_plan")
    field.account(0)

    rows = section(officer.get("/desk"), 4)

    (team,) = [row for row in rows if row[0] == field.phone.made.name]
    assert team[7] == "2" and "ขาดหลักฐาน 1" in team[8]


def test_the_chief_reads_counts_without_links_to_submissions(as_person, field):
    field.account(0)

    page = as_person("district_chief").get("/desk")

    assert page.status == 200
    assert not [link for link in page.links() if link.startswith("/review")]


@pytest.mark.parametrize("area", ["5008"])
def test_another_district_sees_its_own(as_person, field, area):
    field.account(0)

    page = as_person(area=area).get("/desk")

    assert section(page, 2) == [] and section(page, 3) == []


def test_more_of_everything_takes_no_more_queries(officer, field, connected):
    field.account(0)
    few = queries_of(connected, lambda: officer.get("/desk"))
    for number in range(1, 5):
        field.account(number)

    assert queries_of(connected, lambda: officer.get("/desk")) == few
