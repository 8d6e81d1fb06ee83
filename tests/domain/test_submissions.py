"""Receiving without a web server in front: plain values in, a receipt out, whatever the connection does."""

import io

import pytest
from psycopg import OperationalError
from sqlalchemy import func, select, text

from server import errors
from server.db.models import Submission, SubmissionVersion
from server.db.session import receiving as connection
from server.domain.submissions import FilePart, Upload, made_up_id, receive, retried

OTHERS_END = """select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and usename = current_user and pid <> pg_backend_pid()"""


@pytest.fixture
def upload(phone):
    """An upload of a plan as the protocol hands it over; other values by name."""

    def make(**changes):
        filled = phone.fill("community_plan", plan_photo_1="photo.jpg")
        return Upload(**({"workspace_id": 1, "token": phone.made.token, "xml": filled.xml} | changes))

    return make


@pytest.fixture
def store(app):
    return app.extensions["blobs"]


def photo(name="photo.jpg", content=b"photo", content_type="image/jpeg"):
    return FilePart((name,), content_type, io.BytesIO(content))


def test_a_receipt_says_whether_something_is_new(upload, store):
    given = upload()

    assert [receive(given, store).is_new for _ in range(2)] == [True, False]


def test_a_file_may_be_read_from_anywhere_by_its_reader(upload, store):
    part = photo()
    part.content.read()
    receive(upload(files=(part,)), store)

    assert [path.read_bytes() for path in store.folder.glob("??/*")] == [b"photo"]


def test_what_a_client_says_of_a_file_is_cut(upload, store, session):
    receive(upload(files=(photo(content_type="x\0" * 500),)), store)

    assert session.scalar(text("select content_type from blob")) == "x" * 255


def test_a_connection_that_died_in_the_pool_costs_nobody_anything(upload, store, session):
    receive(upload(), store)
    session.execute(text(OTHERS_END))

    assert receive(upload(), store).is_new
    assert receive(upload(), store).is_new


def test_work_that_fails_twice_is_told_as_service_away(app):
    tried = []

    def work():
        tried.append(1)
        raise OperationalError

    with pytest.raises(errors.ServiceAway):
        retried(work)
    assert len(tried) == 2


def test_a_fault_of_ours_is_not_tried_again(app):
    tried = []

    def work():
        tried.append(1)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        retried(work)
    assert len(tried) == 1


def test_a_made_up_id_is_a_uuid_of_the_bytes():
    assert made_up_id(b"a") == made_up_id(b"a") != made_up_id(b"b")
    assert made_up_id(b"a").startswith("uuid:")
    assert made_up_id(b"a")[19] == "4"


def test_answers_and_xml_are_kept_beside_each_other(upload, store, session):
    given = upload()
    receive(given, store)
    version = session.scalars(select(SubmissionVersion)).one()

    assert version.xml == given.xml
    assert version.answers["plan_photo_1"] == "photo.jpg"
    assert version.received_at is not None


def test_receiving_leaves_its_connection_as_it_found_it(upload, store):
    receive(upload(), store)
    with connection() as one:
        assert one.autocommit
        assert one.info.transaction_status.name == "IDLE"


def test_a_refusal_leaves_its_connection_usable(upload, store, session):
    with pytest.raises(errors.FormVersionUnknown):
        receive(upload(xml=b"<data id='community_plan' version='none'/>"), store)
    with pytest.raises(errors.XmlUnreadable):
        receive(upload(xml=b"<data"), store)

    assert receive(upload(), store).is_new
    assert session.scalar(select(func.count(Submission.id))) == 1
