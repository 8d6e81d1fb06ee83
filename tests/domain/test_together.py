"""What phones send in the same moment is stored together, and none of them pays for another. No database here."""

import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from psycopg import OperationalError
from psycopg.errors import DiskFull, UniqueViolation
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from server.db.queries.receiving import Arriving
from server.db.queries.together import Key, key_of
from server.domain.together import MOST, Together
from tests.running import wait_for

ACTOR = 7


def arriving(instance_id: str) -> Arriving:
    nothing = dict.fromkeys(("deprecated_id", "instance_name", "device_id", "user_agent"))
    said = {"token_sha256": b"t", "xml": b"<x/>", "xml_sha256": b"x", "answers": "{}", "is_encrypted": False}
    return Arriving(workspace_id=1, form=2, form_version_id=3, instance_id=instance_id, **said, **nothing)


class Database:
    """Stores what it is given, each once; the first statement takes until `go_on` is set."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []
        self.kept: set[str] = set()
        self.go_on = threading.Event()

    def store(self, some: Sequence[Arriving]) -> dict[Key, int]:
        self.asked.append([one.instance_id for one in some])
        if len(self.asked) == 1:
            assert self.go_on.wait(10)
        self.refuse(some)
        new = [one for one in some if one.instance_id not in self.kept]
        self.kept |= {one.instance_id for one in new}
        return {key_of(one): ACTOR for one in new}

    def refuse(self, some: Sequence[Arriving]) -> None:
        if any(one.instance_id == "bad" for one in some):
            raise UniqueViolation("an edit has it")


class Away(Database):
    """It is full, cannot be reached, or has no time for anybody."""

    def __init__(self, fault: Exception) -> None:
        super().__init__()
        self.fault = fault

    def refuse(self, some: Sequence[Arriving]) -> None:
        raise self.fault


class Killed(Database):
    """Its first statement ends with the thread that asked it."""

    def refuse(self, some: Sequence[Arriving]) -> None:
        if len(self.asked) == 1:
            raise KeyboardInterrupt


def sent_at_once(database: Database, *instance_ids: str) -> list[Future]:
    """The first has its statement running when the others come."""
    together = Together(database.store)
    with ThreadPoolExecutor(len(instance_ids)) as threads:
        first = threads.submit(together.store, arriving(instance_ids[0]))
        wait_for(lambda: database.asked, lambda: "the first was not stored")
        others = [threads.submit(together.store, arriving(one)) for one in instance_ids[1:]]
        wait_for(lambda: len(together.waiting) == len(others), lambda: f"{len(together.waiting)} wait")
        database.go_on.set()
    return [first, *others]


def test_one_alone_is_stored_by_itself():
    database = Database()
    database.go_on.set()
    assert Together(database.store).store(arriving("a")) == ACTOR
    assert database.asked == [["a"]]


def test_those_that_come_while_a_statement_runs_share_the_next():
    database = Database()
    done = sent_at_once(database, "a", "b", "c", "d")

    assert [one.result() for one in done] == [ACTOR] * 4
    assert [sorted(some) for some in database.asked] == [["a"], ["b", "c", "d"]]


def test_a_statement_takes_so_many_and_the_rest_follows():
    database = Database()
    names = [f"{number:02}" for number in range(MOST + 3)]
    done = sent_at_once(database, "first", *names)

    assert [one.result() for one in done] == [ACTOR] * (MOST + 4)
    assert [len(some) for some in database.asked] == [1, MOST, 3]


def test_one_that_fails_takes_no_other_with_it():
    done = sent_at_once(Database(), "a", "b", "bad", "c")

    with pytest.raises(UniqueViolation):
        done[2].result()
    assert [done[number].result() for number in (0, 1, 3)] == [ACTOR] * 3


def test_a_resend_in_the_same_moment_is_in_another_statement_and_finds_the_first():
    database = Database()
    done = sent_at_once(database, "a", "b", "b", "b")

    assert sorted(map(str, (one.result() for one in done[1:]))) == [str(ACTOR), "None", "None"]
    assert all(len(set(some)) == len(some) for some in database.asked)


@pytest.mark.parametrize("fault", [DiskFull("no space left"), OperationalError("gone"), NoConnectionFree("busy")])
def test_a_database_that_is_away_is_told_to_all_of_them_without_trying_each(fault):
    database = Away(fault)
    done = sent_at_once(database, "a", "b", "c")
    faults = [one.exception() for one in done]

    assert [(type(one), str(one)) for one in faults] == [(type(fault), str(fault))] * 3
    assert len({id(one) for one in faults}) == 3  # each thread raises its own
    assert len(database.asked) == 2


def test_when_a_thread_dies_with_its_statement_the_others_are_stored_all_the_same():
    done = sent_at_once(Killed(), "a", "b", "c")

    assert isinstance(done[0].exception(), KeyboardInterrupt)
    assert [one.result() for one in done[1:]] == [ACTOR] * 2
