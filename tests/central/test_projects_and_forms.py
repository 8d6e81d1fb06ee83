"""Projects and forms, in the shapes pyODK and Central's own clients read."""

import hashlib

import pytest

from tests.factories import make_workspace
from tests.forms.converted import xform_text

FORM_KEYS = frozenset(
    (
        *("projectId", "xmlFormId", "name", "version", "hash", "sha", "sha256", "keyId", "state", "enketoId"),
        *("enketoOnceId", "draftToken", "webformsEnabled", "publishedAt", "createdAt", "updatedAt"),
    )
)


def test_a_project_is_a_workspace_in_which_one_has_a_duty(script, session):
    make_workspace(session, "57")
    session.commit()

    (project,) = script.get("/projects").get_json()
    assert project == script.get("/projects/1").get_json()
    assert (project["id"], project["name"]) == (1, "เชียงใหม่")
    assert set(project) == {
        "id", "name", "description", "archived", "keyId", "createdAt", "updatedAt", "deletedAt",
    }  # fmt: skip


@pytest.mark.parametrize("address", ["/projects/2", "/projects/2/forms", "/projects/99", "/projects/99/forms/x.xml"])
def test_another_province_is_not_there(script, session, address):
    make_workspace(session, "57")
    session.commit()

    assert script.get(address).get_json()["code"] == 404.1


def test_forms_are_listed_with_every_key_pyodk_reads(script):
    forms = script.get("/projects/1/forms").get_json()

    assert [form["xmlFormId"] for form in forms] == [
        "community_plan", "forum_attendance", "household_account", "household_register", "project_evaluation",
        "project_progress", "project_proposal", "project_screening",
    ]  # fmt: skip
    assert {frozenset(form) for form in forms} == {FORM_KEYS}
    assert forms[0] == script.get("/projects/1/forms/community_plan").get_json()


def test_the_definition_is_the_bytes_that_were_published(script):
    published = xform_text("community_plan").encode()
    form = script.get("/projects/1/forms/community_plan").get_json()

    answer = script.get("/projects/1/forms/community_plan.xml")
    assert answer.data == published
    assert answer.content_type.startswith("application/xml")
    assert form["hash"] == hashlib.md5(published).hexdigest()
    assert form["sha"] == hashlib.sha1(published).hexdigest()
    assert form["sha256"] == hashlib.sha256(published).hexdigest()


def test_a_form_that_is_not_there_is_404_1(script):
    assert script.get("/projects/1/forms/nothing").get_json()["code"] == 404.1
    assert script.get("/projects/1/forms/nothing.xml").get_json()["code"] == 404.1
    assert script.get("/projects/1/forms/nothing/submissions").get_json()["code"] == 404.1


def test_the_province_sees_forms_and_a_chief_does_not(new_script):
    assert new_script("province_officer", "50").get("/projects/1/forms").status_code == 200
    assert new_script("district_chief", "5007").get("/projects/1/forms").get_json()["code"] == 403.1
