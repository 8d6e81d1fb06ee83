"""Projects: the list and what wants looking at; one with its reports, its map and its photos."""

import json

import pytest
from geoalchemy2 import WKTElement
from sqlalchemy import update

from server.db.models import Area, Project, ProjectStanding
from server.db.queries.project_results import mark_all
from server.projects import listing
from tests.factories import make_project
from tests.fixtures.field import drain, photo
from tests.review.test_inbox import queries_of

FAR = "19.05 98.83 320 5"


def sums(page) -> list[str]:
    return [" ".join(" ".join(one.itertext()).split()) for one in page.tree.xpath('//*[@class="sums"]/div')]


def bounded(session) -> None:
    """Give the tambon a boundary that holds the site, but not what is FAR."""
    outline = "MULTIPOLYGON(((98.8 19, 98.86 19, 98.86 19.02, 98.8 19)))"
    session.get(Area, (1, "500705")).boundary = WKTElement(outline, srid=4326)
    session.commit()


def drawn(page) -> dict:
    (data,) = page.tree.xpath("//div/@data-map")
    return json.loads(data)


def test_a_project_says_how_far_work_and_money_are(officer, report, project):
    report(percent_physical="40", disbursed_total="30000")

    work, money, latest, _ = sums(officer.get(f"/projects/{project}?basis=provisional"))

    assert work.startswith("ผลงานสะสม 40%")
    assert money == "เบิกจ่ายสะสม 30.00% 30,000 จาก 100,000 บาท"
    assert latest == "รายงานล่าสุด ตรงที่ตั้ง ห่างจากที่ตั้ง 0 เมตร · ยืนยันด้วยพิกัดและภาพถ่ายแล้ว"


def test_officially_only_approved_reports_count(officer, field, report, project):
    one = report(percent_physical="40")
    before = sums(officer.get(f"/projects/{project}"))[0]
    field.review(one)
    mark_all(field.session, 1)
    field.session.commit()
    drain()

    assert before.startswith("ผลงานสะสม 0%")
    assert sums(officer.get(f"/projects/{project}"))[0].startswith("ผลงานสะสม 40%")


def test_page_and_list_say_the_same_also_while_a_project_waits_to_be_computed(officer, report, project, session):
    report(percent_physical="40")
    session.execute(update(ProjectStanding).values(percent_physical=35))
    session.commit()

    assert "35%" in sums(officer.get(f"/projects/{project}?basis=provisional"))[0]
    assert "35%" in officer.get("/projects?basis=provisional").rows()[0]


def test_reports_of_committee_and_team_stand_apart(officer, report, project):
    report(percent_physical="40", reporter_role="tambon_team")
    report(percent_physical="60", reporter_role="committee", at=FAR)

    page = officer.get(f"/projects/{project}?basis=provisional")

    committee, team = page.rows()
    assert "60%" in committee and "ไกลจากที่ตั้ง 4,448 เมตร" in committee
    assert "40%" in team and "ตรงที่ตั้ง 0 เมตร" in team


def test_a_report_from_outside_the_tambon_is_marked(officer, field, report, project):
    bounded(field.session)
    report(report_date="2026-11-20")
    inside = officer.get(f"/projects/{project}?basis=provisional")
    report(report_date="2026-11-21", at=FAR)
    outside = officer.get(f"/projects/{project}?basis=provisional")

    assert "0 เมตร · อยู่ในตำบล ·" in sums(inside)[2]
    assert "4,448 เมตร · อยู่นอกตำบล ·" in sums(outside)[2]
    assert ["อยู่นอกตำบล" in row for row in outside.rows()] == [True, False]


def test_the_district_is_told_when_committee_and_team_differ(officer, report, project):
    report(percent_physical="40", reporter_role="tambon_team", report_date="2026-11-20")
    report(percent_physical="60", reporter_role="committee", report_date="2026-11-22")

    page = officer.get(f"/projects/{project}?basis=provisional")

    (look,) = page.tree.xpath('//section[@class="look"]//li[contains(., "ทีมตำบล")]/text()')
    assert look == "กรรมการหมู่บ้านกับทีมตำบลรายงานผลงานต่างกันมากในช่วงสองสัปดาห์"
    assert len(officer.get("/projects?basis=provisional&attention=reports_differ").rows()) == 1


def test_the_map_has_the_site_its_circle_the_reports_and_the_boundary(officer, field, report, project):
    report(at=FAR)
    report(at=None)
    bounded(field.session)

    shown = drawn(officer.get(f"/projects/{project}"))

    assert [point["kind"] for point in shown["points"]] == ["site", "far"]
    assert shown["circles"] == [{"lat": 19.01, "lon": 98.83, "radius": 500}]
    assert shown["areas"][0]["type"].endswith("Polygon")


def test_a_project_without_any_position_has_words_instead_of_a_map(officer, field, session):
    nowhere = make_project(session)
    session.get(Project, (1, nowhere.id)).site = None
    session.commit()

    page = officer.get(f"/projects/{nowhere.id}")

    assert page.tree.xpath("//div/@data-map") == []
    assert "ไม่มีพิกัดทั้งของที่ตั้งและของรายงาน" in page.text


def test_photos_are_in_the_order_of_the_work(as_person, field, report, project):
    sent = report(photo_1_stage="after", files={"photo_1": photo("after")})
    field.review(sent)

    page = as_person("evaluation_committee", "50").get(f"/projects/{project}")

    series = [
        (column.xpath("./h3/text()")[0].strip(), len(column.xpath(".//img")))
        for column in page.tree.xpath('//section[@class="series rows"]/div')
    ]
    assert series == [("ก่อนทำ", 0), ("ระหว่างทำ", 0), ("หลังทำ", 1)]
    (picture,) = page.tree.xpath('//a[@class="photo"]')
    assert picture.get("href").endswith("?size=large")
    assert picture.xpath("string(img/@alt)").startswith("หลังทำ · ")
    assert page.answer.status_code == 200


def test_the_list_counts_what_wants_looking_at_and_narrows_to_it(officer, report, project, session):
    report(percent_physical="0", disbursed_total="90000", milestone="not_started")
    make_project(session, title="อีกโครงการ", stage="completed")
    session.commit()

    page = officer.get("/projects?basis=provisional&attention=money_ahead")

    tabs = [" ".join(tab.text_content().split()) for tab in page.tree.xpath('//nav[@class="tabs"]/a')]
    assert tabs[0] == "ทั้งหมด 2"
    assert tabs[-2:] == ["เบิกเงินเร็วกว่างาน 1", "รายงานต่างกัน 0"]
    assert len(page.rows()) == 1


def test_a_long_list_goes_on_on_the_next_page(officer, project, session, monkeypatch):
    monkeypatch.setattr(listing, "PROJECTS_ON_A_PAGE", 2)
    for _ in range(2):
        make_project(session)
    session.commit()
    first = officer.get("/projects")
    second = officer.get(first.tree.xpath('//a[@rel="next"]/@href')[0])

    assert [len(first.rows()), len(second.rows())] == [2, 1]
    assert second.tree.xpath('//a[@rel="next"]') == []


@pytest.mark.parametrize(("area", "count"), [("5007", 1), ("500705", 1), ("500706", 0)])
def test_the_list_is_that_of_an_area(officer, project, area, count):
    assert len(officer.get(f"/projects?area={area}").rows()) == count


def test_a_project_elsewhere_is_not_there(as_person, project):
    assert as_person(area="5008").get(f"/projects/{project}").status == 404
    assert as_person(area="5008").get("/projects?area=5007").status == 404


def test_more_projects_and_reports_take_no_more_queries(officer, report, project, session, connected):
    report()
    few = queries_of(connected, lambda: officer.get("/projects"))
    for _ in range(3):
        make_project(session)
    session.commit()
    report()

    assert queries_of(connected, lambda: officer.get("/projects")) == few
