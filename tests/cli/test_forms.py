"""Forms by command: checked as a phone would load them, published, listed."""

import pytest

from tests.factories import make_system, make_workspace
from tests.forms.sheets import workbook_path
from tests.openrosa.blank import blank


@pytest.fixture(autouse=True)
def workspace(session):
    make_system(session)
    return make_workspace(session)


def test_a_workbook_is_checked_without_being_published(yudee):
    checked = yudee("forms", "check", workbook_path("forum_attendance"))

    assert (checked.status, checked.err) == (0, "")
    assert checked.out.startswith("forum_attendance.xlsx: forum_attendance ")
    assert yudee("forms", "list", "--json").json == []


def test_what_the_engine_of_phones_cannot_load_is_told(yudee, tmp_path):
    broken = tmp_path / "broken.xml"
    broken.write_bytes(blank("broken").replace(b"</model>", b'<bind nodeset="/data/note" relevant="(("/></model>'))

    for command in ("check", "draft", "publish"):
        refused = yudee("forms", command, broken)

        assert (refused.status, refused.out) == (1, "")
        assert "[form-invalid]" in refused.err
    assert yudee("forms", "list", "--json").json == []


def test_published_forms_are_listed_with_the_version_phones_get(yudee, session):
    (published,) = yudee("forms", "publish", workbook_path("forum_attendance"), "--json").json

    assert published["published"]
    (listed,) = yudee("forms", "list", "--json").json
    assert (listed["form_id"], listed["version"]) == ("forum_attendance", published["version"])
    assert "[form-version-exists]" in yudee("forms", "publish", workbook_path("forum_attendance")).err
    assert yudee("forms", "publish", workbook_path("forum_attendance"), "--if-new", "--json").json == [
        {"file": "forum_attendance.xlsx", "published": False, "version": None}
    ]


def survey(tmp_path, version="1", **given):
    file = tmp_path / f"survey{version}.xml"
    file.write_bytes(blank("survey", version=version, **given))
    return file


def test_a_draft_is_tried_and_then_published(yudee, tmp_path):
    made = yudee("forms", "draft", survey(tmp_path), "--for", "committee_member", "--json").json

    assert (made["versions"], made["for"], made["draft"]["version"]) == ([], ["committee_member"], "1")
    assert "/v1/test/" in made["draft"]["server_url"]
    assert "version 1 is published" in yudee("forms", "publish-draft", "survey").out
    assert [one["version"] for one in yudee("forms", "show", "survey", "--json").json["versions"]] == ["1"]
    assert "[draft-missing]" in yudee("forms", "publish-draft", "survey").err


def test_what_to_know_before_publishing_is_said(yudee, tmp_path):
    yudee("forms", "publish", survey(tmp_path, photos=1))
    told = yudee("forms", "draft", survey(tmp_path, "2", media=("map.png",)))

    assert "The question /p1 is gone" in told.out
    assert "map.png is not here yet" in told.out


def test_a_file_is_put_beside_a_draft(yudee, tmp_path):
    yudee("forms", "draft", survey(tmp_path, media=("map.png",)))
    (tmp_path / "map.png").write_bytes(b"picture")

    assert yudee("forms", "file", "survey", tmp_path / "map.png").out == "survey: map.png, 7 B\n"
    assert yudee("forms", "show", "survey", "--json").json["draft"]["files"] == {"map.png": True}
    assert "[form-file-unknown]" in yudee("forms", "file", "survey", survey(tmp_path)).err


def test_a_form_is_closed_deleted_and_restored(yudee, tmp_path):
    yudee("forms", "publish", survey(tmp_path))
    states = []
    for words in (("state", "survey", "closing"), ("delete", "survey"), ("restore", "survey")):
        assert yudee("forms", *words).status == 0
        states += [one["state"] for one in yudee("forms", "list", "--json").json]

    assert states == ["closing", "deleted", "closing"]
    assert "[form-not-deleted]" in yudee("forms", "restore", "survey").err


def test_a_form_that_figures_rest_on_is_not_deleted(yudee):
    yudee("forms", "publish", workbook_path("forum_attendance"))

    assert "[form-needed]" in yudee("forms", "delete", "forum_attendance").err


def test_whose_phones_get_a_form_is_said_and_only_phones_have_forms(yudee, tmp_path):
    yudee("forms", "publish", survey(tmp_path))

    assert yudee("forms", "for", "survey", "district_officer", "tambon_team").status == 0
    (listed,) = yudee("forms", "list", "--json").json
    assert listed["roles"] == ["tambon_team", "district_officer"]
    assert "[form-roles-unknown]" in yudee("forms", "for", "survey", "admin").err


def test_a_draft_is_thrown_away_and_a_form_without_a_version_with_it(yudee, tmp_path):
    yudee("forms", "draft", survey(tmp_path))

    assert yudee("forms", "discard-draft", "survey").status == 0
    assert yudee("forms", "list", "--json").json == []
