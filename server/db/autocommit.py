"""Connections that commit each statement by themselves, for the one road where a pool with more to it is felt."""

from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from queue import Empty, SimpleQueue

from psycopg import Connection, Cursor
from sqlalchemy import make_url
from sqlalchemy.exc import TimeoutError as NoConnectionFree

MOST = 8  # of a process: more threads than that only wait for each other, and get a tenth less done (tried)
# A database on another machine, or the way there, may go without a word: what was sent must be taken within 10 seconds,
# and a silent line is asked after 5. (On a Unix socket none of it has a meaning.)
LINE = {"connect_timeout": 5, "tcp_user_timeout": 10_000}
LINE |= {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3}
DIRECT = {"prepare_threshold": 0, "options": "-c timezone=UTC", **LINE}
# Behind PgBouncer the next transaction is on another connection, which knows no statement prepared on the one before.
POOLED = {"prepare_threshold": None, **LINE}
PATIENCE_S = 30  # as long as SQLAlchemy's pool waits; a phone waits for a minute


class Lent(Connection):
    """A connection that goes home at the end of its `with`. An answer is gone with the next question: it has one
    cursor, and psycopg writes values more quickly on a cursor that sent the same statement before."""

    home: "Connections"

    @cached_property
    def one_cursor(self) -> Cursor:
        return self.cursor()

    def execute(self, query: str, params: dict | None = None, **how: bool) -> Cursor:
        return self.one_cursor.execute(query, params, **how)

    def __exit__(self, *_raised: object) -> None:
        self.home.give_back(self)

    def __del__(self) -> None:
        """Nobody closes those that still wait when their home is let go of: it and its cursor point to each other."""
        with suppress(Exception):
            self.close()


class Connections:
    """As many as there are threads at work, up to MOST; those that nobody uses wait here, the last used first."""

    def __init__(self, database_url: str, how: Mapping[str, object]) -> None:
        self.how = how
        self.url = make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)
        self.idle: deque[Lent] = deque()
        self.free: SimpleQueue[None] = SimpleQueue()  # a place for each, which costs less than a semaphore of Python's
        for _ in range(MOST):
            self.free.put(None)

    def take(self) -> Lent:
        """One that waits, or a new one.

        Raises psycopg.OperationalError when the database is away, and NoConnectionFree when all are at work for long.
        """
        try:
            self.free.get(timeout=PATIENCE_S)
        except Empty:
            raise NoConnectionFree("all connections are at work") from None
        try:
            return self.idle.pop()
        except IndexError:
            pass
        try:
            new = Lent.connect(self.url, autocommit=True, **self.how)
        except BaseException:
            self.free.put(None)
            raise
        new.home = self
        return new

    def give_back(self, connection: Lent) -> None:
        """Keep it for the next; when it broke, the server went away, and those that wait are dead too."""
        if connection.closed:
            self.close()
        else:
            self.idle.append(connection)
        self.free.put(None)

    def close(self) -> None:
        """Close those that wait."""
        with suppress(IndexError):
            while True:
                self.idle.pop().close()
