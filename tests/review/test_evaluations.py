"""The province decides on evaluations and reads plans and projects; the district decides on everything else."""

import pytest

from tests.fixtures.field import drain


@pytest.fixture
def sent(field, project, new_phone):
    """A plan of the tambon team, and an evaluation by the committee of the province."""
    plan = field.send("community_plan")
    committee = new_phone(role="evaluation_committee", area="50")
    filled = committee.fill("project_evaluation", project=str(project))
    assert committee.send(filled).status == 201
    drain()
    return {"plan": plan, "evaluation": field.id_of(filled)}


@pytest.fixture
def provincial(as_person):
    return as_person("province_officer", "50")


def listed(page) -> list[str]:
    return [href.partition("?")[0] for href in page.tree.xpath("//tbody/tr/td[1]/a/@href")]


def tabs(page) -> dict[str, str]:
    return {one[0].getparent().text.strip(): one[0].text for one in page.tree.xpath('//nav[@class="tabs"]/a')}


def test_what_waits_is_what_one_decides_on(provincial, officer, sent):
    plan, evaluation = (f"/review/{sent[name]}" for name in ("plan", "evaluation"))

    assert listed(provincial.get("/review")) == [evaluation]
    assert tabs(provincial.page) | {"รอตรวจ": "1", "ทั้งหมด": "2"} == tabs(provincial.page)
    assert set(listed(provincial.get("/review?state=all"))) == {plan, evaluation}
    assert listed(officer.get("/review")) == [plan]
    assert tabs(officer.page)["รอตรวจ"] == "1"


def test_buttons_stand_only_where_the_reader_decides(provincial, officer, sent):
    buttons = {
        (name, reader): bool(visitor.get(f"/review/{sent[name]}").tree.xpath('//button[@name="state"]'))
        for name in sent
        for reader, visitor in (("province", provincial), ("officer", officer))
    }

    assert buttons == {
        ("plan", "province"): False,
        ("plan", "officer"): True,
        ("evaluation", "province"): True,
        ("evaluation", "officer"): False,
    }


def test_the_province_approves_an_evaluation_and_the_district_cannot(provincial, officer, sent):
    address = f"/review/{sent['evaluation']}"
    officer.get("/review")
    token = officer.page.tree.xpath('//input[@name="csrf_token"]/@value')[0]
    assert officer.post(address, state="approved", seen="received.0", csrf_token=token).status == 403

    provincial.get(address)

    assert provincial.post(address, state="approved").status == 302
    assert "บันทึกแล้ว" in provincial.follow().text
