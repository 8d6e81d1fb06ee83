"""What a project and its forms hold, told with extended metadata, as far as each caller may know."""

import pytest
from sqlalchemy import update

from server.db.models import Submission
from tests.factories import make_household

MORE = {"X-Extended-Metadata": "true"}


@pytest.fixture
def numbered(new_script):
    """The extended metadata of a form, as somebody in a role is told."""
    return lambda form_id, *who: new_script(*who).get(f"/projects/1/forms/{form_id}", **MORE).get_json()


def test_an_officer_reads_how_many_submissions_wait_in_the_own_area(phone, new_phone, session, numbered):
    elsewhere = new_phone(area="500101")
    for one in (phone, phone, elsewhere):
        one.send(one.fill("household_register"))
    session.execute(update(Submission).where(Submission.actor_id == elsewhere.made.actor_id).values(village_code=None))
    session.commit()
    form = numbered("household_register", "district_officer", "5007")

    assert form["submissions"] == 2
    assert form["reviewStates"] == {"received": 2, "hasIssues": 0, "edited": 0}
    assert form["lastSubmission"].endswith("Z")
    assert form["createdBy"]["displayName"] == "yudee"
    assert (form["entityRelated"], form["publicLinks"], form["excelContentType"]) == (True, 0, None)


@pytest.mark.parametrize(
    ("role", "area", "form_id", "is_told"),
    [
        ("province_officer", "50", "household_account", False),
        ("province_officer", "50", "community_plan", True),
        ("admin", "50", "community_plan", False),
        ("tambon_team", "500705", "community_plan", False),
    ],
)
def test_who_may_not_list_the_submissions_is_not_told_how_many(phone, numbered, role, area, form_id, is_told):
    phone.send(phone.fill(form_id))
    form = numbered(form_id, role, area)

    assert ("submissions" in form, "lastSubmission" in form, "reviewStates" in form) == (is_told,) * 3


def test_a_list_of_forms_has_the_numbers_of_each(script, phone):
    phone.send(phone.fill("community_plan"))

    told = {form["xmlFormId"]: form["submissions"] for form in script.get("/projects/1/forms", **MORE).get_json()}
    assert (told["community_plan"], told["household_account"]) == (1, 0)


def test_a_project_says_what_it_holds_for_an_officer(script, phone, new_phone, session):
    new_phone(area="500101")
    make_household(session)
    session.commit()
    before = script.get("/projects/1", **MORE).get_json()
    phone.send(phone.fill("household_register"))
    after = script.get("/projects/1", **MORE).get_json()

    assert (before["forms"], before["appUsers"]) == (8, 1)
    assert before["datasets"] == len(script.get("/projects/1?datasets=True").get_json()["datasetList"]) > 0
    assert before["lastSubmission"] is None
    assert after["lastSubmission"].endswith("Z")
    assert after["lastEntity"].endswith("Z")
    assert "submission.review" in after["verbs"]


def test_a_chief_is_told_what_a_chief_may_do_and_nothing_of_forms(new_script):
    project = new_script("district_chief", "5007").get("/projects/1?forms=true&datasets=true", **MORE).get_json()

    assert "project.consent" in project["verbs"]
    assert not {"forms", "appUsers", "lastSubmission", "lastEntity", "formList", "datasetList"} & set(project)


def test_the_administrator_is_told_which_lists_there_are_and_nothing_of_households(new_script, session):
    make_household(session)
    session.commit()
    (project,) = new_script("admin", "50").get("/projects?datasets=true", **MORE).get_json()

    assert not {"lastSubmission", "lastEntity"} & set(project)
    assert project["forms"] == 8
    assert project["datasets"] == len(project["datasetList"]) > 0


@pytest.mark.parametrize(("role", "area"), [("district_officer", "5007"), ("province_officer", "50"), ("admin", "50")])
@pytest.mark.parametrize("more", [{}, MORE])
def test_a_project_lists_its_entity_lists_as_their_own_address_does(new_script, role, area, more):
    script = new_script(role, area)

    (project,) = script.get("/projects?datasets=true", **more).get_json()
    assert project["datasetList"] == script.get("/projects/1/datasets", **more).get_json() != []


def test_a_project_lists_its_forms_when_asked(script):
    (project,) = script.get("/projects?forms=true").get_json()

    assert project["formList"] == script.get("/projects/1/forms").get_json()
    assert "forms" not in project
