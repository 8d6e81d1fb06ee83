"""What a phone is answered about a submission that was erased: the very same is received, and nothing is stored."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, text

from server.db.models import Attachment, Blob, PendingSubmission, Submission, SubmissionVersion
from server.db.session import transaction
from server.domain import erasure
from server.domain.permissions import Caller
from tests.factories import make_person
from workers.drains import drain_submissions

# Whether somebody waits for the transaction that asks.
WAITS = "select exists (select from pg_locks where not granted and pg_backend_pid() = any (pg_blocking_pids(pid)))"
TABLES = (Submission, SubmissionVersion, Attachment, Blob, PendingSubmission)


@pytest.fixture
def kept(session):
    """How many rows there are, and whether any has an answer."""

    def count() -> dict[str, int]:
        session.rollback()
        rows = {table.__tablename__: session.scalar(select(func.count()).select_from(table)) for table in TABLES}
        return rows | {
            "xml": session.scalar(select(func.coalesce(func.sum(func.octet_length(SubmissionVersion.xml)), 0)))
        }

    return count


@pytest.fixture
def officer_of(session):
    """Who may have a submission erased."""
    officer = make_person(session)
    session.commit()
    return Caller(officer.actor_id, "person", "อำเภอ", 1, "district_officer", "5007")


@pytest.fixture
def erase(app, session, officer_of):
    """Erase the submission of a form, by a court's order."""

    def act(filled) -> None:
        drain_submissions()
        session.rollback()
        submission_id = session.scalar(
            select(SubmissionVersion.submission_id).where(SubmissionVersion.instance_id == filled.instance_id)
        )
        with transaction() as erasing:
            erasure.erase(erasing, officer_of, submission_id, "court_order", store=app.extensions["blobs"])

    return act


def test_the_same_bytes_sent_again_are_201_and_stored_nowhere(phone, erase, kept, app):
    filled = phone.fill("household_account")
    phone.send(filled)
    erase(filled)
    before = kept()

    assert [phone.send(filled).status for _ in range(3)] == [201, 201, 201]
    assert kept() == before
    assert before["xml"] == 0


def test_photos_sent_again_are_stored_nowhere_either(phone, erase, kept, app):
    filled = phone.fill("community_plan", files={"plan_photo_1": b"faces"})
    phone.send(filled)
    erase(filled)
    for path in app.extensions["blobs"].folder.glob("??/*"):
        path.unlink()
    before = kept()

    assert phone.send(filled).status == 201

    assert kept() == before
    assert list(app.extensions["blobs"].folder.glob("??/*")) == []


def test_other_bytes_under_the_same_id_are_refused_as_deleted(phone, erase, kept):
    filled = phone.fill("household_account")
    phone.send(filled)
    erase(filled)
    before = kept()

    reply = phone.send(phone.fill("household_account", instanceID=filled.instance_id, r_all="1"))

    assert (reply.status, reply.problem) == (409, "submission-deleted")
    assert kept() == before


def test_an_edit_is_refused_as_one_of_something_deleted(phone, erase, kept):
    filled = phone.fill("household_account")
    phone.send(filled)
    erase(filled)
    before = kept()

    assert phone.send(phone.edit(filled, r_all="1")).problem == "submission-deleted"
    assert kept() == before


def test_an_earlier_version_and_its_edit_are_both_known_still(phone, erase, kept):
    first = phone.fill("household_account")
    edit = phone.edit(first, r_all="1")
    assert [phone.send(filled).status for filled in (first, edit)] == [201, 201]
    erase(first)
    before = kept()

    assert [phone.send(filled).status for filled in (first, edit)] == [201, 201]
    assert phone.send(phone.edit(edit, r_all="2")).problem == "submission-deleted"
    assert kept() == before


def test_a_resend_of_what_is_erased_costs_no_more_than_any(phone, erase, statements):
    filled = phone.fill("household_account")
    phone.send(filled)
    erase(filled)
    statements.clear()

    assert phone.post(filled.xml).status == 201
    assert len(statements) <= 3


def test_another_household_account_is_received_as_ever(phone, erase, session):
    filled = phone.fill("household_account")
    phone.send(filled)
    erase(filled)

    assert phone.send(phone.fill("household_account")).status == 201
    drain_submissions()
    session.rollback()
    assert session.scalar(select(func.count()).where(Submission.erased_at.is_(None))) == 1


def test_other_bytes_of_a_photo_that_come_while_it_is_erased_are_no_edit(phone, officer_of, session, app):
    filled = phone.fill("community_plan", files={"plan_photo_1": b"faces"})
    phone.send(filled)
    drain_submissions()
    with ThreadPoolExecutor(1) as thread:
        with transaction() as erasing:
            submission_id = erasing.scalar(select(Submission.id))
            erasure.erase(erasing, officer_of, submission_id, "court_order", store=app.extensions["blobs"])
            coming = thread.submit(phone.send, filled.with_files(**dict.fromkeys(filled.files, b"other faces")))
            while not erasing.scalar(text(WAITS)):
                assert not coming.done()
        assert coming.result().status == 201

    session.rollback()
    assert session.execute(select(Submission.state, Submission.edits)).one() == ("received", 0)


def test_a_late_photo_of_which_the_last_other_copy_is_erased_while_it_comes_is_there(phone, officer_of, session, app):
    late, other = (phone.fill("community_plan", files={"plan_photo_1": photo}) for photo in (b"before", b"the same"))
    for filled in (late, other):
        phone.send(filled)
    late_id, other_id = session.scalars(select(Submission.id).order_by(Submission.id))
    session.rollback()
    with ThreadPoolExecutor(1) as thread:
        with transaction() as deciding:
            deciding.execute(select(Submission.id).where(Submission.id == late_id).with_for_update())
            coming = thread.submit(phone.send, late.with_files(**dict.fromkeys(late.files, b"the same")))
            while not deciding.scalar(text(WAITS)):
                assert not coming.done()
            with transaction() as erasing:
                erasure.erase(erasing, officer_of, other_id, "court_order", store=app.extensions["blobs"])
        assert coming.result().status == 201

    (sha256,) = session.scalars(select(Attachment.sha256))
    assert app.extensions["blobs"].path(sha256).read_bytes() == b"the same"


@pytest.mark.parametrize("late", [b"faces", b"other faces"])
def test_a_late_photo_that_comes_while_its_submission_is_erased_lets_the_erasure_be(
    phone, officer_of, session, app, late
):
    """Whoever waits for the other first looks for a deadlock after a second, and is not its victim later."""
    filled = phone.fill("community_plan", files={"plan_photo_1": b"faces"})
    phone.post(filled.xml, None if late == b"faces" else filled.files)
    submission_id = session.scalar(select(Submission.id))
    session.rollback()
    with ThreadPoolExecutor(1) as thread:
        with transaction() as erasing:
            erasure.erasable(erasing, officer_of, submission_id, "submission.erase")
            coming = thread.submit(phone.post, filled.xml, dict.fromkeys(filled.files, late))
            while not erasing.scalar(text(WAITS)):
                assert not coming.done()
            erasing.execute(text("select pg_sleep(1.5)"))
            erasure.erase(erasing, officer_of, submission_id, "court_order", store=app.extensions["blobs"])
        assert coming.result().status == 201

    assert session.scalar(select(func.count()).select_from(Attachment)) == 0
