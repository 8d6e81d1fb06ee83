"""The files of a submission (wire contract 2.9, 2.11): named by the XML, in any pieces, none lost."""

import hashlib
import itertools
import random

import pytest
from sqlalchemy import select

from server.db.models import Attachment, Blob, Submission
from server.domain.forms import publish
from tests.factories import make_system
from tests.openrosa.blank import blank
from tests.parts import file_part, xml_part


@pytest.fixture
def slots(session):
    """name -> sha256 of the bytes, None while they are missing."""

    def look():
        session.rollback()
        return {name: sha256 for name, sha256 in session.execute(select(Attachment.name, Attachment.sha256))}

    return look


@pytest.fixture
def album(phone, session):
    """A form of 250 photos."""
    publish(session, 1, blank("album", photos=250), file_name="album.xml", actor_id=make_system(session).id)
    session.commit()
    phone.sync()

    def fill(count):
        questions = {f"p{number}": f"photo {number}".encode() for number in range(1, count + 1)}
        return phone.fill("album", files=questions)

    return fill


def sha256(content):
    return hashlib.sha256(content).digest()


def test_what_is_expected_is_known_at_once(phone, slots):
    filled = phone.fill("community_plan", files={"plan_photo_1": b"one", "plan_file": b"the plan"})
    phone.post(filled.xml)

    assert slots() == dict.fromkeys(filled.files)


def test_files_are_kept_by_their_content(app, phone, session, slots):
    filled = phone.fill("community_plan", files={"plan_photo_1": b"one", "plan_photo_2": b"one"})
    phone.send(filled)

    blob = session.scalars(select(Blob)).one()
    assert slots() == dict.fromkeys(filled.files, blob.sha256)
    assert (blob.size, blob.content_type) == (3, "image/jpeg")
    assert app.extensions["blobs"].path(blob.sha256).read_bytes() == b"one"


def test_a_blank_question_expects_no_file(phone, slots):
    phone.send(phone.fill("community_plan"))

    assert slots() == {}


def test_the_audit_log_is_expected_whether_or_not_the_form_declares_it(phone, slots):
    filled = phone.fill("community_plan")
    xml = filled.xml.replace(b"<instanceName/>", b"<instanceName/><audit>audit.csv</audit>")
    phone.post(xml, {"audit.csv": b"event,node,start,end"})

    assert slots() == {"audit.csv": sha256(b"event,node,start,end")}


def test_two_questions_that_name_the_same_file_share_a_slot(phone, slots):
    filled = phone.fill("community_plan", plan_photo_1="same.jpg", plan_photo_2="same.jpg")
    phone.post(filled.xml, {"same.jpg": b"photo"})

    assert slots() == {"same.jpg": sha256(b"photo")}


def test_files_the_answers_do_not_name_are_dropped(app, phone, slots, kept):
    filled = phone.fill("community_plan", files={"plan_photo_1": b"one"})
    reply = phone.post(filled.xml, filled.files | {"old.jpg": b"taken again since", "notes.txt": b"private"})

    assert reply.status == 201
    assert set(slots()) == set(filled.files)
    assert (kept()["blob"], kept()["files"]) == (1, 1)


@pytest.mark.parametrize(
    "name", ["แผนชุมชน ๒๕๗๐.jpg", "a b+c&d=e%41.jpg", "emoji 😀.jpg", "a..b.jpg", 'quo"te.jpg', "x" * 251 + ".jpg"]
)
def test_any_name_of_a_file_survives(phone, slots, name):
    filled = phone.fill("community_plan", plan_photo_1=name)
    phone.post(filled.xml, {name: b"photo"})

    assert slots() == {name: sha256(b"photo")}


@pytest.mark.parametrize(
    ("named", "filename"),
    [("photo.jpg", "another.jpg"), ("file", "photo.jpg"), ("upload[]", "photo.jpg"), ("photo.jpg", None)],
)
def test_the_part_or_its_file_name_says_which_file_it_is(phone, slots, named, filename):
    filled = phone.fill("community_plan", plan_photo_1="photo.jpg")
    said = f'form-data; name="{named}"' + (f'; filename="{filename}"' if filename else "")
    part = f"Content-Disposition: {said}\r\n\r\nphoto".encode()
    phone.post_parts([xml_part(filled.xml), part])

    assert slots() == {"photo.jpg": sha256(b"photo")}


def test_files_may_come_before_the_xml(phone, slots):
    filled = phone.fill("community_plan", files={"plan_photo_1": b"one"})
    (name,) = filled.files
    phone.post_parts([file_part(name, b"one"), xml_part(filled.xml)])

    assert slots() == {name: sha256(b"one")}


def test_an_empty_file_is_a_file(phone, slots):
    filled = phone.fill("community_plan", files={"plan_photo_1": b""})
    phone.send(filled)

    assert set(slots().values()) == {sha256(b"")}


@pytest.mark.parametrize("kind", ["\x80\x81", "\u200b", "\u202e"])
def test_a_type_that_nobody_can_read_is_that_of_any_file(phone, session, kind):
    filled = phone.fill("community_plan", files={"plan_photo_1": b"photo"})
    ((name, content),) = filled.files.items()

    assert phone.post_parts([xml_part(filled.xml), file_part(name, content, kind)]).status == 201
    assert session.scalars(select(Blob.content_type)).all() == ["application/octet-stream"]


def test_a_file_sent_again_with_other_bytes_replaces_the_first(phone, slots, kept):
    filled = phone.fill("community_plan", files={"plan_photo_1": b"dark"})
    (name,) = filled.files
    phone.send(filled)
    phone.post(filled.xml, {name: b"light"})

    assert slots() == {name: sha256(b"light")}
    assert kept()["pending_submission"] == 2


def test_a_megabyte_goes_through_the_disk(app, phone, slots):
    photo = random.randbytes(1_000_000)
    phone.send(phone.fill("community_plan", files={"plan_photo_1": photo}))

    assert set(slots().values()) == {sha256(photo)}
    assert app.extensions["blobs"].path(sha256(photo)).read_bytes() == photo


# Split uploads


def test_a_split_upload_is_complete_whatever_the_order_of_its_pieces(phone, slots):
    filled = phone.fill("community_plan", files={f"plan_photo_{n}": bytes([n]) for n in (1, 2, 3)})
    for pieces in itertools.permutations(filled.files.items()):
        answers = [phone.post(filled.xml, dict([piece]), is_incomplete=piece != pieces[-1]).status for piece in pieces]
        assert answers == [201, 201, 201]

    assert slots() == {name: sha256(content) for name, content in filled.files.items()}


def test_a_piece_that_never_comes_leaves_its_slot_open(phone, slots):
    filled = phone.fill("community_plan", files={"plan_photo_1": b"one", "plan_photo_2": b"two"})
    first, second = filled.files
    phone.post(filled.xml, {first: b"one"}, is_incomplete=True)

    assert slots() == {first: sha256(b"one"), second: None}


def test_a_phone_splits_after_a_hundred_and_one_files_and_all_arrive(phone, album, slots, session):
    filled = album(230)
    pieces = list(phone.posts(filled))

    assert [len(piece) for piece in pieces] == [101, 101, 28]
    assert phone.send(filled).status == 201
    assert slots() == {name: sha256(content) for name, content in filled.files.items()}
    assert len(session.scalars(select(Submission.id)).all()) == 1


def test_a_phone_that_starts_again_from_the_beginning_changes_nothing(phone, album, kept):
    filled = album(205)
    first, second, _ = phone.posts(filled)
    phone.post(filled.xml, first, is_incomplete=True)
    phone.post(filled.xml, second, is_incomplete=True)
    phone.send(filled)
    before = kept()

    assert phone.send(filled).status == 201
    assert kept() == before


def test_250_files_fit_into_one_post(phone, album, slots):
    filled = album(250)

    assert phone.post(filled.xml, filled.files).status == 201
    assert None not in slots().values()


def test_a_phone_splits_by_size_and_sends_a_large_file_alone(phone, slots):
    filled = phone.fill("community_plan", files={f"plan_photo_{n}": bytes([n]) * 40_000 for n in (1, 2, 3)})
    small = phone.at(limit=50_000)
    pieces = list(small.posts(filled))

    assert [len(piece) for piece in pieces] == [1, 1, 1]
    assert {phone.post(filled.xml, piece).status for piece in pieces} == {201}
    assert None not in slots().values()


def test_a_new_piece_is_told_to_the_drain_and_an_old_one_is_not(phone, kept):
    filled = phone.fill("community_plan", files={"plan_photo_1": b"one"})
    waiting = []
    for files in ({}, filled.files, filled.files):
        phone.post(filled.xml, files)
        waiting.append(kept()["pending_submission"])

    assert waiting == [1, 2, 2]
