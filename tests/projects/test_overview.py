"""The projects of an area at a glance, and that each number leads to exactly these projects."""

import re

import pytest
from sqlalchemy import text

from server.db.models import ProjectStanding
from tests.domain.projects.lives import make_life
from tests.factories import make_area, make_project, make_year
from tests.review.test_inbox import queries_of

PAGE = "/areas/5007/projects?year=2570"


@pytest.fixture
def province(session):
    """Five projects of two tambons, two of them with a standing, and a plan to be made."""
    make_year(session)
    make_area(session, "500706")
    one = make_project(session, stage="in_progress", programme=1, budget_approved=30_000_000, transferred=20_000_000)
    two = make_project(session, "50070601", stage="completed", programme=5, budget_approved=10_000_000)
    make_project(session, stage="forwarded", programme=1, budget_approved=None, budget_recommended=5_000_000)
    make_project(session, stage="cancelled", programme=2, budget_approved=7_000_000)
    make_project(session, stage="approved", programme=3, budget_approved=40_000_000)
    make_project(session, stage="approved", kind="plan_making", programme=None, budget_approved=2_000_000)
    standing(session, one, percent_physical=40, expected_percent=80, behind=True, disbursed=9_000_000)
    standing(session, two, percent_physical=100, expected_percent=100, geo_tagged=True, disbursed=10_000_000)
    session.commit()
    return session


def standing(session, project, **figures):
    nothing = dict.fromkeys(("geo_tagged", "stale", "behind", "overdue", "money_ahead", "reports_differ"), False)
    row = nothing | {"as_of": "2026-11-22", "computed_at": "2026-11-22T00:00Z", "disbursed": 0} | figures
    session.flush()
    session.merge(ProjectStanding(workspace_id=1, project_id=project.id, basis="official", **row))


def told(page) -> list[str]:
    return [" ".join(" ".join(one.itertext()).split()) for one in page.tree.xpath('//*[@class="sums"]/div')]


def test_the_sums_are_those_of_projects_and_the_making_of_plans_stands_apart(officer, province):
    page = officer.get(PAGE)

    projects, approved, work, withdrawn = told(page)
    assert projects.startswith("โครงการ 5") and "3" in projects
    assert "0.800" in approved
    assert "27.50%" in work and "85.00%" in work  # 22 of 80, and 34 of 40 of those with planned dates
    assert "23.75%" in withdrawn
    (apart,) = page.tree.xpath('//tr[@class="beside-total"]')
    assert "0.020" in apart.text_content()


def test_the_way_tells_who_came_so_far_and_who_stands_there(officer, province):
    rows = officer.get(PAGE).tree.xpath('(//table[contains(@class, "steps")])[1]/tbody/tr')

    lines = {row[0].text_content().strip(): [cell.text_content() for cell in row[1:]] for row in rows}
    assert lines["ส่งจังหวัด"] == ["4", "1", "0.050"]
    assert lines["อนุมัติแล้ว"] == ["3", "1", "0.400"]
    assert lines["แล้วเสร็จ"] == ["1", "1", "0.100"]
    assert lines["ยกเลิก"] == ["1", "0.070"]


def test_every_number_leads_to_exactly_these_projects(officer, province):
    page = officer.get(PAGE)
    links = page.tree.xpath('//main//a[starts-with(@href, "/projects?")]')
    numbered = [(link.get("href"), re.match(r"[0-9,]+", link.text_content().strip())) for link in links]

    counted = [(href, int(found[0].replace(",", ""))) for href, found in numbered if found]
    assert len(counted) > 20
    assert [(href, len(officer.get(href).rows())) for href, _ in counted] == counted


def test_the_parts_add_up_to_the_whole(officer, province):
    rows = officer.get(PAGE).tree.xpath("(//table)[last()]/tbody/tr")

    assert [[cell.text_content() for cell in row[1:3]] for row in rows] == [["4", "0.700"], ["1", "0.100"]]


def test_how_the_work_is_done_is_told_where_proposals_say_it(officer, session):
    make_year(session)
    life = make_life(session)
    life.compute()
    session.execute(text("update project_proposal set work_mode = 'hired'"))
    session.commit()

    page = officer.get(PAGE)

    (link,) = page.tree.xpath('//a[contains(@href, "mode=hired")]')
    assert len(officer.get(link.get("href")).rows()) == 1
    assert officer.get(link.get("href").replace("hired", "self")).rows() == []


def test_the_number_of_queries_does_not_grow_with_the_projects(officer, province, connected):
    few = queries_of(connected, lambda: officer.get(PAGE))
    for _ in range(20):
        make_project(province, "50070601")
    province.commit()

    assert queries_of(connected, lambda: officer.get(PAGE)) == few


def test_an_area_of_others_and_a_village_have_no_such_page(officer, province):
    assert officer.get("/areas/5001/projects").status == 404
    assert officer.get("/areas/50070503/projects").status == 404
