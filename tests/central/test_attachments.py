"""The files of submissions over Central's REST."""

from urllib.parse import quote

import pytest

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


def test_a_page_that_came_as_a_photo_is_saved_and_not_opened(script, phone):
    filled = phone.fill("forum_attendance", files={"sheet_photo_1": b"<script>"})
    (name,) = filled.files
    phone.post_parts([xml_part(filled.xml), file_part(name, b"<script>", "text/html")])

    answer = script.get(f"{address(FORUM, filled)}/attachments/{name}")
    assert answer.content_type == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
