"""A submission with photos whose files go to S3: received, digested, shown, taken away, erased; and while S3 fails."""

import pytest
from sqlalchemy import func, select, text

from server.db.models import Attachment, Photo, Submission
from server.domain import erasure, health
from server.domain.health import machine
from server.domain.people import operator
from server.domain.workspaces import choose
from server.storage import s3_client
from tests.cameras import written
from tests.exports.conftest import ask, results  # noqa: F401 - a fixture
from tests.fixtures.field import drain, photo
from workers.exports import write_exports

HALF_AN_HOUR_S = 1800
TABLES = ("submission", "submission_version", "attachment", "blob", "pending_submission")


@pytest.fixture
def hasty(monkeypatch):
    """Whoever is asked answers within half a second, or is not asked again."""
    monkeypatch.setattr(s3_client, "ANSWER_S", 0.5)
    monkeypatch.setattr(s3_client, "TRIES", 1)
    monkeypatch.setattr(s3_client, "QUIET_S", 0)


@pytest.fixture
def plan(phone):
    """A plan with a photo that says where it was taken, and a document."""
    files = {"plan_photo_1": photo("cover", exif=written()), "plan_file": b"%PDF-1.4 a plan"}
    return phone.fill("community_plan", files=files)


def stored(store):
    return sorted(blob.size for blob in store.listed())


def sizes(plan):
    return sorted(len(content) for content in plan.files.values())


def rows(session):
    session.rollback()
    return [session.scalar(text(f"select count(*) from {table}")) for table in TABLES]


def test_files_of_a_submission_lie_in_the_bucket_once_it_is_received(in_s3, phone, plan):
    assert phone.send(plan).status == 201
    assert phone.send(plan).status == 201  # the first answer was lost

    assert stored(in_s3) == sizes(plan)


def test_its_photo_is_looked_into_and_shown_by_a_machine_that_did_not_receive_it(
    in_s3, phone, plan, officer, session, other_machine
):
    assert phone.send(plan).status == 201
    other_machine()
    drain()
    session.rollback()
    submission_id = session.scalar(select(Submission.id))
    names = {name.partition("-")[0]: name for name in session.scalars(select(Attachment.name))}

    assert session.scalar(select(func.count()).select_from(Photo)) == 1
    assert officer.get(f"/files/{submission_id}/{names['plan_file']}").answer.data == b"%PDF-1.4 a plan"
    small = officer.get(f"/files/{submission_id}/{names['plan_photo_1']}?size=small").answer
    assert small.headers["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        ("overloaded", 503, "storage-away"),
        ("silent", 503, "storage-away"),
        ("garbling", 503, "storage-away"),
        ("denied", 503, "storage-refused"),
        ("full", 507, "storage-full"),
    ],
)
def test_while_s3_fails_the_phone_keeps_its_form_and_sends_it_later(
    hasty, bucket, in_s3, phone, plan, session, fault, status, code
):
    before = rows(session)
    bucket.fails(fault)
    refused = phone.send(plan)
    bucket.fails()

    assert (refused.status, refused.problem) == (status, code)
    assert "แบบฟอร์มยังอยู่ในโทรศัพท์" in refused.text
    assert rows(session) == before
    assert phone.send(plan).status == 201
    assert rows(session) != before
    assert stored(in_s3) == sizes(plan)


def test_a_submission_without_files_is_received_while_s3_fails(hasty, bucket, in_s3, phone, client):
    bucket.fails("denied")

    assert client.get("/readyz").status_code == 200

    assert phone.send(phone.fill("household_register")).status == 201


def test_photos_that_cannot_be_read_now_are_looked_into_when_s3_is_back(
    hasty, bucket, in_s3, phone, plan, session, other_machine
):
    assert phone.send(plan).status == 201
    other_machine()
    bucket.fails("overloaded")
    drain()
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Photo)) == 0
    bucket.fails()
    session.execute(text("update pending_submission set not_before = null"))
    session.commit()
    drain()
    session.rollback()

    assert session.scalar(select(func.count()).select_from(Photo)) == 1


def test_a_reader_is_told_while_s3_is_away(hasty, bucket, in_s3, phone, plan, officer, session, other_machine):
    assert phone.send(plan).status == 201
    drain()
    session.rollback()
    submission_id, name = session.scalar(select(Submission.id)), session.scalar(select(Attachment.name))
    other_machine()
    bucket.fails("overloaded")
    page = officer.get(f"/files/{submission_id}/{name}")

    assert (page.status, page.headers["X-Yudee-Problem"]) == (503, "storage-away")


def test_an_erased_submission_leaves_the_bucket_and_the_copies(bucket, in_s3, phone, plan, session):
    assert phone.send(plan).status == 201
    drain()
    bucket.age(HALF_AN_HOUR_S)
    session.rollback()
    caller = operator(session, choose(session, None), "district_officer")
    erasure.erase(session, caller, session.scalar(select(Submission.id)), "court_order", store=in_s3)
    session.commit()

    assert stored(in_s3) == []
    assert list(in_s3.folder.iterdir()) == []


def test_a_file_that_a_worker_wrote_is_fetched_from_another_machine(in_s3, results, officer, other_machine):  # noqa: F811
    address = ask(officer)
    other_machine()
    assert write_exports() == 1
    other_machine()

    assert officer.get(f"{address}/file").status == 200


@pytest.mark.parametrize(("fault", "said"), [("denied", "AccessDenied"), ("overloaded", "cannot be reached")])
def test_the_check_says_what_keeps_files_from_being_stored(hasty, bucket, in_s3, client, fault, said):
    assert machine.blobs_writable(in_s3).state == health.OK
    bucket.fails(fault)
    part = machine.blobs_writable(bucket.open())

    assert part.state == health.BROKEN
    assert said in part.en
    assert machine.blobs_there(bucket.open(), [bytes(32)], {}).state == health.UNKNOWN


def test_a_bucket_that_is_full_is_broken_and_a_missing_file_is_told(hasty, bucket, in_s3):
    assert machine.blobs_there(in_s3, [bytes(32)], {}).figures["missing"] == 1
    bucket.fails("full")

    assert machine.blobs_writable(bucket.open()).state == health.BROKEN
