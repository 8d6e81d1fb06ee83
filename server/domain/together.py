"""What phones send in the same moment is stored together: while one statement runs, the others gather for the next.

With one phone at a time each is stored by itself, as quickly as ever; with many, the database is asked and the disk
waited for once for all of them.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock

from psycopg import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from server.db.queries.receiving import Arriving
from server.db.queries.together import Key, key_of

MOST = 16  # in a statement; more would only be a larger thing to repeat when one of them fails

Store = Callable[[Sequence[Arriving]], dict[Key, int]]


def held() -> Lock:
    lock = Lock()
    lock.acquire()
    return lock


@dataclass(eq=False)
class Waiting:
    """One that waits for its statement. woken: let go of when it is done, or when its thread has the turn.

    actor_id: who sent it, when it was stored; fault: what its thread raises.
    """

    arriving: Arriving
    woken: Lock = field(default_factory=held)
    is_done: bool = False
    actor_id: int | None = None
    fault: Exception | None = None

    def done(self, *, actor_id: int | None = None, fault: Exception | None = None) -> None:
        self.actor_id, self.fault, self.is_done = actor_id, fault, True
        self.woken.release()


class Together:
    """Threads meet here; whoever has the turn stores for all that wait, and passes it on to the next that came."""

    def __init__(self, store: Store) -> None:
        self.store_all = store
        self.waiting: deque[Waiting] = deque()
        self.is_at_work, self.guard = False, Lock()

    def store(self, arriving: Arriving) -> int | None:
        """Returns once it is committed: who sent it, or None when it was not stored. Raises what storing raises."""
        mine = Waiting(arriving)
        with self.guard:
            self.waiting.append(mine)
            has_turn, self.is_at_work = not self.is_at_work, True
        if not has_turn:
            mine.woken.acquire()
        if not mine.is_done:
            some = self.gathered()
            try:
                self.run(some)
            finally:
                self.pass_on([one for one in some if not (one.is_done or one is mine)])
        if mine.fault:
            raise mine.fault
        return mine.actor_id

    def gathered(self) -> list[Waiting]:
        """Those that came first, each submission once: a resend in the same moment waits for the next turn."""
        some: dict[Key, Waiting] = {}
        again: list[Waiting] = []
        while self.waiting and len(some) < MOST:
            one = self.waiting.popleft()
            if some.setdefault(key_of(one.arriving), one) is not one:
                again.append(one)
        self.waiting.extendleft(reversed(again))
        return list(some.values())

    def pass_on(self, undone: Sequence[Waiting]) -> None:
        """undone: those that a thread which died with its statement has left."""
        with self.guard:
            self.waiting.extendleft(reversed(undone))
            self.is_at_work = bool(self.waiting)
            if self.is_at_work:
                self.waiting[0].woken.release()

    def run(self, some: list[Waiting]) -> None:
        """Store them, and let their threads know. One that fails takes no other with it: then each goes by itself."""
        try:
            stored = self.store_all([one.arriving for one in some])
        except (OperationalError, NoConnectionFree) as error:  # the database is away, full or busy: for all of them
            for one in some:
                one.done(fault=type(error)(*error.args))
        except Exception as error:
            if len(some) == 1:
                some[0].done(fault=error)
                return
            for one in some:
                self.run([one])
        else:
            for one in some:
                one.done(actor_id=stored.get(key_of(one.arriving)))
