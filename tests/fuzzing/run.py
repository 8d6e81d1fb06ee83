"""A run: a tambon with some submissions, inputs by the hundred, and each hundred digested as the workers do."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

import psycopg
from flask import Flask

from server.db.session import transaction
from server.domain.digest import digest_waiting
from tests.filled import Filled
from tests.fixtures.kept_rows import TABLES, KeptRows
from tests.fuzzing import inputs
from tests.fuzzing.bending import Request
from tests.fuzzing.oracle import Broken, Judge
from tests.fuzzing.state import Keeper
from tests.phone import Collect

AT_ONCE = 100
EMPTY = ";".join(f'delete from "{table.name}"' for table in TABLES)
DELETED = "update submission set deleted_at = now() where instance_id = %s"
STUCK = "select count(*) from pending_submission where attempts > 0"


@dataclass(frozen=True)
class Fuzzer:
    """Where inputs go, and what they are made of.

    others: rows of the tables that receiving does not write; forget: empties the server of what a hundred inputs left.
    """

    judge: Judge
    corpus: list[Filled]
    others: dict[str, int]
    forget: Callable[[], None]

    def run(self, seed: int, numbers: range) -> Iterator[int]:
        """Try these inputs; yields each number when it is done. Raises Broken, saying which input broke what."""
        for number in numbers:
            request = inputs.made(self.corpus, seed, number)
            with told(seed, number, request):
                self.judge.try_one(request)
                if (number + 1) % AT_ONCE == 0 or number == numbers[-1]:
                    self.digest()
            yield number

    def digest(self) -> None:
        """Receiving has left the tables of others alone, and what was taken can be digested; then all is as it was."""
        if self.judge.keeper.others() != self.others:
            changed = {name: count for name, count in self.judge.keeper.others().items() if count != self.others[name]}
            raise Broken(f"tables changed that receiving has nothing to do with: {changed}")
        while True:
            with transaction() as session:
                if not digest_waiting(session, limit=AT_ONCE):
                    break
        if stuck := self.judge.keeper.connection.execute(STUCK).fetchone()[0]:
            raise Broken(f"{stuck} of the last {AT_ONCE} cannot be digested")
        self.begin_again()

    def begin_again(self) -> None:
        """As if nothing had been sent since the beginning."""
        self.forget()
        self.judge.before = self.judge.keeper.kept()


@contextmanager
def told(seed: int, number: int, request: Request) -> Iterator[None]:
    """Say which input it was."""
    try:
        yield
    except Exception as error:
        bent = ", ".join(request.told)
        raise Broken(f"seed {seed}, input {number} ({bent}): {error or type(error).__name__}") from error


def fuzzer(app: Flask, phone: Collect, connection: psycopg.Connection) -> Fuzzer:
    """Some submissions are stored first, in the states that matter: complete, without its photo, edited, deleted.

    connection: one of the owner of the server, for us alone.
    """
    connection.execute("set session_replication_role = replica")
    corpus = [*send_some(phone, connection), *blank_ones(phone)]  # all forms are fetched before rows are kept
    kept = KeptRows(connection)
    kept.keep()
    folder = app.extensions["blobs"].folder
    known = {path for path in folder.rglob("*") if path.is_file()}

    def forget() -> None:
        connection.execute(EMPTY)
        kept.put_back()
        for path in set(folder.rglob("*")) - known:
            if path.is_file():
                path.unlink()

    judge = Judge(app, f"{urlsplit(phone.server_url).path}/submission", Keeper(connection, folder))
    return Fuzzer(judge, corpus, judge.keeper.others(), forget)


def send_some(phone: Collect, connection: psycopg.Connection) -> list[Filled]:
    whole, open_, gone, old = (plan(phone, number) for number in range(1, 5))
    edit = phone.edit(old, instanceID=instance_id(5), plan_title="แก้ไข")
    again = phone.edit(edit, instanceID=instance_id(6), plan_title="แก้ไขอีก")
    for filled in (whole, gone, old, edit):
        assert phone.send(filled).status == 201
    assert phone.post(open_.xml).status == 201
    connection.execute(DELETED, [gone.instance_id])
    return [whole, open_, gone, old, edit, again]


def blank_ones(phone: Collect) -> list[Filled]:
    """One of each form, not sent yet."""
    household, project = (str(UUID(int=number, version=4)) for number in (1, 2))
    came = [{"walk_in_name": "ยาย"}, {"walk_in_name": "ตา"}]
    return [
        plan(phone, 11),
        phone.fill("household_register", instanceID=instance_id(12), entity={"id": household}),
        phone.fill("household_account", instanceID=instance_id(13), household=household),
        phone.fill("forum_attendance", instanceID=instance_id(14), has_walk_in="yes", walk_in=came),
        phone.fill("project_proposal", instanceID=instance_id(15), entity={"id": project}),
        phone.fill("project_progress", instanceID=instance_id(16), project=project, entity={"id": project}),
    ]


def plan(phone: Collect, number: int) -> Filled:
    """A plan with two photos."""
    names = {f"plan_photo_{which}": f"{number}-{which}.jpg" for which in (1, 2)}
    filled = phone.fill("community_plan", instanceID=instance_id(number), **names)
    return filled.with_files(**{name: f"photo {name}".encode() * 100 for name in names.values()})


def instance_id(number: int) -> str:
    return f"uuid:{UUID(int=number, version=4)}"
