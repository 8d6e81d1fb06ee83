"""Phones on slow lines, through the real web server: whoever takes minutes keeps nobody else waiting."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from server.stack.processes import THREADS
from tests.factories import make_household
from tests.parts import file_part, multipart, xml_part
from tests.phone import HEADERS, Collect, target_of

KEEPALIVE = 2  # as the kernel numbers what a connection waits for
PIECE = 1_000  # of 100 kB: as a line of 10 kB a second brings them ten times a second


@pytest.fixture
def phone(served) -> Collect:
    return served.phone()


@contextmanager
def line(served, holds: int | None = None) -> Iterator[socket.socket]:
    """A connection; holds: bytes that have come and were not read yet, beyond which the server has to wait."""
    host, port = served.url.removeprefix("http://").split(":")
    with socket.socket() as opened:
        opened.settimeout(30)
        if holds:
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, holds)
        opened.connect((host, int(port)))
        yield opened


def post_of(phone, filled):
    """A whole POST, as bytes."""
    ((name, content),) = filled.files.items()
    content_type, body = multipart([xml_part(filled.xml), file_part(name, content)])
    lines = HEADERS | {"Host": "phone", "Content-Type": content_type, "Content-Length": str(len(body))}
    head = f"POST {target_of(phone.server_url)}/submission HTTP/1.1\r\n"
    return (head + "".join(f"{name}: {value}\r\n" for name, value in lines.items()) + "\r\n").encode() + body


def others_go_on(phone) -> bool:
    """Whether others get their lists and send meanwhile."""
    return len(phone.listing()) > 0 and phone.send(phone.fill("community_plan")).status == 201


@pytest.mark.parametrize("slow", [1, 60])
def test_phones_that_send_slowly_keep_nobody_waiting(served, phone, slow):
    posts = [post_of(phone, phone.fill("community_plan", files={"plan_photo_1": bytes(100_000)})) for _ in range(slow)]
    with ExitStack() as lines:
        opened = [lines.enter_context(line(served)) for _ in posts]
        for start in range(0, 5 * PIECE, PIECE):
            for one, post in zip(opened, posts, strict=True):
                one.sendall(post[start : start + PIECE])
            assert others_go_on(phone)
        for one, post in zip(opened, posts, strict=True):
            one.sendall(post[5 * PIECE :])

        assert {one.recv(12) for one in opened} == {b"HTTP/1.1 201"}


@pytest.fixture
def long_list(served) -> str:
    """The address of a list of 600 kB."""
    engine = create_engine(served.database_url)
    with Session(engine) as session:
        make_household(session).label = "ก" * 200_000
        session.commit()
    engine.dispose()
    return f"{target_of(served.phone().server_url)}/forms/household_account/attachments/households.csv"


def test_phones_that_fetch_slowly_keep_nobody_waiting(served, phone, long_list):
    lines = {"Host": "phone", "Connection": "close"} | HEADERS
    request = f"GET {long_list} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    with ExitStack() as open_lines:
        opened = [open_lines.enter_context(line(served, holds=4_096)) for _ in range(THREADS + 2)]
        for one in opened:
            one.sendall(f"{request}\r\n".encode())
            assert one.recv(12) == b"HTTP/1.1 200"  # and the rest waits to be fetched
        assert others_go_on(phone)

        assert len(b"".join(iter(lambda: opened[0].recv(65_536), b""))) > 600_000


def test_a_line_that_goes_dead_is_asked_and_given_up(served, phone):
    phone.listing()  # the first request: from now on
    post = post_of(phone, phone.fill("community_plan", files={"plan_photo_1": b"photo"}))
    with line(served) as one:
        one.sendall(post[:1_000])

        assert others_go_on(phone)
        assert timer_of(one) == KEEPALIVE


def timer_of(one: socket.socket) -> int:
    """What the kernel waits for on the server's end of a connection: a row of /proc/net/tcp."""
    ends = [f"{port:04X}" for port in (one.getpeername()[1], one.getsockname()[1])]
    rows = (row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:])
    return next(int(row[5].split(":")[0], 16) for row in rows if [end.split(":")[1] for end in row[1:3]] == ends)
