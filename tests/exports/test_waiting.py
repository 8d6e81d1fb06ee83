"""Files that a worker prepares: asked for, written as the person who asked, taken away by nobody else."""

import csv
import io
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select, update

from server.db.models import Assignment, Blob, Event, Export, Person
from tests.exports.conftest import INDICATORS, ask
from workers.exports import write_exports


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
