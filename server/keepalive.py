"""Connections whose other end is gone are given up: a phone that loses its signal in the middle of an upload says no
word of it, and without this its thread would wait for the rest for ever."""

import os
import socket
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

ASK_AFTER_S, ASK_EVERY_S, ASK = 60, 20, 3  # a silent line is asked after a minute, and given up in another


class KeptAlive:
    """The application; at its first request the web server listens, and what it listens on hands this down to every
    connection from then on."""

    def __init__(self, app: Callable) -> None:
        self.app, self.is_new = app, True

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if self.is_new:
            self.is_new = False
            for listening in listeners():
                ask_silent_lines(listening)
        return self.app(environ, start_response)


def ask_silent_lines(one: socket.socket) -> None:
    one.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, value in (
        (socket.TCP_KEEPIDLE, ASK_AFTER_S),
        (socket.TCP_KEEPINTVL, ASK_EVERY_S),
        (socket.TCP_KEEPCNT, ASK),
    ):
        one.setsockopt(socket.IPPROTO_TCP, option, value)


def listeners() -> Iterator[socket.socket]:
    """The TCP sockets on which this process listens; none where the system does not say."""
    for number in list(Path("/proc/self/fd").glob("*")) if Path("/proc/self/fd").is_dir() else ():
        try:
            one = socket.socket(fileno=os.dup(int(number.name)))
        except OSError:  # not a socket, or closed meanwhile
            continue
        with one:
            is_tcp = one.family in (socket.AF_INET, socket.AF_INET6) and one.type == socket.SOCK_STREAM
            if is_tcp and one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                yield one
