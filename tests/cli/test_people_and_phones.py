"""Accounts and phones by command: passwords from stdin, tokens only where they were asked for."""

import stat

import pytest
from PIL import Image
from sqlalchemy import func, select

from server.db.models import Event, SecondFactor
from server.domain import api_keys, people
from tests.factories import make_person, make_village


@pytest.fixture(autouse=True)
def tambon(session):
    return make_village(session, "50070503")


def test_a_person_is_added_with_the_password_from_stdin(yudee):
    words = ("people", "add", "somsri@example.org", "--role", "district_officer", "--area", "5007")

    assert yudee(*words, given="correct horse battery\n").out == "somsri@example.org: district_officer 5007\n"
    again = yudee(*words, given="correct horse battery\n")
    assert (again.status, "[person-exists]" in again.err) == (1, True)


def test_a_short_password_is_refused(yudee):
    ended = yudee("people", "add", "a@example.org", "--role", "admin", "--area", "50", given="short\n")

    assert (ended.status, ended.err) == (
        1,
        "yudee: The password is too short. It needs at least 10 characters. [password-too-short]\n",
    )


def test_people_are_listed_and_closed(yudee, session):
    make_person(session, "somsri@example.org")

    assert yudee("people", "disable", "somsri@example.org").out == "somsri@example.org: disabled\n"
    assert [(one["email"], one["disabled"]) for one in yudee("people", "list", "--json").json] == [
        ("somsri@example.org", True)
    ]
    assert "disabled" in yudee("people", "list").out


def test_a_phone_is_given_out_with_its_server_url(yudee):
    url = yudee("phones", "add", "สะลวง 1", "--area", "500705").out

    assert url.startswith("https://yudee.example.org/v1/key/")
    assert url.endswith("/projects/1\n")
    assert yudee("phones", "show", "สะลวง 1").out == url
    assert yudee("phones", "reissue", "สะลวง 1").out != url


def test_the_picture_of_the_code_is_for_its_owner_only(yudee, tmp_path):
    picture = tmp_path / "สะลวง.png"

    shown = yudee("phones", "add", "สะลวง 1", "--area", "500705", "--qr", picture, "--json").json

    assert shown["qr"] == str(picture)
    assert stat.S_IMODE(picture.stat().st_mode) == 0o600
    with Image.open(picture) as image:
        assert image.format == "PNG"


@pytest.mark.parametrize("verb", ["add", "show", "reissue"])
def test_a_code_that_cannot_be_written_is_refused_before_anything_is_done(yudee, session, tmp_path, verb):
    if verb != "add":
        yudee("phones", "add", "สะลวง 1", "--area", "500705")
    before = session.scalar(select(func.count(Event.id)))
    session.rollback()

    area = ["--area", "500705"] if verb == "add" else []
    ended = yudee("phones", verb, "สะลวง 1", *area, "--qr", tmp_path / "nowhere" / "phone.png")

    assert ended.status == 2
    assert f"{tmp_path}/nowhere" in ended.err
    assert session.scalar(select(func.count(Event.id))) == before
    assert "is not a folder" in yudee("phones", "sheets", tmp_path / "nowhere" / "sheets.pdf").err


def test_a_revoked_phone_is_listed_and_no_longer_shown(yudee):
    yudee("phones", "add", "ม.3", "--area", "50070503", "--role", "committee_member")

    assert yudee("phones", "revoke", "ม.3").out == "ม.3: revoked\n"
    assert "[phone-revoked]" in yudee("phones", "show", "ม.3").err
    listed = yudee("phones", "list", "--json").json
    assert [(one["name"], one["role"], one["revoked"]) for one in listed] == [("ม.3", "committee_member", True)]


def test_a_list_of_phones_holds_no_token(yudee):
    token = yudee("phones", "add", "สะลวง 1", "--area", "500705").out.split("/")[5]

    assert len(token) == 64
    assert token not in yudee("phones", "list").out + yudee("phones", "list", "--json").out


def test_sheets_are_made_of_an_area_or_of_phones_by_name(yudee, tmp_path):
    for name, area, role in (
        ("สะลวง 1", "500705", "tambon_team"),
        ("สะลวง 2", "500705", "tambon_team"),
        ("ม.3", "50070503", "committee_member"),
    ):
        yudee("phones", "add", name, "--area", area, "--role", role)
    yudee("phones", "revoke", "สะลวง 2")
    sheets = tmp_path / "sheets.pdf"

    assert yudee("phones", "sheets", sheets).out == f"{sheets}: pages: 2\n"
    assert yudee("phones", "sheets", sheets, "--area", "50070503").out == f"{sheets}: pages: 1\n"
    assert yudee("phones", "sheets", sheets, "--phone", "สะลวง 1", "--phone", "ม.3").out == f"{sheets}: pages: 2\n"
    assert sheets.read_bytes().startswith(b"%PDF-")
    assert sheets.stat().st_mode & 0o777 == 0o600
    assert "[no-phone-there]" in yudee("phones", "sheets", sheets, "--area", "500799").err
    assert "[phone-revoked]" in yudee("phones", "sheets", sheets, "--phone", "สะลวง 2").err


def test_a_link_for_a_new_password_is_printed(yudee, session):
    make_person(session, "somsri@example.org")
    link = yudee("people", "reset", "Somsri@example.org").out

    assert link.startswith("https://yudee.example.org/reset/")
    assert len(link.strip().rsplit("/", 1)[1]) == 64
    told = yudee("people", "reset", "somsri@example.org", "--json").json
    assert told["email"] == "somsri@example.org"


def test_there_is_no_link_for_a_closed_account(yudee, session):
    make_person(session, "somsri@example.org")
    yudee("people", "disable", "somsri@example.org")

    ended = yudee("people", "reset", "somsri@example.org")
    assert (ended.status, "[person-unknown]" in ended.err) == (1, True)


def test_keys_of_scripts_are_listed_and_ended(yudee, session):
    person = make_person(session, "somsri@example.org")
    caller = people.caller(session, "somsri@example.org", 1)
    key = api_keys.make(session, caller, name="Excel", scope="read", part="figures", days=90).secret
    session.commit()

    listed = yudee("people", "keys", "somsri@example.org").out
    assert (key[:12] in listed, key in listed, "figures" in listed) == (True, False, True)
    assert yudee("people", "keys", "somsri@example.org", "--json").json[0]["starts"] == key[:12]
    assert yudee("people", "keys", "somsri@example.org", "--end", "yud_nothing").status == 1
    assert yudee("people", "keys", "somsri@example.org", "--end", key[:12]).out == f"{key[:12]}…: ended\n"
    session.rollback()
    assert api_keys.of(session, person.actor_id) == []


def test_a_second_factor_is_taken_off_by_the_operator(yudee, session):
    person = make_person(session, "somsri@example.org")
    session.add(SecondFactor(actor_id=person.actor_id, secret=b"sealed", confirmed_at=func.now()))
    session.commit()

    assert yudee("people", "reset-second-factor", "somsri@example.org").out == "somsri@example.org: second factor off\n"
    session.rollback()
    assert session.execute(select(SecondFactor.secret, SecondFactor.confirmed_at)).one() == (None, None)
