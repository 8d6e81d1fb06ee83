"""The files of submissions over Central's REST."""

from urllib.parse import quote

import pytest

from tests.cameras import place_in, written
from tests.fixtures.field import photo
from tests.parts import file_part, xml_part

FORUM = "/projects/1/forms/forum_attendance/submissions"


def address(form, filled):
    return f"{form}/{quote(filled.instance_id, safe='')}"


@pytest.fixture
def forum(phone):
    filled = phone.fill("forum_attendance", files={"sheet_photo_1": b"a photo", "sheet_photo_2": b"another"})
    first, second = filled.files
    phone.post(filled.xml, {first: filled.files[first]}, is_incomplete=True)
    return filled, first, second


def test_files_are_listed_whether_they_have_come_or_not(script, forum):
    filled, first, second = forum

    listed = script.get(f"{address(FORUM, filled)}/attachments").get_json()
    assert listed == sorted(
        [{"name": first, "exists": True}, {"name": second, "exists": False}], key=lambda file: file["name"]
    )


def test_a_photo_is_shown_and_never_guessed_at(script, forum):
    filled, first, second = forum
    files = f"{address(FORUM, filled)}/attachments"

    answer = script.get(f"{files}/{first}")
    assert (answer.data, answer.content_type) == (b"a photo", "image/jpeg")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert script.get(f"{files}/{first}", **{"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert script.get(f"{files}/{second}").get_json()["code"] == 404.1
    assert script.get(f"{files}/nothing.jpg").get_json()["code"] == 404.1


def test_a_photo_whose_bytes_are_others_by_now_is_a_fault_of_ours_and_left_out_of_a_zip(script, forum, app):
    filled, first, _ = forum
    (path,) = (path for path in app.extensions["blobs"].folder.glob("??/*") if path.read_bytes() == b"a photo")
    path.write_bytes(b"a phoTo")

    answer = script.get(f"{address(FORUM, filled)}/attachments/{first}")
    assert (answer.status_code, answer.headers["X-Yudee-Problem"]) == (500, "file-faulty")
    assert first.encode() not in script.get(f"{FORUM}.csv.zip").data


def test_a_page_that_came_as_a_photo_is_saved_and_not_opened(script, phone):
    filled = phone.fill("forum_attendance", files={"sheet_photo_1": b"<script>"})
    (name,) = filled.files
    phone.post_parts([xml_part(filled.xml), file_part(name, b"<script>", "text/html")])

    answer = script.get(f"{address(FORUM, filled)}/attachments/{name}")
    assert answer.content_type == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")


PLAN = "/projects/1/forms/community_plan/submissions"


@pytest.fixture
def cover(phone):
    """The address of a photo that says where it was taken, and its bytes."""
    taken = photo("cover", exif=written())
    filled = phone.fill("community_plan", files={"plan_photo_1": taken})
    assert phone.send(filled).status == 201
    (name,) = filled.files
    return f"{address(PLAN, filled)}/attachments/{name}", taken


def test_a_reviewer_gets_a_photo_byte_for_byte(script, cover):
    where, taken = cover

    assert script.get(where).data == taken


def test_the_province_gets_a_copy_without_the_position_inside(new_script, cover):
    where, taken = cover
    province = new_script("province_officer", "50")

    answer = province.get(where)
    assert (answer.status_code, answer.content_type) == (200, "image/jpeg")
    assert place_in(taken) and not place_in(answer.data)
    assert province.get(where, **{"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert province.get(where, Range="bytes=0-99").data == answer.data[:100]


def test_who_has_the_copy_is_not_told_that_it_is_the_original(new_script, script, cover):
    where, taken = cover
    copied = new_script("province_officer", "50").get(where).headers["ETag"]

    assert script.get(where, **{"If-None-Match": copied}).data == taken


def test_a_broken_photo_has_no_copy_and_says_so(new_script, phone):
    filled = phone.fill("community_plan", files={"plan_photo_1": photo(exif=written())[:900]})
    assert phone.send(filled).status == 201
    (name,) = filled.files

    answer = new_script("province_officer", "50").get(f"{address(PLAN, filled)}/attachments/{name}")
    assert answer.get_json()["details"]["problem"] == "picture-unreadable"
    assert answer.get_json()["code"] == 404.1
