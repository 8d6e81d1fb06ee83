"""The other pages of an area's projects: map, photos, strategy."""

import json
from datetime import date

from sqlalchemy import text

from server.db.queries.project_results import mark_all
from server.domain.projects import acts
from server.domain.projects.strategy import GROUPS
from server.projects import photos
from tests.domain.projects.lives import make_life
from tests.factories import make_project, make_year
from tests.fixtures.field import drain, photo
from tests.review.test_inbox import queries_of

MAP, PHOTOS, STRATEGY = "/areas/5007/projects/map?year=2570", "/areas/5007/photos?year=2570", "/areas/5007/strategy"


def photographed(field, report, stages=("before", "after")) -> None:
    """A report with a photo of each of these stages, approved."""
    answers = {f"photo_{number}_stage": stage for number, stage in enumerate(stages, 1)}
    files = {f"photo_{number}": photo(stage) for number, stage in enumerate(stages, 1)}
    field.review(report(**answers, files=files))
    mark_all(field.session, 1)
    field.session.commit()
    drain()


def pictures(page) -> list[str]:
    return [one.text_content().strip() for one in page.tree.xpath('//div[@class="series"]/div[.//img]/h3')]


def test_the_map_names_where_its_projects_come_from_and_counts_each_mark(officer, session):
    make_year(session)
    for stage in ("funded", "funded", "completed", "cancelled"):
        make_project(session, stage=stage)
    session.commit()

    page = officer.get(MAP)

    (drawn,) = page.tree.xpath("//div/@data-features")
    address = json.loads(drawn)["projects"]
    assert len(json.loads(officer.get(address).answer.data)["features"]) == 4
    key = [" ".join(one.text_content().split()) for one in page.tree.xpath('//ul[@class="key"]/li')]
    assert "โอนเงินแล้ว ยังไม่เริ่ม 2" in key and "แล้วเสร็จหรือประเมินแล้ว 1" in key
    assert {mark["form"] for mark in json.loads(drawn)["marks"].values()} == {
        "circle", "square", "triangle", "diamond", "cross"
    }  # fmt: skip


def test_without_any_site_there_are_words_instead_of_a_map(officer, session):
    make_year(session)
    session.commit()

    page = officer.get(MAP)

    assert page.tree.xpath("//div/@data-features") == []
    assert "ยังไม่มีโครงการของปีนี้ที่ระบุที่ตั้ง" in page.text


def test_photos_stand_by_stage_once_their_report_is_approved(as_person, field, report, project):
    sent = report(photo_1_stage="after", files={"photo_1": photo("after")})
    chief = as_person("district_chief", "5007")
    before = chief.get(PHOTOS)
    provisional = chief.get(f"{PHOTOS}&basis=provisional")
    field.review(sent)
    field.session.commit()

    assert (pictures(before), pictures(provisional), pictures(chief.get(PHOTOS))) == ([], ["หลังทำ"], ["หลังทำ"])
    (link,) = chief.page.tree.xpath('//a[@class="photo"]/@href')
    assert link.endswith("?size=large")
    assert chief.get(link).headers["Content-Type"] == "image/jpeg"


def test_photos_of_many_projects_come_page_by_page(officer, field, report, project, monkeypatch):
    monkeypatch.setattr(photos, "ON_A_PAGE", 1)
    photographed(field, report)
    second = make_project(field.session, title="อีกโครงการ")
    field.session.commit()
    day = date(2026, 11, 24).isoformat()
    sent = report(project=str(second.id), report_date=day, files={"photo_1": photo("other")})
    field.review(sent)
    field.session.commit()

    first = officer.get(PHOTOS)
    (more,) = first.tree.xpath('//a[@rel="next"]/@href')
    then = officer.get(more)

    titles = [page.tree.xpath("//section/h2/a")[0].text_content() for page in (first, then)]
    assert titles[0] == "อีกโครงการ" != titles[1]
    assert then.tree.xpath('//a[@rel="next"]') == []
    assert officer.get(f"{PHOTOS}&after=nonsense").status == 200


def test_the_number_of_queries_of_the_photos_stays(officer, field, report, project, connected):
    photographed(field, report)
    few = queries_of(connected, lambda: officer.get(PHOTOS))
    photographed(field, report, ("during", "during"))

    assert queries_of(connected, lambda: officer.get(PHOTOS)) == few


def test_the_strategy_has_twenty_issues_and_programmes_below_their_groups(officer, session):
    make_year(session)
    make_project(session, programme=5, budget_approved=30_000_000)
    make_project(session, programme=1, budget_approved=10_000_000)
    session.commit()

    page = officer.get(f"{STRATEGY}?year=2570")

    assert len(page.tree.xpath('//section[@class="card"]//ol/li')) == sum(len(group.issues) for group in GROUPS) == 20
    assert page.text.count("แผนงาน 5") == 2
    assert page.text.count("75.00%") == 2 and "25.00%" in page.text
    assert "นครแห่งชีวิตและความมั่งคั่ง" in page.text


def test_a_mission_group_has_what_counting_screenings_put_there_and_no_money_of_cancelled_projects(officer, session):
    """A screening that a phone sent and nobody approved, or somebody rejected, puts no project anywhere."""
    make_year(session)
    lived = [make_life(session, number=number, title=f"โครงการ {number}") for number in (1, 2)]
    for life in lived:
        life.screening_form()
        session.execute(text("update project_screening set mission_group = 'economy' where mission_group is null"))
        life.compute()
        life.decide()
    for state in ("received", "rejected"):
        lived[0].screening_form(state=state)
    session.execute(text("update project_screening set mission_group = 'social' where mission_group is null"))
    acts.cancel(session, lived[1].people["province_officer"], lived[1].id, "ซ้ำ", now=lived[1].tick())
    session.commit()

    page = officer.get(f"{STRATEGY}?year=2570")

    told = [" ".join(one.text_content().split()) for one in page.tree.xpath('//section[@class="card"]/p')]
    assert [one for one in told if "0.100" in one and " 2 " in one] == told and len(told) == 1


def test_the_page_of_a_year_without_projects_says_so(officer, session):
    make_year(session)
    session.commit()

    assert "ยังไม่มีรายงานของปีนี้ที่มีภาพ" in officer.get(PHOTOS).text
    assert officer.get(f"{STRATEGY}?year=2570").status == 200
