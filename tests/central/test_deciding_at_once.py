"""An officer decides by a script in the moment in which a worker reads the submission once more."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from server.central import submissions
from server.db.models import Submission
from server.db.queries import pending
from server.domain import finding, noticing
from tests.central import strange
from tests.central.strange import FORM
from tests.running import wait_until
from workers import drains

WAITS = text("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")


def waiting(session) -> int:
    session.rollback()  # within a transaction the numbers stay as they were
    return session.scalar(WAITS)


def test_neither_the_officer_nor_the_worker_is_in_the_others_way(script, phone, province, session, monkeypatch):
    monkeypatch.setattr(noticing, "FIRST", 0)  # without a flag a submission is not held by the rows that name it
    strange.publish_strange(province)
    assert phone.post(strange.filled("uuid:1", photo="")).status == 201
    address = f"/projects/1/forms/{FORM}/submissions/uuid:1"
    drains.drain_submissions()
    assert script.patch(address, {"reviewState": "hasIssues"}).status_code == 200
    drains.drain_submissions()
    pending.queue_submissions(session, 1, [session.scalar(select(Submission.id))])
    session.commit()

    with ThreadPoolExecutor(1) as officer:
        coming, plain = [], finding.index

        def index(*asked) -> None:
            plain(*asked)
            coming.append(officer.submit(script.patch, address, {"reviewState": "approved"}))
            assert wait_until(lambda: waiting(session), 10)

        monkeypatch.setattr(finding, "index", index)
        assert drains.drain_submissions() == 1

    assert [one.result().status_code for one in coming] == [200]


def test_a_database_that_is_away_is_told_in_json(script, monkeypatch):
    def away(*_asked) -> None:
        raise OperationalError("select 1", {}, Exception("gone"))

    monkeypatch.setattr(submissions, "must_be_published", away)
    answer = script.get("/projects/1/forms/household_register/submissions")

    assert (answer.status_code, answer.get_json()["code"]) == (503, 503.0)
