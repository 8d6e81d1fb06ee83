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

    checked = yudee("forms", "check", broken)

    assert (checked.status, checked.out) == (1, "")
    assert "[form-invalid]" in checked.err


def test_published_forms_are_listed_with_the_version_phones_get(yudee, session):
    (published,) = yudee("forms", "publish", workbook_path("forum_attendance"), "--json").json

    assert published["published"]
    (listed,) = yudee("forms", "list", "--json").json
    assert (listed["form_id"], listed["version"]) == ("forum_attendance", published["version"])
    assert "[form-version-exists]" in yudee("forms", "publish", workbook_path("forum_attendance")).err
    assert yudee("forms", "publish", workbook_path("forum_attendance"), "--if-new", "--json").json == [
        {"file": "forum_attendance.xlsx", "published": False, "version": None}
    ]
