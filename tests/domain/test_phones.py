"""Phones: given out, shown again, revoked, reissued; their QR codes hold what Collect wants."""

import base64
import io
import json
import re
import zlib

import pytest
import segno
from PIL import Image
from sqlalchemy import select

from server.db.models import Event, Phone
from server.domain import assignments, people, phones, settings_code
from server.domain.tokens import fingerprint, is_well_formed
from tests.factories import SECRET, make_person, make_village

TEAM = {"area_code": "500705", "workspace_id": 1, "secret": SECRET}


@pytest.fixture
def tambon(session):
    return make_village(session, "50070503")


def add(session, name="สะลวง 1", **changes):
    return phones.add(session, name, **TEAM | changes)


def verbs(session):
    return session.scalars(select(Event.verb).where(Event.subject == "phone").order_by(Event.id)).all()


def test_the_database_keeps_a_fingerprint_of_the_token_only(session, tambon):
    key = add(session)

    phone = session.scalar(select(Phone))
    assert is_well_formed(key.token)
    assert (phone.token_sha256, phone.generation) == (fingerprint(key.token), 1)
    assert key.path == f"/v1/key/{key.token}/projects/1"
    assert key.token not in repr(key)


def test_showing_a_phone_gives_the_same_key_and_is_an_event(session, tambon):
    key = add(session)

    assert phones.show(session, "สะลวง 1", workspace_id=1, secret=SECRET) == key
    assert verbs(session) == ["phone.add", "phone.show"]


def test_a_revoked_phone_cannot_be_shown(session, tambon):
    add(session)
    phones.revoke(session, "สะลวง 1", workspace_id=1)

    with pytest.raises(phones.PhoneRevoked):
        phones.show(session, "สะลวง 1", workspace_id=1, secret=SECRET)
    assert [(one.name, one.revoked) for one in phones.listing(session, 1)] == [("สะลวง 1", True)]


@pytest.mark.parametrize("was_revoked", [True, False])
def test_a_reissued_phone_has_another_token_and_is_in_use(session, tambon, was_revoked):
    old = add(session)
    if was_revoked:
        phones.revoke(session, "สะลวง 1", workspace_id=1)

    new = phones.reissue(session, "สะลวง 1", workspace_id=1, secret=SECRET)

    phone = session.scalar(select(Phone))
    assert new.token != old.token
    assert (phone.generation, phone.token_sha256, phone.revoked_at) == (2, fingerprint(new.token), None)


def test_a_phone_may_be_linked_to_whoever_carries_it(session, tambon):
    person = make_person(session, "officer@example.org")

    add(session, role="district_officer", area_code="5007", person="Officer@example.org")

    assert session.scalar(select(Phone.person_id)) == person.actor_id


@pytest.mark.parametrize(
    ("name", "changes", "problem"),
    [
        ("taken", {}, phones.PhoneExists),
        ("", {}, phones.PhoneNameMalformed),
        (" blank", {}, phones.PhoneNameMalformed),
        ("two\nlines", {}, phones.PhoneNameMalformed),
        ("x" * 61, {}, phones.PhoneNameMalformed),
        ("new", {"role": "committee_member"}, assignments.AreaLevelWrong),
        ("new", {"role": "district_chief", "area_code": "5007"}, phones.RoleWithoutForms),
        ("new", {"person": "nobody@example.org"}, people.PersonUnknown),
    ],
)
def test_a_phone_that_cannot_be_is_refused(session, tambon, name, changes, problem):
    add(session, "taken")

    with pytest.raises(problem):
        add(session, name, **changes)


@pytest.mark.parametrize("verb", [phones.show, phones.reissue])
def test_a_phone_nobody_knows_is_refused(session, tambon, verb):
    with pytest.raises(phones.NoSuchPhone):
        verb(session, "ไม่มี", workspace_id=1, secret=SECRET)


def test_collect_reads_its_settings_from_the_code(session, tambon):
    key = add(session)

    text = settings_code.packed(settings_code.of_phone(key, "https://yudee.example.org"))

    settings = json.loads(zlib.decompress(base64.b64decode(text, validate=True)))
    assert settings["general"] == {
        "server_url": f"https://yudee.example.org/v1/key/{key.token}/projects/1",
        "form_update_mode": "match_exactly",
        "autosend": "wifi_and_cellular",
        "app_language": "th_TH",
        "metadata_username": "สะลวง 1",
    }
    assert settings["admin"] == {}
    assert settings["project"]["name"] == "อยู่ดี เชียงใหม่"
    assert len(settings["project"]["icon"]) == 1
    assert re.fullmatch("#[0-9A-F]{6}", settings["project"]["color"])
    assert len(text) < 4000


def test_the_picture_and_the_terminal_show_the_code(session, tambon):
    settings = settings_code.of_phone(add(session), "https://yudee.example.org")
    code = segno.make_qr(settings_code.packed(settings), error="l", boost_error=False)

    picture = Image.open(io.BytesIO(settings_code.png(settings, scale=1))).convert("L")
    dark = [[picture.getpixel((x, y)) == 0 for x in range(picture.width)] for y in range(picture.height)]
    drawn = settings_code.for_terminal(settings)

    assert [[bool(module) for module in row] for row in code.matrix_iter(border=4)] == dark
    assert len(drawn.splitlines()) >= len(code.matrix) // 2
