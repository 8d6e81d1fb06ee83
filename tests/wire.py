"""How a phone's requests reach the server: into the app directly, or through a socket as OkHttp does."""

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
