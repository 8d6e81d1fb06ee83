"""Areas of a province: loaded, renamed, and checked when a role gets one."""

import pytest
from sqlalchemy import select

from server.db.models import Area, Event, Workspace
from server.domain import areas, assignments, workspaces
from tests.factories import make_village, make_workspace


def test_a_province_comes_with_its_districts_and_subdistricts(session):
    loaded = areas.load(session, "50")

    assert (loaded.workspace_id, loaded.districts, loaded.subdistricts) == (1, 25, 204)
    saluang = session.get(Area, (1, "500705"))
    assert (saluang.level, saluang.name_th, saluang.name_en) == ("subdistrict", "สะลวง", "Saluang")


def test_loading_again_changes_nothing_but_names_that_differ(session):
    workspace_id = areas.load(session, "50").workspace_id
    session.get(Area, (workspace_id, "5007")).name_th = "ชื่อเก่า"

    again = areas.load(session, "50")

    assert again.changed == 1
    session.expire_all()
    assert session.get(Area, (workspace_id, "5007")).name_th == "แม่ริม"


def test_each_province_has_a_workspace_with_the_next_number(session):
    assert [areas.load(session, code).workspace_id for code in ("50", "51", "50")] == [1, 2, 1]
    assert session.scalars(select(Workspace.name).order_by(Workspace.id)).all() == ["เชียงใหม่", "ลำพูน"]


def test_a_failed_load_uses_up_no_number(session):
    areas.load(session, "51")
    session.rollback()

    assert areas.load(session, "50").workspace_id == 1


def test_loading_is_an_event_that_names_the_release(session):
    areas.load(session, "50")

    assert session.scalar(select(Event).where(Event.verb == "area.load")).details["source"].startswith("geothai ")


def test_a_province_that_is_none_is_refused(session):
    with pytest.raises(areas.ProvinceUnknown):
        areas.load(session, "99")


def test_the_only_workspace_needs_no_name(session):
    with pytest.raises(workspaces.NoWorkspace):
        workspaces.choose(session)
    made = make_workspace(session, "50")

    assert workspaces.choose(session) is made
    assert workspaces.choose(session, "50") is made


def test_of_several_workspaces_one_must_be_named(session):
    make_workspace(session, "50")
    other = make_workspace(session, "51")

    assert workspaces.choose(session, "51") is other
    with pytest.raises(workspaces.ProvinceNeeded, match="50, 51"):
        workspaces.choose(session)
    with pytest.raises(workspaces.WorkspaceUnknown):
        workspaces.choose(session, "52")


@pytest.mark.parametrize(
    ("role", "area"),
    [("tambon_team", "500705"), ("committee_member", "50070503"), ("district_officer", "5007"), ("admin", "50")],
)
def test_a_role_is_given_in_an_area_of_its_level(session, role, area):
    make_village(session, "50070503")

    assignments.check(session, 1, role, area)


@pytest.mark.parametrize(
    ("role", "area", "problem"),
    [
        ("chief", "5007", assignments.RoleUnknown),
        ("district_officer", "50", assignments.AreaLevelWrong),
        ("district_officer", "500๗", assignments.AreaLevelWrong),
        ("committee_member", "500705", assignments.AreaLevelWrong),
        ("tambon_team", "500799", assignments.AreaUnknown),
        ("committee_member", "50070599", assignments.AreaUnknown),
    ],
)
def test_a_role_in_the_wrong_place_is_refused(session, role, area, problem):
    make_village(session, "50070503")

    with pytest.raises(problem):
        assignments.check(session, 1, role, area)


def test_the_area_of_municipal_communities_is_known_by_their_codes(session):
    make_workspace(session, "50")
    make_village(session, "50990063", kind="community")
    for code in ("5099", "509900"):
        session.delete(session.get(Area, (1, code)))

    assignments.check(session, 1, "tambon_team", "509900")
