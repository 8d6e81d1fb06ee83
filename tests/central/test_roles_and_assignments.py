"""Roles under numbers that stay, who has which, and who may fill in which form."""

import pytest

from server.domain.permissions import ROLES
from tests.factories import make_person


@pytest.fixture
def admin(new_script):
    return new_script("admin", "50")


def test_numbers_of_roles_never_change(script):
    assert {one["id"]: one["system"] for one in script.get("/roles").get_json()} == {
        1: "admin",
        2: "app-user",
        3: "tambon_team",
        4: "committee_member",
        5: "district_officer",
        6: "district_chief",
        7: "province_officer",
        8: "evaluation_committee",
    }


def test_a_role_is_there_by_number_and_by_name_and_says_what_it_may_do(script):
    officer = script.get("/roles/5").get_json()

    assert officer == script.get("/roles/district_officer").get_json()
    assert officer["verbs"] == sorted(ROLES["district_officer"].may)
    assert script.get("/roles/2").get_json()["verbs"] == ["form.read", "submission.create"]
    assert script.get("/roles/king").get_json()["code"] == 404.1


def test_a_project_says_who_has_which_role(admin, session, phone):
    officer = make_person(session).actor_id
    make_person(session, role="admin", area="57")
    session.commit()

    assigned = admin.get("/projects/1/assignments").get_json()
    assert assigned == [{"actorId": admin.person_id, "roleId": 1}, {"actorId": officer, "roleId": 5}]
    assert [one["id"] for one in admin.get("/projects/1/assignments/5").get_json()] == [officer]
    assert [one["id"] for one in admin.get("/projects/1/assignments/app-user").get_json()] == [phone.made.actor_id]


def test_a_form_says_who_may_fill_it_in(admin, session, new_phone):
    team, committee = (new_phone().made, new_phone(role="committee_member", area="50070503").made)
    officer = make_person(session).actor_id
    session.commit()
    of_form = "/projects/1/forms/{}/assignments".format

    assert [one["actorId"] for one in admin.get(of_form("household_register")).get_json()] == [team.actor_id]
    everybody = {(team.actor_id, 2), (committee.actor_id, 2), (officer, 5)}
    assigned = admin.get(of_form("project_progress")).get_json()
    assert {(one["actorId"], one["roleId"]) for one in assigned} == everybody
    assert [one["id"] for one in admin.get(f"{of_form('project_progress')}/5").get_json()] == [officer]
    listed = admin.get("/projects/1/assignments/forms/5").get_json()
    assert {one["xmlFormId"] for one in listed} == {"project_progress", "project_screening"}
    assert admin.get(of_form("nothing")).get_json()["code"] == 404.1


def test_assigning_is_well_when_the_role_has_the_form_and_widens_nothing_otherwise(admin, new_phone):
    team, committee = (new_phone().made, new_phone(role="committee_member", area="50070503").made)
    address = "/projects/1/forms/household_register/assignments/2/{}".format

    assert admin.post(address(team.actor_id), {}).get_json() == {"success": True}
    refused = admin.post(address(committee.actor_id), {})
    assert (refused.status_code, refused.get_json()["code"]) == (409, 409.0)
    assert "tambon_team" in refused.get_json()["message"]
    assert committee.actor_id not in [
        one["actorId"] for one in admin.get("/projects/1/forms/household_register/assignments").get_json()
    ]


def test_a_form_is_not_taken_from_one_phone_alone(admin, new_phone):
    team, committee = (new_phone().made, new_phone(role="committee_member", area="50070503").made)
    address = "/projects/1/forms/household_register/assignments/2/{}".format

    assert admin.call("DELETE", address(team.actor_id)).get_json()["details"]["problem"] == "form-for-roles"
    assert admin.call("DELETE", address(committee.actor_id)).get_json()["code"] == 404.1


@pytest.mark.parametrize("role", ["1", "king", "99"])
def test_nobody_is_assigned_under_another_role(admin, phone, role):
    address = f"/projects/1/forms/household_register/assignments/{role}/{phone.made.actor_id}"

    assert admin.post(address, {}).get_json()["code"] == 404.1
