"""How a phone's requests reach the server: into the app directly, or through a socket as OkHttp does."""

import base64
import http.client
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlsplit

from flask import Flask

TIMEOUT_S = 60  # Collect's own


@dataclass(frozen=True)
class Reply:
    """What the server answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def problem(self) -> str | None:
        """The stable code of a refusal."""
        return self.headers.get("X-Yudee-Problem")


class Wire(Protocol):
    """Takes a request to the server. body: bytes with a length, or pieces sent as chunks."""

    def __call__(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes | Iterable[bytes] = b""
    ) -> Reply: ...


class DirectWire:
    """Into the application, without a socket: quick, and inside the test's own process."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()

    def __call__(self, method, target, headers, body=b"") -> Reply:
        path, _, query = target.partition("?")
        with self.client.open(path, method=method, query_string=query, headers=dict(headers), data=body) as answer:
            return Reply(answer.status_code, answer.headers, answer.data)


class SocketWire:
    """Through a socket to a web server, a connection for each request."""

    def __init__(self, url: str) -> None:
        self.address = urlsplit(url).netloc

    def __call__(self, method, target, headers, body=b"") -> Reply:
        connection = http.client.HTTPConnection(self.address, timeout=TIMEOUT_S)
        try:
            connection.request(method, target, body=body, headers=dict(headers))
            answer = connection.getresponse()
            return Reply(answer.status, answer.headers, answer.read())
        finally:
            connection.close()


class CutWire:
    """The signal is lost: the request arrives, the answer does not."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire

    def __call__(self, method, target, headers, body=b"") -> Reply:
        answer = self.wire(method, target, headers, body)
        if method == "POST":
            raise ConnectionResetError("the signal was lost")
        return answer


class LoginWire:
    """With e-mail and password, through a proxy with TLS: asks bare, answers a challenge, then sends them always.

    challenges: how often it was asked for them.
    """

    def __init__(self, wire: Wire, email: str, password: str, *, scheme: str = "https") -> None:
        self.wire, self.scheme, self.challenges = wire, scheme, 0
        self.answer = base64.b64encode(f"{email}:{password}".encode()).decode()
        self.is_asked = False

    def __call__(self, method, target, headers, body=b"") -> Reply:
        reply = self.once(method, target, headers, body)
        if reply.status == 401 and reply.headers.get("WWW-Authenticate", "").startswith("Basic ") and not self.is_asked:
            self.is_asked, self.challenges = True, self.challenges + 1
            reply = self.once(method, target, headers, body)
        return reply

    def once(self, method, target, headers, body=b"") -> Reply:
        login = {"Authorization": f"Basic {self.answer}"} if self.is_asked else {}
        return self.wire(method, target, {**headers, "X-Forwarded-Proto": self.scheme, **login}, body)


class BadLine:
    """A line on which things happen to POSTs, one after the other as planned; when the plan is over, all goes well.

    ok: it works; lost: it arrives, the answer does not; cut: nothing arrives; 503: a proxy says nobody is there.
    """

    def __init__(self, wire: Wire, *plan: str) -> None:
        self.wire, self.plan = wire, list(plan)

    def __call__(self, method, target, headers, body=b"") -> Reply:
        happens = self.plan.pop(0) if method == "POST" and self.plan else "ok"
        if happens == "503":
            return Reply(503, {"Content-Type": "text/html"}, b"<h1>Service Unavailable</h1>")
        answer = self.wire(method, target, headers, body) if happens != "cut" else None
        if happens != "ok":
            raise ConnectionResetError("the signal was lost")
        return answer
