"""What phones send in the same moment is stored together: while one statement runs, the others gather for the next.

With one phone at a time each is stored by itself, as quickly as ever; with many, the database is asked and the disk
waited for once for all of them.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock

from psycopg import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from server.db.queries.receiving import Arriving
from server.db.queries.together import Key, key_of

MOST = 16  # in a statement; more would only be a larger thing to repeat when one of them fails

Store = Callable[[Sequence[Arriving]], dict[Key, int]]


@dataclass(eq=False)
class Waiting:
    """One that waits for its statement. actor_id: who sent it, when it was stored; fault: what its thread raises."""

    arriving: Arriving
    is_done: bool = False
    actor_id: int | None = None
    fault: Exception | None = None


class Together:
    """Threads meet here; whoever has the turn stores for all that wait."""

    def __init__(self, store: Store) -> None:
        self.store_all = store
        self.waiting: deque[Waiting] = deque()
        self.turn = Lock()

    def store(self, arriving: Arriving) -> int | None:
        """Returns once it is committed: who sent it, or None when it was not stored. Raises what storing raises."""
        mine = Waiting(arriving)
        self.waiting.append(mine)
        with self.turn:
            if not mine.is_done:
                self.run(self.gathered(mine))
        if mine.fault:
            raise mine.fault
        return mine.actor_id

    def gathered(self, mine: Waiting) -> list[Waiting]:
        """This one and others that wait, each submission once: a resend in the same moment waits for the next turn."""
        some, again = {key_of(mine.arriving): mine}, []
        while self.waiting and len(some) < MOST:
            one = self.waiting.popleft()
            if not one.is_done and some.setdefault(key_of(one.arriving), one) is not one:
                again.append(one)
        self.waiting.extendleft(again)
        return list(some.values())

    def run(self, some: list[Waiting]) -> None:
        """Store them, and let their threads know. One that fails takes no other with it: then each goes by itself."""
        try:
            stored = self.store_all([one.arriving for one in some])
        except (OperationalError, NoConnectionFree) as error:  # the database is away, full or busy: for all of them
            for one in some:
                one.fault, one.is_done = type(error)(*error.args), True
        except Exception as error:
            if len(some) == 1:
                some[0].fault, some[0].is_done = error, True
                return
            for one in some:
                self.run([one])
        else:
            for one in some:
                one.actor_id, one.is_done = stored.get(key_of(one.arriving)), True
