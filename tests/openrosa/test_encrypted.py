"""Encrypted submissions (wire contract 4): kept whole for whoever has the key, never read here, never lost."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from server.db.models import Attachment, CommunityPlan, Submission, SubmissionFlag, SubmissionVersion
from server.domain.forms import draft, publish
from server.domain.forms.conversion import Converted
from server.domain.forms.sheet import sheet
from tests import envelope
from tests.factories import make_system
from tests.fixtures.field import drain
from tests.openrosa.blank import blank, newer
from tests.visitor import Visitor


@pytest.fixture
def put(session):
    def publish_form(source):
        publish(session, 1, source, file_name="form.xml", actor_id=make_system(session).id)
        session.commit()

    return publish_form


@pytest.fixture
def filled(phone, put):
    """A plan with two photos on a phone that has the form with the key."""
    put(envelope.locked(newer("community_plan"), envelope.public_key(envelope.private_key())))
    phone.sync()
    photos = {"plan_photo_1": b"the first photo", "plan_photo_2": b"the second"}
    return phone.fill("community_plan", plan_title="ความลับ", files=photos)


@pytest.fixture
def sealed(filled, tmp_path):
    return envelope.sealed(filled, tmp_path)


def test_whoever_publishes_a_form_with_a_key_is_told_that_nothing_of_it_counts(session, phone):
    source = envelope.locked(newer("community_plan"), envelope.public_key(envelope.private_key()))
    draft(session, 1, Converted(source), actor_id=make_system(session).id)

    assert "encrypted" in {remark.code for remark in sheet(session, 1, "community_plan").draft.remarks}


def slots(session):
    session.rollback()
    return {name: sha256 is not None for name, sha256 in session.execute(select(Attachment.name, Attachment.sha256))}


def test_what_comes_encrypted_is_kept_so_that_the_holder_of_the_key_can_read_it(
    app, phone, filled, sealed, session, tmp_path
):
    assert phone.send(sealed).status == 201

    version = session.scalars(select(SubmissionVersion)).one()
    assert (version.xml, version.answers, version.is_encrypted) == (sealed.xml, {}, True)
    hashes = session.execute(select(Attachment.name, Attachment.sha256))
    kept = {name: app.extensions["blobs"].path(sha256).read_bytes() for name, sha256 in hashes}
    assert envelope.opened(version.xml, kept, tmp_path) == {**filled.files, "submission.xml": filled.xml}


@pytest.mark.parametrize("namespace", [envelope.OF_SUBMISSIONS, "http://www.opendatakit.org/xforms/encrypted", ""])
def test_an_envelope_is_known_by_its_attribute_in_whatever_namespace(phone, filled, tmp_path, session, namespace):
    assert phone.send(envelope.sealed(filled, tmp_path, namespace=namespace)).status == 201
    assert session.scalars(select(SubmissionVersion.is_encrypted)).one()


def test_it_comes_in_pieces_twice_and_without_a_file_nobody_named(phone, sealed, session):
    first = dict(list(sealed.files.items())[:1])

    assert phone.post(sealed.xml, first, is_incomplete=True).status == 201
    assert list(slots(session).values()).count(True) == 1
    assert phone.send(sealed.with_files(**{"plan_photo_1.jpg": b"in the clear"})).status == 201
    assert phone.send(sealed).status == 201
    assert slots(session) == dict.fromkeys(sealed.files, True)
    assert len(session.scalars(select(Submission)).all()) == 1


def test_the_same_id_in_another_envelope_is_a_clash(phone, filled, sealed, tmp_path):
    phone.send(sealed)

    assert phone.send(envelope.sealed(filled, tmp_path)).problem == "submission-conflict"


def test_an_envelope_edits_nothing_lest_it_take_files_that_another_key_encrypted(
    phone, filled, sealed, session, tmp_path
):
    phone.send(sealed)
    named = f"<orx:deprecatedID>{filled.instance_id}</orx:deprecatedID>"
    other = replace(filled, instance_id="uuid:6f1f5a1e-0b8b-4f3f-9d3c-0c2f8ad5a001", files={})
    again = envelope.sealed(other, tmp_path, more=named)

    assert phone.send(again).status == 201
    assert len(session.scalars(select(Submission)).all()) == 2
    assert session.scalars(select(Submission.state).distinct()).one() == "received"


def test_an_envelope_without_an_id_could_never_be_opened(phone, sealed, kept):
    before = kept()
    nameless = sealed.xml.replace(sealed.instance_id.encode(), b"")

    reply = phone.post(nameless, sealed.files)

    assert (reply.status, reply.problem) == (400, "envelope-without-id")
    assert kept() == before


def test_nothing_is_read_from_it_and_everybody_is_told_so(phone, sealed, session, officer):
    phone.send(replace(sealed, files={}))
    drain()

    assert set(session.scalars(select(SubmissionFlag.code))) == {"encrypted", "files_missing"}
    assert session.scalars(select(CommunityPlan)).all() == []
    assert "เข้ารหัส" in officer.get("/review").rows()[0]
    submission_id = session.scalars(select(Submission.id)).one()
    assert "คำตอบเข้ารหัส" in officer.get(f"/review/{submission_id}").text


def test_its_files_are_handed_out_as_they_came(phone, sealed, session, officer: Visitor):
    phone.send(sealed)
    submission_id = session.scalars(select(Submission.id)).one()

    links = [link for link in officer.get(f"/review/{submission_id}").links() if link.startswith("/files/")]
    assert {link.rpartition("/")[2] for link in links} == set(sealed.files)
    assert {officer.get(link).answer.data for link in links} == set(sealed.files.values())


def test_what_comes_in_the_clear_is_taken_as_it_is(phone, filled, session):
    assert phone.send(filled).status == 201
    drain()

    assert session.scalars(select(CommunityPlan)).one() is not None
    assert "encrypted" not in set(session.scalars(select(SubmissionFlag.code)))


@pytest.mark.parametrize(("algorithm", "size"), [("EC", "ec_paramgen_curve:P-256"), ("RSA", "rsa_keygen_bits:1024")])
def test_a_key_that_phones_cannot_use_is_not_published(put, province, algorithm, size):
    other = envelope.public_key(envelope.private_key(algorithm, size))

    with pytest.raises(Exception, match="public_key"):
        put(envelope.locked(blank("small"), other))


def test_a_key_that_is_cut_off_or_no_base64_is_not_published(put, province):
    good = envelope.public_key(envelope.private_key())
    for broken in (good[: len(good) // 2], f"-----BEGIN PUBLIC KEY-----{good}", "x", "ก"):
        with pytest.raises(Exception, match="public_key"):
            put(envelope.locked(blank("small"), broken))
