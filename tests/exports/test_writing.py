"""Files that a worker writes: begun again when it dies, given up when they break, forgotten after a week."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError

from server.db.models import Blob, Export
from server.db.queries import exports as queries
from server.db.session import transaction
from server.domain import blobs, exports
from server.exports import asking, making
from server.storage import blobs as store
from tests.exports.conftest import ask
from workers import clock
from workers.exports import LONGEST_S, write_exports


def test_it_tells_how_far_it_is(officer, results, monkeypatch):
    told = []
    monkeypatch.setattr(queries, "tell", lambda _session, _id, **progress: told.append(progress))
    ask(officer)
    write_exports()

    assert told == [{"done": 0, "total": 8}, {"done": 8, "total": 8}]


def test_when_a_worker_dies_in_the_middle_it_is_begun_again(officer, results, monkeypatch):
    class Killed(BaseException):
        """As a signal ends a process: nothing is settled."""

    def die(*_args, **_named):
        raise Killed

    address = ask(officer)
    monkeypatch.setattr(asking, "write", die)
    with pytest.raises(Killed):
        write_exports()
    assert officer.get(address).tree.xpath("//progress")

    monkeypatch.undo()
    assert write_exports() == 1
    assert officer.get(f"{address}/file").status == 200


def test_one_that_ends_every_worker_is_given_up(officer, results):
    address = ask(officer)
    results.execute(update(Export).values(attempts=exports.MOST_ATTEMPTS))
    results.commit()

    assert write_exports() == 1
    assert "จัดทำไฟล์นี้ไม่สำเร็จ" in officer.get(address).text


def test_one_that_breaks_our_code_says_so_and_the_next_is_written(officer, results, monkeypatch):
    broken = ask(officer)
    whole = ask(officer, year="2570")
    write = asking.write

    def write_or_break(session, caller, table, asked, *args, **named):
        if asked.year is None:
            raise ZeroDivisionError
        write(session, caller, table, asked, *args, **named)

    monkeypatch.setattr(asking, "write", write_or_break)

    assert write_exports() == 2
    assert "อาจเป็นความผิดพลาดของระบบ" in officer.get(broken).text
    assert officer.get(f"{whole}/file").status == 200


def test_when_the_database_is_away_it_waits(officer, results, monkeypatch):
    def away(*_args, **_named):
        raise OperationalError("", {}, Exception())

    ask(officer)
    monkeypatch.setattr(making, "make", away)
    with pytest.raises(OperationalError):
        write_exports()

    monkeypatch.undo()
    assert write_exports() == 1


def test_a_job_does_not_begin_another_one_after_some_minutes(officer, results, monkeypatch):
    ask(officer)
    ask(officer, year="2570")
    nudged = []
    monkeypatch.setattr("workers.exports.nudge", nudged.append)
    times = iter([0, LONGEST_S - 1, LONGEST_S + 1])
    monkeypatch.setattr("workers.exports.time", SimpleNamespace(monotonic=lambda: next(times)))

    assert (write_exports(), nudged) == (1, ["workers.exports.write_exports"])


def test_what_another_worker_has_in_hand_is_left_alone(officer, results):
    ask(officer)
    with transaction() as other:
        assert queries.take_next(other)
        assert write_exports() == 0
    assert write_exports() == 1


def test_the_clock_finds_what_redis_forgot(officer, results, monkeypatch):
    ask(officer)
    nudged = []
    monkeypatch.setattr(clock, "nudge", nudged.append)
    clock.sweep()

    assert nudged == ["workers.exports.write_exports"]


def test_after_a_week_it_is_gone_with_its_file(officer, results, monkeypatch):
    address = ask(officer)
    write_exports()
    sha256 = results.scalar(select(Export.sha256))
    assert store().path(sha256).exists()
    blobs.remove_strays(store())
    assert officer.get(f"{address}/file").status == 200

    results.execute(update(Export).values(expires_at=datetime.now(UTC) - timedelta(minutes=1)))
    results.commit()
    monkeypatch.setattr("server.storage.BlobStore.IN_USE_S", -1)
    assert clock.forget_exports(store(), 1, None)

    assert officer.get(address).status == 404
    assert not store().path(sha256).exists()
    assert results.scalar(select(func.count()).select_from(Blob)) == 0


def test_it_is_kept_for_a_week(officer, results):
    ask(officer)
    write_exports()

    finished, expires = results.execute(select(Export.finished_at, Export.expires_at)).one()
    assert expires - finished == timedelta(days=7)
