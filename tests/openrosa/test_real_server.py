"""Through the real web server and a socket: chunks, lies about lengths, raw addresses, answers that arrive."""

import http.client
import socket

import pytest

from tests.parts import file_part, multipart, xml_part
from tests.phone import HEADERS


@pytest.fixture
def phone(served):
    return served.phone()


@pytest.fixture
def raw(served):
    """Send bytes as they are and read the whole answer."""

    def send(request, *, then_close=False):
        host, port = served.url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=30) as line:
            line.sendall(request)
            if then_close:
                line.shutdown(socket.SHUT_WR)
            answer = http.client.HTTPResponse(line)
            answer.begin()
            return answer.status, answer.headers, answer.read()

    return send


def head_of(phone, method="POST", path="/submission", **headers):
    lines = {"Host": "phone", "X-OpenRosa-Version": "1.0", "Connection": "close"} | headers
    target = phone.server_url.split("/", 3)[3]
    words = [f"{method} /{target}{path} HTTP/1.1", *(f"{name}: {value}" for name, value in lines.items())]
    return ("\r\n".join(words) + "\r\n\r\n").encode()


def test_a_phone_syncs_and_sends(phone, served):
    assert set(phone.sync().values()) == {"new"}
    before = served.count("submission")

    assert phone.send(phone.fill("community_plan", files={"plan_photo_1": b"one"})).status == 201
    assert served.count("submission") == before + 1


@pytest.mark.parametrize("size", [1, 7, 1000, 100_000])
def test_chunks_of_any_size_are_put_together(phone, served, size):
    filled = phone.fill("forum_attendance", files={"sheet_photo_1": bytes(range(256)) * 300})
    parts = [xml_part(filled.xml), *(file_part(name, content) for name, content in filled.files.items())]
    content_type, body = multipart(parts[: 1 if size == 1 else 2])
    before = served.count("submission")
    pieces = (body[start : start + size] for start in range(0, len(body), size))
    reply = phone.wire(
        "POST", f"/v1/key/{served.made.token}/projects/1/submission", HEADERS | {"Content-Type": content_type}, pieces
    )

    assert reply.status == 201
    assert served.count("submission") == before + 1


def test_an_announced_length_beyond_the_body_is_refused_and_nothing_is_kept(phone, served, raw):
    content_type, body = multipart([xml_part(phone.fill("community_plan").xml)])
    before = served.count("submission")
    longer = head_of(phone, **{"Content-Type": content_type, "Content-Length": str(len(body) + 100)})
    cut = raw(longer + body[:-40], then_close=True)

    assert cut[0] == 400
    assert served.count("submission") == before


def test_an_announced_length_short_of_the_body_is_refused_and_nothing_is_kept(phone, served, raw):
    content_type, body = multipart([xml_part(phone.fill("community_plan").xml)])
    before = served.count("submission")
    status, headers, _ = raw(
        head_of(phone, **{"Content-Type": content_type, "Content-Length": str(len(body) - 50)}) + body
    )

    assert (status, headers["X-Yudee-Problem"]) == (400, "upload-unreadable")
    assert served.count("submission") == before


def test_chunks_that_break_off_are_not_taken(phone, served, raw):
    content_type, body = multipart([xml_part(phone.fill("community_plan").xml)])
    before = served.count("submission")
    head = head_of(phone, **{"Content-Type": content_type, "Transfer-Encoding": "chunked"})
    piece = f"{len(body) - 30:x}\r\n".encode() + body[:-30] + b"\r\n"
    status, _, _ = raw(head + piece, then_close=True)

    assert status == 400
    assert served.count("submission") == before


def test_a_refusal_of_a_large_upload_can_be_read(phone):
    photo = bytes(20_000_000)
    reply = phone.post(b"<data/>", {"photo.jpg": photo})
    too_large = phone.post(b"<data id='x'>" + b" " * 50_000_000 + b"</data>", {"photo.jpg": photo})

    assert (reply.status, reply.problem) == (400, "xml-unreadable")
    assert (too_large.status, too_large.problem) == (413, "upload-too-large")


def test_a_large_upload_that_is_no_multipart_gets_its_answer(phone, served):
    reply = phone.wire(
        "POST",
        f"/v1/key/{served.made.token}/projects/1/submission",
        HEADERS | {"Content-Type": "text/xml"},
        bytes(20_000_000),
    )

    assert (reply.status, reply.problem) == (400, "upload-unreadable")


def test_a_photo_above_the_announced_size_of_others_is_taken(phone):
    assert phone.send(phone.fill("community_plan", files={"plan_photo_1": bytes(30_000_000)})).status == 201


@pytest.mark.parametrize(
    "path",
    ["/forms/%", "/forms/%zz.xml", "/forms/%E0%A4%A.xml", "/forms/%00.xml", "/forms/a%2Fb.xml", "/forms/a%0Ab.xml",
     "/forms/%FF%FE/manifest", "/forms/community_plan/attachments/%2E%2E%2Fx", "/datasets/%00/integrity", "/%"],
)  # fmt: skip
def test_a_malformed_address_is_404_in_the_shape_phones_read(phone, raw, path):
    status, headers, body = raw(head_of(phone, "GET", path))

    assert status == 404
    assert b"OpenRosaResponse" in body
    assert headers["X-Yudee-Problem"] in ("not-found", "form-unknown")


def test_every_header_comes_once(phone, raw):
    status, headers, _ = raw(head_of(phone, "HEAD"))

    assert status == 204
    for name in ("Date", "X-OpenRosa-Version", "X-OpenRosa-Accept-Content-Length", "Cache-Control", "Vary"):
        assert len(headers.get_all(name)) == 1


def test_304_has_no_body_and_keeps_its_headers(phone, raw):
    reply = phone.get(f"{phone.server_url}/formList")
    status, headers, body = raw(head_of(phone, "GET", "/formList", **{"If-None-Match": reply.headers["ETag"]}))

    assert (status, body) == (304, b"")
    assert headers["X-OpenRosa-Version"] == "1.0"


def test_a_phone_that_asks_whether_to_go_on_is_told_so(phone, served, raw):
    content_type, body = multipart([xml_part(phone.fill("community_plan").xml)])
    lengths = {"Content-Type": content_type, "Content-Length": str(len(body)), "Expect": "100-continue"}

    assert raw(head_of(phone, **lengths) + body)[0] == 201


def test_a_method_of_no_use_is_405(phone, raw):
    status, headers, _ = raw(head_of(phone, "DELETE", "/formList"))

    assert (status, headers["Allow"]) == (405, "GET, HEAD")


def test_the_log_of_the_web_server_holds_neither_tokens_nor_passwords(served, phone, raw):
    page = "/team/1-" + "A" * 32
    login = {"Authorization": "Basic c29tc3JpQGV4YW1wbGUub3JnOmh1c2g="}
    phone.listing()
    assert phone.get(f"{phone.server_url}/nowhere").status == 404
    assert phone.wire("GET", page, HEADERS).status == 404
    assert phone.wire("GET", "/v1/projects/1/formList", HEADERS | login).status == 401
    raw(head_of(phone, **{"Content-Length": "lots"}))

    log = (served.blobs.parent / "web.log").read_text()
    secrets = (served.made.token, page, login["Authorization"], "hush")
    assert [secret for secret in secrets if secret in log] == []
