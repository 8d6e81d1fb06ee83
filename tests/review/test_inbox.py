"""The list of submissions: whose, narrowed, counted, a page at a time."""

import pytest
from sqlalchemy import event, select, update

from server.db.models import Submission
from server.db.queries import inbox
from tests.factories import make_village


def names(page) -> list[str]:
    """What the list names, line by line."""
    return page.tree.xpath("//tbody/tr/td[1]/a/text()")


def listed(page) -> list[int]:
    """The ids of what is listed, line by line."""
    hrefs = page.tree.xpath("//tbody/tr/td[1]/a/@href")
    return [int(href.partition("?")[0].rpartition("/")[2]) for href in hrefs]


def test_what_has_more_to_look_at_comes_first_with_village_team_and_what_to_look_at(officer, field):
    field.account(0, instanceName="12/3 ตุลาคม")
    field.send("community_plan")

    first, second = officer.get("/review").rows()

    assert "แผนชุมชน" in first and "ขาดหลักฐาน" in first
    assert "12/3 ตุลาคม" in second and "บัญชีรับ-จ่ายครัวเรือน" in second
    assert "ม.3 บ้านทดสอบ 03" in second and field.phone.made.name in second and "รอตรวจ" not in second


def test_states_are_counted_and_narrow_the_list(officer, field):
    one, two = field.account(0), field.account(1)
    field.review(one, "approved")
    field.review(two, "has_issues")
    field.account(2)

    page = officer.get("/review?state=approved")

    tabs = [" ".join(tab.text_content().split()) for tab in page.tree.xpath('//nav[@class="tabs"]/a')]
    assert tabs == ["รอตรวจ 1", "ได้รับแล้ว 1", "ทีมแก้ไขแล้ว 0", "ตีกลับ รอแก้ไข 1", "อนุมัติแล้ว 1", "ไม่รับ 0", "ทั้งหมด 3"]
    assert listed(page) == [one]


def test_form_village_and_flags_narrow_the_list(officer, field, session):
    make_village(session, "50070504")
    session.commit()
    account = field.account(0)
    plan = field.send("community_plan", village_code="50070504")

    assert listed(officer.get("/review?form=household_account")) == [account]
    assert listed(officer.get("/review?village=50070504")) == [plan]
    assert listed(officer.get("/review?flagged=1")) == [plan]
    assert officer.get("/review?village=50070503&flagged=1").rows() == []


def test_pages_follow_each_other_without_gap_or_repetition(officer, field, monkeypatch):
    monkeypatch.setattr(inbox, "PAGE", 2)
    sent = [field.account(number) for number in range(5)]
    found, path = [], "/review"
    while path:
        page = officer.get(path)
        found += listed(page)
        path = next(iter(page.tree.xpath('//a[@rel="next"]/@href')), None)

    assert found == sent[::-1]


@pytest.mark.parametrize(
    ("role", "area", "seen"),
    [
        ("district_officer", "5007", {"household_account", "community_plan"}),
        ("province_officer", "50", {"community_plan"}),  # plans and projects: neither names nor amounts
        ("district_officer", "5008", set()),
    ],
)
def test_everybody_sees_what_their_area_and_role_let_them(as_person, field, session, role, area, seen):
    field.account(0)
    field.send("community_plan")

    page = as_person(role, area).get("/review?state=all")

    assert len(page.rows()) == len(seen)
    assert all("แผนชุมชน" in row for row in page.rows()) == ("household_account" not in seen)


def test_a_village_outside_the_phones_area_is_seen_from_both_sides(as_person, field, session):
    make_village(session, "50080101")
    session.commit()
    strayed = field.send("community_plan", amphoe_code="5008", tambon_code="500801", village_code="50080101")

    for area in ("5007", "5008"):
        page = as_person(area=area).get("/review")
        assert listed(page) == [strayed]
        assert "นอกพื้นที่" in page.text


def test_what_is_not_drained_yet_is_seen_already(officer, field):
    assert field.phone.send(field.phone.fill("community_plan")).status == 201

    assert len(officer.get("/review").rows()) == 1


def test_what_was_deleted_is_gone(officer, field, session):
    field.account(0)
    session.execute(update(Submission).values(deleted_at=Submission.received_at))
    session.commit()

    assert officer.get("/review?state=all").rows() == []


@pytest.mark.parametrize(
    "query",
    [
        "state=nonsense",
        "village=%27--",
        "after=x",
        "after=1." + "9" * 40,
        "since=2569-02-29",
        "team=9999999999",
        "flag=none",
        "find=%25_%5C",
        "form=none",
    ],
)
def test_an_address_that_makes_no_sense_breaks_nothing(officer, field, query):
    field.account(0)

    assert officer.get(f"/review?{query}").status == 200


def test_a_longer_list_takes_no_more_queries(officer, field, connected):
    field.account(0)
    few = queries_of(connected, lambda: officer.get("/review"))
    for number in range(1, 6):
        field.send("community_plan") if number % 2 else field.account(number)

    assert queries_of(connected, lambda: officer.get("/review")) == few
    assert field.session.scalars(select(Submission.id)).all()


def queries_of(engine, act) -> int:
    """How many statements something takes."""
    said = []

    def listen(*args: object) -> None:
        said.append(args[2])

    event.listen(engine, "before_cursor_execute", listen)
    act()
    event.remove(engine, "before_cursor_execute", listen)
    return len(said)


# Searching, and narrowing by more


@pytest.mark.parametrize("find", ["ฝายชะลอ", "ชะลอ สันป่า", "ชะลอน้ำ ม.๓", "5007"[:0] + "ห้วยสมมุติ"])
def test_words_are_found_inside_of_words(officer, field, find):
    plan = field.send("community_plan", instanceName="ฝายชะลอน้ำห้วยสมมุติ บ้านสันป่าตึง")
    field.send("community_plan", instanceName="ศาลาอเนกประสงค์")

    page = officer.get(f"/review?find={find}")

    assert listed(page) == [plan]
    assert "รอตรวจ 1" in " ".join(page.tree.xpath('//nav[@class="tabs"]')[0].text_content().split())


def test_what_searches_mean_something_by_is_only_itself(officer, field):
    field.send("community_plan", instanceName="ร้อยละ 70%")
    other = field.send("community_plan", instanceName="ร้อยละ 70")

    assert other not in listed(officer.get("/review?find=70%25"))
    assert listed(officer.get("/review?find=_____________________________________________________")) == []


def test_team_day_and_flag_narrow_the_list(officer, field, session):
    plan, account = field.send("community_plan"), field.account(0)
    team = field.phone.made.actor_id

    assert sorted(listed(officer.get(f"/review?team={team}"))) == sorted([plan, account])
    assert listed(officer.get(f"/review?team={team + 1}")) == []
    assert listed(officer.get("/review?flag=evidence_missing")) == [plan]
    assert listed(officer.get("/review?flag=outside_area")) == []
    assert len(listed(officer.get("/review?since=2026-01-01"))) == 2
    assert listed(officer.get("/review?until=2026-01-01")) == []
    assert len(listed(officer.get("/review?since=2569-01-01"))) == 2  # a Buddhist year is understood


def test_the_riskier_comes_first_whatever_came_later(officer, field):
    plan = field.send("community_plan")
    accounts = [field.account(number) for number in range(2)]

    assert listed(officer.get("/review")) == [plan, *accounts[::-1]]
