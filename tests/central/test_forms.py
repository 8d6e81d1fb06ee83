"""Forms made, changed, deleted and restored by a script."""

import io
from urllib.parse import quote

import openpyxl
import pytest
from sqlalchemy import select

from server.db.models import Event, Form, FormVersion
from server.domain.forms import convert
from tests.domain.forms.test_conversion import survey, workbook
from tests.openrosa.blank import blank

FORMS = "/projects/1/forms"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def admin(new_script, monkeypatch):
    """Conversion in a process of its own has its tests in tests/workers/test_forms.py and test_pyodk.py."""
    monkeypatch.setattr("server.domain.forms.apart.convert_apart", convert)
    return new_script("admin", "50")


@pytest.fixture
def send(admin):
    """Post a definition or a workbook; returns the answer."""

    def post(source, query="", address=FORMS, **headers):
        kind = XLSX if source.startswith(b"PK") else "application/xml"
        return admin.call("POST", f"{address}{query}", data=source, content_type=kind, headers=headers)

    return post


def warned():
    """A workbook on which the converter has a remark: a choice has no label."""
    choices = [("list_name", "name", "label"), ("yes_no", "yes", None)]
    return workbook(survey=[("type", "name", "label"), ("select_one yes_no", "a", "x")], choices=choices)


def test_a_definition_becomes_a_draft_that_phones_do_not_get(send, phone, session):
    form = send(blank("survey", title="สำรวจ")).get_json()

    assert (form["xmlFormId"], form["name"], form["version"], form["publishedAt"]) == ("survey", "สำรวจ", "1", None)
    assert len(form["draftToken"]) == 64
    assert "survey" not in {one["formID"] for one in phone.listing()}
    made = session.scalars(select(FormVersion).join(Form).where(Form.form_id == "survey")).one()
    assert made.xml == blank("survey", title="สำรวจ")


def test_a_workbook_is_published_at_once_when_that_is_asked(send, admin, phone):
    form = send(workbook(), "?publish=TRUE").get_json()

    assert (form["xmlFormId"], form["draftToken"]) == ("survey", None)
    assert form["publishedAt"].endswith("Z")
    assert "survey" in {one["formID"] for one in phone.listing()}
    assert admin.get(f"{FORMS}/survey.xlsx").data == workbook_of(admin)
    assert openpyxl.load_workbook(io.BytesIO(workbook_of(admin))).sheetnames == ["survey", "settings"]


def workbook_of(admin):
    answer = admin.get(f"{FORMS}/survey.xlsx")
    assert answer.content_type == XLSX
    return answer.data


def test_a_workbook_without_an_id_gets_that_of_the_header(send):
    nameless = workbook(settings=[("version",), ("1",)])

    form = send(nameless, **{"X-XlsForm-FormId-Fallback": "%E0%B8%AA%E0%B8%A7%E0%B8%99%20%26%201"}).get_json()
    assert (form["xmlFormId"], form["name"]) == ("สวน & 1", "สวน & 1")
    assert send(nameless).get_json()["code"] == 400.15
    assert send(nameless, **{"X-XlsForm-FormId-Fallback": "%ff"}).get_json()["code"] == 400.6


def test_an_id_in_the_workbook_counts_for_more_than_the_header(send):
    assert send(workbook(), **{"X-XlsForm-FormId-Fallback": "other"}).get_json()["xmlFormId"] == "survey"


def test_what_is_wrong_with_a_workbook_is_said_and_nothing_is_stored(send, session):
    answer = send(survey(("text", "a", "x"), ("text", "b", "x", "${c} = 1")))

    refused = answer.get_json()
    assert (answer.status_code, refused["code"]) == (400, 400.15)
    assert "row 3" in refused["details"]["error"]
    assert refused["details"]["warnings"] == []
    assert session.scalar(select(Form).where(Form.form_id == "survey")) is None


def test_remarks_of_the_converter_are_told_first_and_accepted_with_a_word(send, session):
    refused = send(warned()).get_json()

    assert refused["code"] == 400.16
    assert len(refused["details"]["warnings"]["xlsFormWarnings"]) > 0
    assert refused["details"]["warnings"]["workflowWarnings"] == []
    assert session.scalar(select(Form).where(Form.form_id == "survey")) is None
    assert send(warned(), "?ignoreWarnings=True").status_code == 200


@pytest.mark.parametrize(
    ("source", "code"), [(b"", 400.3), (b"<html/>", 400.15), (b"PK broken", 400.15), (b"x" * 10_000_001, 413)]
)
def test_what_is_no_form_is_refused(send, source, code):
    assert send(source).get_json()["code"] == code


def test_a_form_that_is_there_is_not_made_again(send):
    assert send(blank("community_plan")).get_json()["code"] == 409.3
    send(blank("survey"))
    assert send(blank("survey", version="2")).get_json()["code"] == 409.3


def test_a_form_that_has_only_a_draft_is_listed_for_those_who_manage_forms(send, admin, new_script):
    draft = send(blank("survey")).get_json()

    assert draft in admin.get(FORMS).get_json()
    assert admin.get(f"{FORMS}/survey").get_json() == draft
    assert admin.get(f"{FORMS}/survey.xml").data == blank("survey")
    officer = new_script()
    assert "survey" not in {one["xmlFormId"] for one in officer.get(FORMS).get_json()}
    assert officer.get(f"{FORMS}/survey").get_json()["code"] == 404.1
    assert officer.get(f"{FORMS}/survey.xml").get_json()["code"] == 404.1


def test_a_form_is_closed_and_opened(admin, phone):
    closed = admin.patch(f"{FORMS}/community_plan", {"state": "closed"}).get_json()

    assert closed["state"] == "closed"
    assert "community_plan" not in {one["formID"] for one in phone.listing()}
    assert admin.get(f"{FORMS}/community_plan").get_json()["state"] == "closed"
    assert admin.patch(f"{FORMS}/community_plan", {"state": "open"}).get_json()["state"] == "open"
    assert admin.patch(f"{FORMS}/community_plan", {}).get_json()["state"] == "open"


@pytest.mark.parametrize("state", ["deleted", "ajar", 5, ["open"], {}])
def test_a_state_that_is_none_is_refused(admin, state):
    assert admin.patch(f"{FORMS}/community_plan", {"state": state}).get_json()["code"] == 400.8


def test_a_deleted_form_is_gone_and_comes_back(send, admin, session):
    send(blank("survey"), "?publish=true")
    assert admin.call("DELETE", f"{FORMS}/survey").get_json() == {"success": True}

    assert admin.get(f"{FORMS}/survey").get_json()["code"] == 404.1
    assert admin.call("DELETE", f"{FORMS}/survey").get_json()["code"] == 404.1
    assert send(blank("survey", version="2")).get_json()["code"] == 409.3
    (deleted,) = admin.get(f"{FORMS}?deleted=true").get_json()
    assert (deleted["xmlFormId"], deleted["state"]) == ("survey", "open")
    assert admin.call("POST", f"{FORMS}/{deleted['id']}/restore").get_json() == {"success": True}
    assert admin.get(f"{FORMS}/survey").get_json()["state"] == "open"
    verbs = session.scalars(select(Event.verb).where(Event.actor_id == admin.person_id).order_by(Event.id)).all()
    assert [verb for verb in verbs if verb.startswith("form.")] == ["form.publish", "form.delete", "form.restore"]


def test_a_form_is_restored_by_its_name_too(send, admin):
    send(blank("2570"), "?publish=true")
    admin.call("DELETE", f"{FORMS}/2570")

    assert admin.call("POST", f"{FORMS}/2570/restore").status_code == 200
    assert admin.call("POST", f"{FORMS}/2570/restore").get_json()["code"] == 409
    assert admin.call("POST", f"{FORMS}/nothing/restore").get_json()["code"] == 404.1


def test_deleted_forms_are_for_those_who_manage_forms(script):
    assert script.get(f"{FORMS}?deleted=true").get_json()["code"] == 403.1


def test_a_form_that_figures_rest_on_is_not_deleted(admin):
    assert admin.call("DELETE", f"{FORMS}/household_account").get_json()["details"]["problem"] == "form-needed"


def test_the_file_of_a_form_with_a_thai_id_has_its_name_in_every_program(admin, new_script):
    admin.call("POST", f"{FORMS}?publish=true", data=blank("ฟอร์ม 1"), content_type="application/xml")
    answer = new_script().get(f"{FORMS}/ฟอร์ม 1/submissions.csv")

    said = answer.headers["Content-Disposition"]
    assert said == f"attachment; filename=\"_____ 1.csv\"; filename*=UTF-8''{quote('ฟอร์ม 1.csv')}"


@pytest.mark.parametrize("form_id", ["a.svc", "a.xml", "a.XLSX"])
def test_a_form_whose_address_would_be_another_is_refused(admin, form_id):
    sent = {"data": blank(form_id), "content_type": "application/xml"}

    assert admin.call("POST", FORMS, **sent).get_json()["code"] == 400.15
