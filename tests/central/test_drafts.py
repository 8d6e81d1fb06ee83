"""Drafts: sent, copied, tried, given files, published under a version, thrown away."""

import re

import pytest
from sqlalchemy import select

from server.db.models import Form, FormVersion
from server.domain.forms import convert
from server.domain.forms.drafting import under_version
from server.domain.forms.problems import VersionUnwritable
from tests.openrosa.blank import blank, newer

FORM = "/projects/1/forms/survey"
DRAFT = f"{FORM}/draft"


@pytest.fixture
def admin(new_script, monkeypatch):
    monkeypatch.setattr("server.domain.forms.apart.convert_apart", convert)
    return new_script("admin", "50")


@pytest.fixture
def send(admin):
    def post(source=b"", query="?ignoreWarnings=true", address=DRAFT):
        return admin.call("POST", f"{address}{query}", data=source, content_type="application/xml")

    return post


@pytest.fixture
def published(send):
    """The form `survey`, version 1, with a photo and a file."""
    source = blank("survey", photos=1, media=("ที่ดิน.csv", "map.png"))
    assert send(source, "?publish=true", "/projects/1/forms").status_code == 200
    return source


def test_a_draft_stands_beside_the_version_that_phones_get(send, admin, published, phone):
    assert send(blank("survey", version="2", title="ใหม่")).get_json() == {"success": True}

    draft = admin.get(DRAFT).get_json()
    assert (draft["version"], draft["name"], draft["publishedAt"]) == ("2", "ใหม่", None)
    assert admin.get(FORM).get_json()["version"] == "1"
    assert admin.get(f"{DRAFT}.xml").data == blank("survey", version="2", title="ใหม่")
    assert {one["formID"]: one["version"] for one in phone.listing()}["survey"] == "1"


def test_another_draft_takes_its_place(send, admin, published):
    send(blank("survey", version="2"))
    send(blank("survey", version="3"))

    assert admin.get(DRAFT).get_json()["version"] == "3"


def test_without_a_body_the_published_version_is_copied_with_its_files(send, admin, published):
    send()
    admin.call("POST", f"{DRAFT}/attachments/map.png", data=b"a map", content_type="image/png")
    admin.call("POST", f"{DRAFT}/publish?version=2")
    assert send().get_json() == {"success": True}

    assert admin.get(DRAFT).get_json()["version"] == "2"
    assert admin.get(f"{DRAFT}/attachments/map.png").data == b"a map"


def test_nothing_is_copied_of_a_form_that_was_never_published(send):
    send(blank("other"), "", "/projects/1/forms")

    assert send(address="/projects/1/forms/other/draft").get_json()["code"] == 409.7


def test_a_definition_of_another_form_is_no_draft_of_this_one(send, published, session):
    assert send(blank("other")).get_json()["code"] == 400.8
    assert session.scalar(select(Form).where(Form.form_id == "other")) is None


def test_a_form_that_is_not_there_has_no_draft(send, admin):
    assert send(blank("survey")).get_json()["code"] == 404.1
    assert send().get_json()["code"] == 404.1
    for method, tail in (("GET", ""), ("GET", ".xml"), ("DELETE", ""), ("POST", "/publish")):
        assert admin.call(method, f"{DRAFT}{tail}").get_json()["code"] == 404.1


def test_what_a_version_takes_away_is_told_first(send, admin, published):
    refused = send(blank("survey", version="2"), "").get_json()

    assert refused["code"] == 400.16
    (removed,) = refused["details"]["warnings"]["workflowWarnings"]
    assert (removed["type"], removed["details"]) == ("structureChanged", {"question": "/p1"})
    assert admin.get(DRAFT).get_json()["code"] == 404.1


def test_a_published_draft_is_what_phones_get(send, admin, published, phone):
    send(blank("survey", version="2"))
    assert admin.call("POST", f"{DRAFT}/publish").get_json() == {"success": True}

    assert {one["formID"]: one["version"] for one in phone.listing()}["survey"] == "2"
    assert admin.get(DRAFT).get_json()["code"] == 404.1
    assert [one["version"] for one in admin.get(f"{FORM}/versions").get_json()] == ["2", "1"]


@pytest.mark.parametrize("version", ["2026-11-27T12:00:00.123456", "รุ่น ๒", '1 & "2" <3>', "x" * 255])
def test_a_version_is_written_into_the_definition(send, admin, published, phone, version):
    send()
    answer = admin.call("POST", f"{DRAFT}/publish", query_string={"version": version})
    assert answer.get_json() == {"success": True}

    assert {one["formID"]: one["version"] for one in phone.listing()}["survey"] == version
    assert phone.sync()["survey"] == "new"  # the hash is that of the bytes
    served = admin.get(f"{FORM}.xml").data
    assert re.sub(rb'version="[^"]*">', b'version="1">', served, count=1) == published


@pytest.mark.parametrize("version", ["a\nb", "x" * 256, "\x01"])
def test_a_version_that_no_phone_could_read_is_refused(send, admin, published, session, version):
    send()
    answer = admin.call("POST", f"{DRAFT}/publish", query_string={"version": version})

    assert answer.get_json()["code"] == 400.8
    assert len(session.scalars(select(FormVersion).join(Form).where(Form.form_id == "survey")).all()) == 2
    assert admin.get(DRAFT).get_json()["version"] == "1"


def test_a_version_that_was_published_is_never_published_again(send, admin, published):
    send()
    assert admin.call("POST", f"{DRAFT}/publish").get_json()["code"] == 409.6
    assert admin.call("POST", f"{DRAFT}/publish?version=1").get_json()["code"] == 409.6
    assert admin.get(DRAFT).get_json()["version"] == "1"


def test_a_version_without_a_question_that_figures_rest_on_is_not_published(send, admin):
    address = "/projects/1/forms/community_plan/draft"
    send(newer("community_plan").replace(b"lao_stages", b"stages"), address=address)

    assert admin.call("POST", f"{address}/publish").get_json()["details"]["problem"] == "questions-needed"


def test_a_draft_is_thrown_away_unless_it_is_all_there_is(send, admin, published):
    send(blank("other"), "", "/projects/1/forms")
    assert admin.call("DELETE", "/projects/1/forms/other/draft").get_json()["code"] == 409.7

    send(blank("survey", version="2"))
    assert admin.call("DELETE", DRAFT).get_json() == {"success": True}
    assert admin.get(FORM).get_json()["version"] == "1"
    assert admin.call("DELETE", DRAFT).get_json()["code"] == 404.1


def test_a_definition_without_a_version_gets_one_and_keeps_every_other_byte():
    bare = blank("survey").replace(b' version="1"', b"")

    assert under_version(bare, "2").replace(b' version="2"', b"") == bare
    assert under_version(blank("survey").replace(b'"1"', b"'1'"), "2") == blank("survey", version="2")


@pytest.mark.parametrize("instance", [b"<instance><!-- x --><data", b'<instance><data x="a>b<"'])
def test_what_cannot_be_renamed_safely_is_left_alone(instance):
    with pytest.raises(VersionUnwritable):
        under_version(blank("survey").replace(b"<instance><data", instance, 1), "2")
