"""Files beside a form: put there by a script, fetched by scripts and by phones with a password."""

import hashlib

import pytest

from server.domain.forms import convert
from tests.factories import PASSWORD, make_household, make_person
from tests.openrosa.blank import blank
from tests.phone import HEADERS
from tests.wire import DirectWire, LoginWire

FORM = "/projects/1/forms/survey"
FILES = f"{FORM}/draft/attachments"
THAI = "%E0%B8%97%E0%B8%B5%E0%B9%88%E0%B8%94%E0%B8%B4%E0%B8%99.csv"  # ที่ดิน.csv
TABLE = "name,label\n1,หนึ่ง\n".encode()


@pytest.fixture
def admin(new_script, monkeypatch):
    """An administrator; the form `survey` has a draft."""
    monkeypatch.setattr("server.domain.forms.apart.convert_apart", convert)
    script = new_script("admin", "50")
    source = blank("survey", media=("ที่ดิน.csv", "map.png", "households.csv"))
    made = script.call("POST", "/projects/1/forms", data=source, content_type="application/xml")
    assert made.status_code == 200
    return script


def put(script, name=THAI, content=TABLE, kind="text/csv", **headers):
    return script.call("POST", f"{FILES}/{name}", data=content, content_type=kind, headers=headers)


def test_a_table_says_its_charset_once(admin):
    assert put(admin, kind="text/csv; charset=utf-8").status_code == 200

    fetched = [admin.get(f"{FILES}/{name}").headers["Content-Type"] for name in (THAI, "households.csv")]
    assert fetched == ["text/csv; charset=utf-8"] * 2


def test_a_draft_says_which_files_it_asks_for(admin):
    files = admin.get(FILES).get_json()

    assert [file["name"] for file in files] == ["ที่ดิน.csv", "map.png", "households.csv"]
    assert files[0] == {
        "name": "ที่ดิน.csv", "type": "file", "hash": None, "exists": False, "blobExists": False,
        "datasetExists": False, "updatedAt": None, "size": None,
    }  # fmt: skip
    assert files[1]["type"] == "image"
    assert (files[2]["exists"], files[2]["blobExists"], files[2]["datasetExists"]) == (True, False, True)


def test_a_file_is_put_beside_the_draft_and_read_byte_for_byte(admin):
    file = put(admin).get_json()

    assert (file["exists"], file["blobExists"], file["size"]) == (True, True, len(TABLE))
    assert file["hash"] == hashlib.md5(TABLE).hexdigest()
    assert file["updatedAt"].endswith("Z")
    answer = admin.get(f"{FILES}/{THAI}")
    assert (answer.data, answer.mimetype) == (TABLE, "text/csv")
    assert f"filename*=UTF-8''{THAI}" in answer.headers["Content-Disposition"]
    held = admin.get(f"{FILES}/{THAI}", **{"If-None-Match": answer.headers["ETag"]})
    assert (held.status_code, held.data) == (304, b"")


def test_what_a_file_says_of_its_encoding_is_not_undone(admin):
    assert put(admin, "map.png", b"\x1f\x8b zipped", "image/png", **{"Content-Encoding": "gzip"}).status_code == 200
    assert admin.get(f"{FILES}/map.png").data == b"\x1f\x8b zipped"


def test_another_file_takes_its_place_and_it_can_be_taken_away(admin):
    put(admin, "map.png", b"one", "image/png")
    put(admin, "map.png", b"two", "image/png")
    assert admin.get(f"{FILES}/map.png").data == b"two"

    assert admin.call("DELETE", f"{FILES}/map.png").get_json() == {"success": True}
    assert admin.get(f"{FILES}/map.png").get_json()["code"] == 404.1
    assert admin.get(FILES).get_json()[1]["exists"] is False


@pytest.mark.parametrize(
    ("name", "content", "code", "problem"),
    [
        ("other.png", b"x", 404.1, "form-file-unknown"),
        ("households.csv", TABLE, 409, "form-file-is-list"),
        (THAI, b"PK\x03\x04", 400.8, "form-file-unusable"),
        ("map.png", b"", 400.8, "form-file-unusable"),
    ],
)
def test_what_the_draft_has_no_place_for_is_refused(admin, name, content, code, problem):
    refused = put(admin, name, content).get_json()

    assert (refused["code"], refused["details"]["problem"]) == (code, problem)


def test_a_file_that_is_too_large_is_refused_before_all_of_it_is_kept(admin, monkeypatch):
    monkeypatch.setattr("server.central.form_uploads.MAX_FILE_MB", 1)

    answer = put(admin, "map.png", b"x" * 1_000_001, "image/png")
    assert (answer.status_code, answer.get_json()["code"]) == (413, 413)
    assert put(admin, "map.png", b"x" * 1_000_000, "image/png").status_code == 200


def test_files_are_published_with_the_draft(admin, phone, script):
    put(admin, "map.png", b"a map", "image/png")
    assert admin.call("POST", f"{FORM}/draft/publish").get_json() == {"success": True}
    published = script.get(f"{FORM}/attachments/map.png")

    assert published.data == b"a map"
    assert script.get(f"{FORM}/versions/1/attachments/map.png").data == b"a map"
    phone.sync()
    assert phone.files[phone.forms["survey"].media["map.png"]] == b"a map"
    assert script.get(f"{FORM}/attachments/{THAI}").get_json()["code"] == 404.1
    assert script.get(f"{FORM}/attachments/other.png").get_json()["code"] == 404.1


def test_a_list_is_what_lies_in_the_callers_area_and_nothing_for_those_who_see_no_names(admin, new_script, session):
    make_household(session, head_name="นางสาวสมมุติ")
    make_household(session, "50010101", head_name="นายห่างไกล")
    session.commit()
    address = "/projects/1/forms/household_register/attachments/households.csv"

    seen = new_script().get(address).get_data(as_text=True)
    assert "นางสาวสมมุติ" in seen
    assert "นายห่างไกล" not in seen
    assert new_script("province_officer", "50").get(address).get_json()["code"] == 404.1
    assert admin.get(address).get_json()["code"] == 404.1


def test_nobody_real_is_in_the_lists_of_a_draft(admin, session):
    make_household(session, head_name="นางสาวสมมุติ")
    session.commit()

    seen = admin.get(f"{FILES}/households.csv").get_data(as_text=True)
    assert "ครัวเรือนตัวอย่าง" in seen
    assert "นางสาวสมมุติ" not in seen


def test_a_phone_with_a_password_gets_the_files_of_its_forms_and_of_no_other(app, session, admin):
    email = make_person(session, role="tambon_team", area="500705").email
    session.commit()
    wire = LoginWire(DirectWire(app), email, PASSWORD)
    register, screening = (f"/v1/projects/1/forms/{name}" for name in ("household_register", "project_screening"))

    assert wire("GET", f"{register}/attachments/villages.csv", HEADERS).status == 200
    assert wire("GET", f"{screening}/attachments/projects.csv", HEADERS).status == 404
    assert wire.challenges == 1
