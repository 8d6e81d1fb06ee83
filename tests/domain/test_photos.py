"""What photos say beside the answers: read once, flagged for the reviewer, never counted."""

import datetime as dt

import pytest
from sqlalchemy import func, select, text

from server.db.models import Photo, Project, SubmissionFlag
from server.db.queries import pending
from server.db.session import Scope, transaction
from server.domain import exif, photos
from server.domain.facts import Facts
from server.domain.facts.photos import Photo as Seen
from server.domain.facts.photos import flag_photos
from server.domain.permissions import ROLES
from server.domain.recompute import recompute
from tests.cameras import written
from tests.fixtures.field import drain, photo

SITE, AWAY = (19.0101, 98.8301), (19.0401, 98.8301)  # of the project, and 3.3 km north of it
NOW = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)


def taken(**notes) -> bytes:
    return photo("work", size=(80, 60), exif=written(**notes))


def flags(session, submission_id: int) -> dict[str, int]:
    """The flags about photos, and how many photos each is about."""
    session.rollback()
    found = select(SubmissionFlag.code, SubmissionFlag.details).where(SubmissionFlag.submission_id == submission_id)
    return {code: details["count"] for code, details in session.execute(found) if code.startswith("photo_")}


def stored(session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(Photo))


# The rules


@pytest.mark.parametrize(("metres", "flagged"), [(None, False), (0, False), (2000, False), (2001, True)])
def test_elsewhere_means_more_than_two_kilometres_away(metres, flagged):
    facts = Facts()
    flag_photos([Seen("1.jpg", None, metres, sent_before=False)], facts)

    assert ("photo_elsewhere" in facts.flags) is flagged


@pytest.mark.parametrize(("days", "flagged"), [(-4, True), (-3, False), (0, False), (3, False), (4, True)])
@pytest.mark.parametrize(("table", "day"), [("forum", "forum_date"), ("progress_report", "report_date")])
def test_another_day_means_more_than_three_days_before_or_after(table, day, days, flagged):
    held_on = dt.date(2026, 11, 22)
    facts = Facts(rows={table: [{day: held_on, "photos": []}]})
    flag_photos([Seen("1.jpg", held_on + dt.timedelta(days), None, sent_before=False)], facts)

    assert ("photo_other_day" in facts.flags) is flagged


@pytest.mark.parametrize(("days", "flagged"), [(-400, False), (4, True)])
def test_a_photo_of_the_site_before_the_work_may_be_older(days, flagged):
    held_on = dt.date(2026, 11, 22)
    shown = [{"name": "1.jpg", "stage": "before", "received": True}]
    facts = Facts(rows={"progress_report": [{"report_date": held_on, "photos": shown}]})
    flag_photos([Seen("1.jpg", held_on + dt.timedelta(days), None, sent_before=False)], facts)

    assert ("photo_other_day" in facts.flags) is flagged


def test_without_a_day_of_the_submission_no_photo_is_of_another_day():
    facts = Facts(rows={"progress_report": [{"report_date": None, "photos": []}]})
    flag_photos([Seen("1.jpg", dt.date(2020, 1, 1), None, sent_before=False)], facts)

    assert facts.flags == {}


# Where


def test_a_photo_from_the_site_on_the_day_raises_nothing(report, session):
    sent = report(files={"photo_1": taken()})

    assert flags(session, sent) == {}
    assert session.scalar(select(func.ST_AsText(Photo.position, 4))) == "POINT(98.8301 19.0101)"


def test_photos_from_elsewhere_are_counted(report, session):
    sent = report(files={"photo_1": taken(at=AWAY), "photo_2": taken(), "photo_3": taken(at=(18.0, 98.0))})

    assert flags(session, sent) == {"photo_elsewhere": 2}


def test_a_report_far_from_the_site_is_measured_from_where_it_was_made(report, session):
    sent = report(at="19.04 98.83 0 5", files={"photo_1": taken(at=AWAY)})

    assert flags(session, sent) == {}


def test_without_a_position_the_site_of_the_project_counts(report, session):
    sent = report(at=None, files={"photo_1": taken(at=AWAY)})

    assert flags(session, sent) == {"photo_elsewhere": 1}


def test_without_a_position_and_a_site_nobody_knows(report, project, session):
    session.get(Project, (1, project)).site = None
    session.commit()

    assert flags(session, report(at=None, files={"photo_1": taken(at=AWAY)})) == {}


@pytest.mark.parametrize(("place", "expected"), [("19.01 98.83 0 5", {"photo_elsewhere": 1}), (None, {})])
def test_photos_of_a_forum_are_measured_from_its_place(field, session, place, expected):
    day = {"forum_date": "2026-11-22", "place_gps": place}

    assert flags(session, field.forum([0], files={"sheet_photo_1": taken(at=AWAY)}, **day)) == expected


def test_photos_of_a_plan_may_be_taken_anywhere_and_any_day(field, session):
    sent = field.send("community_plan", files={"plan_photo_1": taken(at=AWAY, taken="2020:01:01 00:00:00")})

    assert flags(session, sent) == {}


# When


def test_a_photo_of_another_day_is_flagged(report, session):
    sent = report(files={"photo_1": taken(taken="2026:11:18 09:30:00"), "photo_2": taken()})

    assert flags(session, sent) == {"photo_other_day": 1}


def test_the_day_is_that_in_bangkok(field, session):
    late = taken(at=None, taken="2026:11:18 23:30:00", offset="+00:00")  # the 19th in Bangkok

    assert flags(session, field.forum([0], forum_date="2026-11-22", files={"sheet_photo_1": late})) == {}


# Again


def test_a_photo_that_came_with_another_submission_before_is_flagged_there_only(report, session):
    same = taken()
    first = report(files={"photo_1": same})
    second = report(files={"photo_1": same})

    assert (flags(session, first), flags(session, second)) == ({}, {"photo_sent_before": 1})


def test_which_came_first_does_not_depend_on_which_is_looked_at_first(field, project, session):
    files = {"photo_1": taken()}
    forms = [field.phone.fill("project_progress", project=str(project), files=files) for _ in range(2)]
    assert [field.phone.send(form).status for form in forms] == [201, 201]
    first, second = map(field.id_of, forms)
    for submission_id in (second, first, second):
        with transaction() as again:
            again.execute(text("delete from pending_submission"))
            pending.queue_submissions(again, 1, [submission_id])
        drain()

    assert (flags(session, first), flags(session, second)) == ({}, {"photo_sent_before": 1})


def test_a_photo_twice_in_one_submission_or_kept_by_an_edit_was_not_sent_before(field, project, session):
    same = taken()
    filled = field.phone.fill("project_progress", project=str(project), files={"photo_1": same, "photo_2": same})
    sent = field.sent(filled)
    edited = field.phone.edit(filled, percent_physical="50")
    assert field.phone.send(edited).status == 201
    drain()

    assert flags(session, sent) == {}


def test_a_document_that_is_sent_again_is_no_photo(field, session):
    for _ in range(2):
        sent = field.send("community_plan", files={"plan_file": b"%PDF-1.4 a template"})

    assert (flags(session, sent), stored(session)) == ({}, 0)


# Photos that say nothing, and files that are none


@pytest.mark.parametrize(
    "content",
    [photo(size=(80, 60)), taken()[:60], b"a photo", b""],
    ids=["without notes", "cut in its notes", "no picture", "empty"],
)
def test_a_photo_that_says_nothing_raises_no_flag(report, session, content):
    sent = report(files={"photo_1": content})

    assert flags(session, sent) == {}
    assert session.scalar(select(func.count(Photo.position) + func.count(Photo.taken_at))) == 0


def test_a_photo_that_comes_late_is_looked_into_when_it_comes(field, project, session):
    filled = field.phone.fill(
        "project_progress", project=str(project), site_gps="19.01 98.83 0 5", files={"photo_1": taken(at=AWAY)}
    )
    ((name, content),) = filled.files.items()
    field.phone.post(filled.xml, {}, is_incomplete=True)
    drain()
    before = flags(session, field.id_of(filled))
    field.phone.post(filled.xml, {name: content})
    drain()

    assert (before, flags(session, field.id_of(filled))) == ({}, {"photo_elsewhere": 1})


def test_a_photo_is_read_once(report, session, monkeypatch):
    report(files={"photo_1": taken(at=AWAY)})
    monkeypatch.setattr(exif, "taken", None)  # whoever calls it fails

    sent = report(files={"photo_1": taken(at=AWAY)})
    recompute(1, now=NOW)

    assert flags(session, sent) == {"photo_elsewhere": 1, "photo_sent_before": 1}


def test_a_photo_whose_file_is_away_is_read_when_it_is_back(report, session, monkeypatch):
    where = photos.storage.blobs()
    monkeypatch.setattr(photos.storage, "blobs", lambda: photos.storage.FileStore("file:/nowhere"))
    sent = report(files={"photo_1": taken(at=AWAY)})
    assert (flags(session, sent), stored(session)) == ({}, 0)

    monkeypatch.setattr(photos.storage, "blobs", lambda: where)
    recompute(1, now=NOW)

    assert flags(session, sent) == {"photo_elsewhere": 1}


def test_what_photos_say_changes_no_count(officer, report, project):
    report(files={"photo_1": taken(at=AWAY, taken="2020:01:01 00:00:00")})

    page = officer.get(f"/projects/{project}?basis=provisional").text
    assert "ยืนยันด้วยพิกัดและภาพถ่ายแล้ว" in page


# Who sees where a photo was taken


@pytest.mark.parametrize(
    ("role", "area", "count"),
    [
        ("district_officer", "5007", 2),
        ("district_officer", "5008", 0),
        ("province_officer", "50", 1),
        ("admin", "50", 0),
    ],
)
def test_where_a_photo_was_taken_is_seen_by_whoever_sees_the_file(field, report, role, area, count):
    report(files={"photo_1": taken()})
    field.forum([0], files={"sheet_photo_1": taken(at=AWAY)})

    with transaction(Scope(1, (area,), ROLES[role].sees)) as scoped:
        assert scoped.scalar(text("select count(*) from photo")) == count
