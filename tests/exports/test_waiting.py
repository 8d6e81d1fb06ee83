"""Files that a worker prepares: asked for, written as the person who asked, taken away by nobody else, forgotten."""

import csv
import io
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError

from server.db.models import Assignment, Blob, Event, Export, Person
from server.db.queries import exports as queries
from server.db.session import transaction
from server.domain import blobs, exports
from server.exports import asking, making
from server.storage import blobs as store
from tests.api.results import store_result
from tests.factories import make_village, make_year
from workers import clock
from workers.exports import LONGEST_S, write_exports

INDICATORS = {"kind": "table", "table": "indicators", "format": "csv", "area": "5007", "year": ""}


@pytest.fixture
def results(session):
    make_year(session)
    for code in ("50070501", "50070502"):
        store_result(session, code)
    make_village(session, "50080101")
    session.commit()
    return session


def ask(visitor, **changed) -> str:
    """Ask for a file; returns the address that waits for it."""
    visitor.get("/exports")
    page = visitor.post("/exports", **(INDICATORS | changed))
    assert page.status == 302, page.text
    return page.headers["Location"]


def test_a_file_is_asked_for_written_and_taken_away(officer, results):
    address = ask(officer)
    waiting = officer.get(address)
    assert waiting.tree.xpath("//meta[@http-equiv='refresh']") and waiting.tree.xpath("//progress")
    assert officer.get(f"{address}/file").status == 404

    assert write_exports() == 1

    page = officer.get(address)
    assert not page.tree.xpath("//meta[@http-equiv='refresh']")
    (link,) = [link for link in page.links() if link.endswith("/file")]
    file = officer.get(link)
    assert (file.status, file.headers["Cache-Control"]) == (200, "no-store")
    assert file.headers["Content-Disposition"] == "attachment; filename=indicators-5007-all.csv"
    rows = list(csv.reader(io.StringIO(file.answer.data.decode("utf-8-sig"))))
    assert len(rows) == 1 + 2 * 4
    assert "indicators-5007-all.csv" in officer.get("/exports").text


def test_asking_and_taking_stand_in_the_book(officer, results):
    address = ask(officer)
    write_exports()
    officer.get(f"{address}/file")

    told = results.execute(select(Event.verb, Event.actor_id).where(Event.subject == "export").order_by(Event.id)).all()
    assert told == [("export.ask", officer.actor_id), ("export.take", officer.actor_id)]


def test_it_is_written_in_the_language_of_whoever_asked(officer, results):
    address = ask(officer, lang="en")
    write_exports()

    assert officer.get(f"{address}/file").answer.data.decode("utf-8-sig").startswith("Plan year,Basis,Village code")


def test_the_same_is_not_prepared_twice_and_no_more_than_three_at_once(officer, results):
    first = ask(officer)
    assert ask(officer) == first
    ask(officer, year="2570")
    ask(officer, format="xlsx")

    officer.get("/exports")
    page = officer.post("/exports", **INDICATORS | {"table": "grade_events"})
    assert (page.status, "รอให้เสร็จก่อน" in page.text) == (429, True)
    assert write_exports() == 3
    assert ask(officer) != first


def test_nobody_else_gets_it(officer, as_person, results):
    address = ask(officer)
    write_exports()

    for role, area in (("district_officer", "5007"), ("province_officer", "50"), ("district_officer", "5101")):
        stranger = as_person(role, area)
        assert stranger.get(address).status == 404
        assert stranger.get(f"{address}/file").status == 404
        assert not [link for link in stranger.get("/exports").links() if link.startswith(address)]


@pytest.mark.parametrize("change", [{"area_code": "5008"}, {"role": "district_chief"}])
def test_whoever_has_another_duty_now_does_not_get_it(officer, results, change):
    address = ask(officer)
    write_exports()
    results.execute(update(Assignment).where(Assignment.actor_id == officer.actor_id).values(**change))
    results.commit()

    assert officer.get(address).status == 404
    assert officer.get(f"{address}/file").status == 404


@pytest.mark.parametrize("ending", ["moved", "disabled"])
def test_it_is_not_written_for_whoever_lost_the_duty_meanwhile(officer, results, ending):
    ask(officer)
    if ending == "moved":
        results.execute(update(Assignment).where(Assignment.actor_id == officer.actor_id).values(area_code="5008"))
    else:
        disabled = update(Person).where(Person.actor_id == officer.actor_id)
        results.execute(disabled.values(disabled_at=datetime.now(UTC)))
    results.commit()

    assert write_exports() == 1
    assert results.scalar(select(Export.problem))["code"] == "duty-changed"
    assert results.scalar(select(func.count()).select_from(Blob)) == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"area": "5101"},
        {"area": "5007\0"},
        {"area": "5007%"},
        {"table": "grades2"},
        {"format": "pdf"},
        {"kind": "x"},
        {"basis": "x"},
    ],
)
def test_what_is_not_there_cannot_be_asked_for(officer, results, wrong):
    officer.get("/exports")

    assert officer.post("/exports", **(INDICATORS | wrong)).status == 404
    assert results.scalar(select(func.count()).select_from(Export)) == 0


def test_a_year_that_is_not_open_is_refused_on_the_page(officer, results):
    officer.get("/exports")
    page = officer.post("/exports", **(INDICATORS | {"year": "2599"}))

    assert (page.status, "2599" in page.text) == (404, True)


@pytest.mark.parametrize("year", ["-2570", "2027", "9" * 30])
@pytest.mark.parametrize("kind", ["report", "table"])
def test_what_can_be_no_year_is_refused_on_the_page(officer, results, kind, year):
    officer.get("/exports")

    page = officer.post("/exports", **INDICATORS | {"kind": kind, "year": year})

    assert (page.status, "ไม่ใช่ปีแผน" in page.tree.xpath('string(//*[@role="alert"])')) == (422, True)


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
    monkeypatch.setattr("server.storage.IN_USE_S", -1)
    assert clock.forget_exports(store(), 1, None)

    assert officer.get(address).status == 404
    assert not store().path(sha256).exists()
    assert results.scalar(select(func.count()).select_from(Blob)) == 0


def test_it_is_kept_for_a_week(officer, results):
    ask(officer)
    write_exports()

    finished, expires = results.execute(select(Export.finished_at, Export.expires_at)).one()
    assert expires - finished == timedelta(days=7)
