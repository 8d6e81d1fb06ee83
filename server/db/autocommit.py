"""Connections that commit each statement by themselves, for the one road where a pool with more to it is felt."""

from collections import deque
from contextlib import suppress

from psycopg import Connection, connect
from sqlalchemy import make_url


class Connections:
    """As many as there are threads at work at once; those that nobody uses wait here, the last used first."""

    def __init__(self, database_url: str) -> None:
        self.url = make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)
        self.idle: deque[Connection] = deque()

    def take(self) -> Connection:
        """One that waits, or a new one. Raises psycopg.OperationalError when the database is away."""
        with suppress(IndexError):
            return self.idle.pop()
        return connect(self.url, autocommit=True, prepare_threshold=0, options="-c timezone=UTC")

    def give_back(self, connection: Connection) -> None:
        """Keep it for the next; when it broke, the server went away, and those that wait are dead too."""
        if connection.closed:
            self.close()
        else:
            self.idle.append(connection)

    def close(self) -> None:
        """Close those that wait."""
        with suppress(IndexError):
            while True:
                self.idle.pop().close()
