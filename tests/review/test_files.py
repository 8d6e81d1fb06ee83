"""Files of submissions at a browser: pictures to look at, everything else to keep, nothing for outsiders."""

import io

import pytest
from PIL import Image
from sqlalchemy import select, update

from server.db.models import Attachment
from tests.cameras import place_in, written
from tests.fixtures.field import photo


@pytest.fixture
def plan(field):
    """A plan with a photo that knows where it was taken, a page of script called a photo, and a document."""
    files = {
        "plan_photo_1": photo("cover", size=(2400, 1800), exif=written()),
        "plan_photo_2": b"<html><script>alert(1)</script></html>",
        "plan_file": b"%PDF-1.4 a plan",
    }
    return field.send("community_plan", files=files)


@pytest.fixture
def names(session, plan):
    """question -> file name."""
    session.rollback()
    found = session.scalars(select(Attachment.name)).all()
    return {name.partition("-")[0]: name for name in found}


def test_a_photo_comes_as_it_was_sent_with_the_position_inside(officer, plan, names):
    answer = officer.get(f"/files/{plan}/{names['plan_photo_1']}").answer

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert place_in(answer.data)


@pytest.mark.parametrize(("size", "longest"), [("small", 320), ("large", 1600)])
def test_a_smaller_photo_says_nothing_about_where_it_was_taken(officer, plan, names, size, longest):
    answer = officer.get(f"/files/{plan}/{names['plan_photo_1']}?size={size}").answer

    assert max(Image.open(io.BytesIO(answer.data)).size) == longest
    assert not place_in(answer.data)


def test_a_script_that_calls_itself_a_photo_is_not_shown_but_kept(officer, plan, names):
    answer = officer.get(f"/files/{plan}/{names['plan_photo_2']}").answer

    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_what_is_no_picture_has_no_smaller_one(officer, plan, names):
    assert officer.get(f"/files/{plan}/{names['plan_file']}?size=small").status == 404


def test_a_photo_with_broken_notes_inside_has_no_smaller_one(officer, field, session):
    notes = Image.Exif()
    notes[0x0112], notes[0x010E] = 6, "words"
    broken = notes.tobytes().replace(b"\x01\x0e", b"\x01\x00", 1)  # words where the width is
    plan = field.send("community_plan", files={"plan_photo_1": photo("turned", exif=broken)})
    session.rollback()
    name = session.scalar(select(Attachment.name))

    assert officer.get(f"/files/{plan}/{name}?size=small").status == 404
    assert officer.get(f"/files/{plan}/{name}").status == 200


def test_no_file_stays_on_the_office_computer(officer, plan, names):
    assert officer.get(f"/files/{plan}/{names['plan_file']}").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("role", "area"), [("district_chief", "5007"), ("province_officer", "50"), ("evaluation_committee", "50")]
)
@pytest.mark.parametrize("size", ["", "?size=large", "?size=huge"])
def test_who_does_not_review_sees_a_photo_but_not_the_position_inside(as_person, plan, names, role, area, size):
    answer = as_person(role, area).get(f"/files/{plan}/{names['plan_photo_1']}{size}").answer

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/jpeg")
    assert max(Image.open(io.BytesIO(answer.data)).size) == 1600
    assert not place_in(answer.data)
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_is_called_a_photo_and_is_none_is_only_for_reviewers(as_person, plan, names):
    assert as_person("province_officer", "50").get(f"/files/{plan}/{names['plan_photo_2']}").status == 404


def test_the_province_reads_a_document_as_it_came_and_a_chief_does_not(as_person, field, session):
    sent = field.send("community_plan", files={"plan_file": b"%PDF-1.4 a plan"})
    session.execute(update(Attachment).values(name="plan.pdf"))
    session.commit()

    assert as_person("province_officer", "50").get(f"/files/{sent}/plan.pdf").answer.data == b"%PDF-1.4 a plan"
    assert as_person("district_chief").get(f"/files/{sent}/plan.pdf").status == 404


def test_an_officer_of_another_district_finds_no_file(as_person, plan, names):
    assert as_person(area="5008").get(f"/files/{plan}/{names['plan_photo_1']}").status == 404


def test_the_province_sees_no_sign_in_sheet_of_a_forum(as_person, field, session):
    forum = field.forum([0], files={"sheet_photo_1": photo("names")})
    session.rollback()
    name = session.scalar(select(Attachment.name))

    assert as_person("province_officer", "50").get(f"/files/{forum}/{name}?size=small").status == 404


def test_who_is_not_signed_in_is_asked_to(visitor, plan, names):
    assert visitor.get(f"/files/{plan}/{names['plan_file']}").headers["Location"].startswith("/?next=/files/")
