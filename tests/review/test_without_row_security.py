"""The desk's pages hold without row-level security, too: each looks at area and class itself."""

import importlib

import pytest

from tests.fixtures.field import photo

MODULES = ("review.views", "review.dashboard", "review.conflicts", "register.views", "register.page", "projects.views")
PLACES = (
    "/review/{plan}",
    "/review/{account}",
    "/files/{plan}/{photo}",
    "/files/{plan}/{photo}?size=small",
    "/register/{household}",
    "/register/villages/50070503",
    "/register/villages/50070503/twice",
    "/register/villages/50070503/missing",
    "/register?area=5007",
)
LISTS = (
    "/review?state=all",
    "/review?state=all&village=50070503",
    "/review?state=all&find=ทดสอบ",
    "/desk",
    "/register",
)


@pytest.fixture
def sent(field, monkeypatch):
    """What district 5007 has; from then on every page reads as the owner of the tables."""
    plan = field.phone.fill("community_plan", files={"plan_photo_1": photo("plan")}, instanceName="แผนบ้านทดสอบ")
    (name,) = plan.files
    places = {
        "plan": field.sent(plan),
        "photo": name,
        "account": field.account(0),
        "household": field.households[0],
    }
    for module in MODULES:
        monkeypatch.setattr(importlib.import_module(f"server.{module}"), "scope_of", lambda _: None, raising=False)
    return places


@pytest.mark.parametrize("place", PLACES)
def test_what_is_of_another_district_is_not_there(as_person, sent, place):
    address = place.format(**sent)

    assert as_person(area="5007").get(address).status == 200
    assert as_person(area="5008").get(address).status == 404


@pytest.mark.parametrize("address", LISTS)
def test_lists_hold_nothing_of_another_district(as_person, sent, address):
    assert "บ้านทดสอบ" in as_person(area="5007").get(address).text
    assert "บ้านทดสอบ" not in as_person(area="5008").get(address).text


@pytest.mark.parametrize("role", ["province_officer", "district_chief", "evaluation_committee"])
def test_an_account_is_opened_by_the_districts_officers_alone(as_person, sent, role):
    area = "5007" if role == "district_chief" else "50"

    assert as_person(role, area).get(f"/review/{sent['account']}").status in (403, 404)
