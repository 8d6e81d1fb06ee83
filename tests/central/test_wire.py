"""What all of Central's addresses share: errors, caching, HEAD."""

import pytest


@pytest.mark.parametrize(
    "address",
    [
        "/v1/",
        "/v1/nowhere",
        "/v1/projects/1/nowhere",
        "/v1/projects/x",
        "/v1/projects/%00",
        f"/v1/projects/{10**19}",
        "/v1/no%0Awhere",
        "/v1/projects/1%0A",
        "/v1/projects/%ff%fe",
    ],
)
def test_an_unknown_address_is_404_1_as_json(client, address):
    answer = client.get(address)

    assert (answer.status_code, answer.get_json()["code"]) == (404, 404.1)
    assert answer.get_json()["message"] == "Not found."


def test_a_method_that_an_address_does_not_have_is_404_1(script):
    assert script.call("PUT", "/projects/1/forms").get_json()["code"] == 404.1


def test_a_message_is_english_unless_thai_is_asked_for(client):
    assert client.get("/v1/projects").get_json()["message"].startswith("Sign in")
    thai = client.get("/v1/projects", headers={"Accept-Language": "th-TH, en;q=0.5"})
    assert thai.get_json()["message"].startswith("กรุณาเข้าสู่ระบบ")


def test_a_read_is_asked_for_again_and_answered_304_while_nothing_changed(script):
    first = script.get("/projects")
    again = script.get("/projects", **{"If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == "private, no-cache"
    assert first.headers["Vary"].startswith("Accept-Encoding, Origin")
    assert first.headers["ETag"].startswith('W/"')
    assert (again.status_code, again.data) == (304, b"")


def test_an_error_carries_no_etag(client):
    assert "ETag" not in client.get("/v1/projects").headers


def test_head_answers_where_get_does(script):
    head = script.call("HEAD", "/projects/1/forms")

    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Content-Length"] == script.get("/projects/1/forms").headers["Content-Length"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_writing_to_an_address_with_a_line_break_is_404_1_as_json(client, method):
    answer = client.open("/v1/projects/1/forms/a%0Ab/nowhere", method=method)

    assert (answer.status_code, answer.get_json()["code"]) == (404, 404.1)


def test_the_status_is_the_whole_part_of_the_code(new_script):
    answer = new_script("admin", "50").post("/projects/1/app-users", {"displayName": "500705 \t"})

    assert answer.get_json()["details"]["problem"] == "phone-name-malformed"
    assert (answer.status_code, answer.get_json()["code"]) == (400, 400.8)
