"""The next batch of a table is made while the last one is in use."""

import sys
import threading
from collections.abc import Iterator

from server.central import ahead as module
from server.central.ahead import SHORT_S, USUAL_S, ahead


def test_the_next_batch_is_begun_while_one_is_in_use() -> None:
    second_begun = threading.Event()

    def batches() -> Iterator[int]:
        yield 1
        second_begun.set()
        yield 2

    each = ahead(batches())
    assert next(each) == 1
    assert second_begun.wait(10)
    assert list(each) == [2]


def test_threads_take_short_turns_until_the_last_table_is_taken() -> None:
    one, another = ahead([1, 2]), ahead([1, 2])
    next(one), next(another)
    assert sys.getswitchinterval() == SHORT_S
    assert list(one) == [2]
    assert sys.getswitchinterval() == SHORT_S
    another.close()  # whoever took it went away
    assert sys.getswitchinterval() == USUAL_S


def test_memory_is_given_back_at_the_end_and_when_the_reader_goes(monkeypatch) -> None:
    given_back = []
    monkeypatch.setattr(module.heaps, "give_back", lambda: given_back.append(1))
    assert list(ahead([1, 2])) == [1, 2]
    assert len(given_back) == 1
    gone = ahead([1, 2])
    next(gone)
    gone.close()
    assert len(given_back) == 2
