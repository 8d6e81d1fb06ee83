"""Transactions: one per request or job, as the owner of the tables or as a person who sees only their part."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic

import orjson
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import NullPool

from server.db.autocommit import DIRECT, POOLED, Connections, Lent

LEFT_ALONE_S = 10

log = logging.getLogger(__name__)
_sessions: sessionmaker[Session] = sessionmaker()
_readers: list["Replica"] = []  # at most one
_receiving: list[Connections] = []


@dataclass(frozen=True)
class Scope:
    """What row-level security lets a transaction see: the area codes of one workspace and classes of data.

    sees: any of amounts, names, plans, projects (`server.domain.permissions` says which role sees what).
    """

    workspace_id: int
    areas: tuple[str, ...]
    sees: frozenset[str]

    def __post_init__(self) -> None:
        """A blank area is the beginning of every code, and a comma makes two of one: neither gets to the database."""
        if not all(area.isascii() and area.isdigit() for area in self.areas):
            raise ValueError("an area is a code of digits")


def connect(database_url: str, *, read_url: str = "", pool_url: str = "", pooled: bool = True, size: int = 8) -> Engine:
    """Point every following transaction at this database and return the engine.

    read_url: of a replica of it; pool_url: of PgBouncer before it.
    """
    options = {"pool_size": size, "max_overflow": size} if pooled else {"poolclass": NullPool}
    options |= {
        "json_serializer": lambda value: orjson.dumps(value).decode(),
        "json_deserializer": orjson.loads,
        "pool_pre_ping": pooled,
        "hide_parameters": True,  # answers and names stay out of logs
    }
    how = POOLED if pool_url else DIRECT
    engine = create_engine(pool_url or database_url, connect_args=how, **options)
    _sessions.configure(bind=engine)
    _readers[:] = [Replica(create_engine(read_url, connect_args=DIRECT, **options))] if read_url else []
    for others in _receiving:
        others.close()
    _receiving[:] = [Connections(pool_url or database_url, how)]
    return engine


def disconnect(engine: Engine) -> None:
    """Close what `connect` has opened since: for a command, which ends before its process may."""
    engine.dispose()
    for replica in _readers:
        replica.engine.dispose()
    for connections in _receiving:
        connections.close()


@contextmanager
def transaction(scope: Scope | None = None) -> Iterator[Session]:
    """Yield a session; commit when the block ends well, roll back when it raises.

    Without a scope the transaction is the owner's (receiving, workers, commands) and sees every row;
    with one it runs as the role `yudee_scoped`, to which row-level security applies.
    """
    with _sessions.begin() as session:
        if scope is not None:
            enter(session, scope)
        yield session


@contextmanager
def read_only(scope: Scope) -> Iterator[Session]:
    """As `transaction` for a person, for what reads alone and may be some seconds behind: figures, exports, lists.

    On the replica when there is one that answers.
    """
    with reader() as session, session.begin():
        enter(session, scope, is_read_only=True)
        yield session


def reader() -> Session:
    """On the replica, or on the database itself."""
    for replica in _readers:
        if found := replica.session():
            return found
    return _sessions()


class Replica:
    """A copy of the database for reading. One that did not answer is left alone for a while: to ask costs seconds."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.sessions = engine, sessionmaker(engine)
        self.asked_again = 0.0  # from when on, by the clock of time.monotonic

    def session(self) -> Session | None:
        """None while it is away."""
        if monotonic() < self.asked_again:
            return None
        session = self.sessions()
        try:
            session.connection()
        except OperationalError as error:
            self.asked_again = monotonic() + LEFT_ALONE_S
            log.warning("replica away why=%s", type(error.orig).__name__)
            session.close()
            return None
        session.rollback()
        return session


def enter(session: Session, scope: Scope, *, is_read_only: bool = False) -> None:
    session.execute(
        _ENTER_READING if is_read_only else _ENTER_SCOPE,
        {
            "workspace": str(scope.workspace_id),
            "areas": "{" + ",".join(scope.areas) + "}",
            "sees": "{" + ",".join(sorted(scope.sees)) + "}",
        },
    )


ENTERED = (
    "select set_config('app.workspace', :workspace, true), set_config('app.areas', :areas, true),"
    " set_config('app.sees', :sees, true), set_config('role', 'yudee_scoped', true)"
)
_ENTER_SCOPE = text(ENTERED)
_ENTER_READING = text(f"{ENTERED}, set_config('transaction_read_only', 'on', true)")


def receiving() -> Lent:
    """A psycopg connection, for one `with`, that commits each statement: the receiving path's, without ORM or BEGIN."""
    return _receiving[0].take()


def after_commit(session: Session, call: Callable[..., object], *args: object) -> None:
    """Call once after the commit; never if the transaction rolls back."""
    event.listen(session, "after_commit", lambda _: call(*args), once=True)
