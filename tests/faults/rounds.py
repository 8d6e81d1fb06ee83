"""One round: work and deaths at random moments, then rest, then judgement."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import psycopg
from pyrage.x25519 import Identity
from sqlalchemy import NullPool, create_engine
from sqlalchemy.orm import Session

from server import queue
from server.db.session import connect, disconnect, transaction
from server.domain import people
from server.domain.forms import uploads
from server.stack.program import wait_until
from server.storage import FileStore
from tests.domain.forms.test_conversion import survey
from tests.factories import make_person, make_phone, make_village
from tests.faults import judge
from tests.faults.office import Office
from tests.faults.phones import LONGEST_S, Team
from tests.faults.stack import BLOWS, Stack, started
from tests.faults.told import Told
from tests.fixtures.phones import furnish
from tests.phone import Collect
from tests.wire import SocketWire

TEAMS, OFFICER = 4, "officer@example.org"
WORK_S, MOST_BLOWS = 2.5, 3
REST_S = 60  # a nudge that died with its sender is forgotten after 30
BACKUPS_EVERY = 3
UPLOADS_EVERY, WORKBOOK = 5, survey(("text", "name", "ชื่อ"))
KINDS = ("lost", "twice", "stuck", "other")


@dataclass
class Outcome:
    """What came of a round. faults: sentences by kind."""

    seed: int
    blows: list[str]
    acknowledged: int
    decided: int
    seconds: float
    rested_s: float
    refusals: Counter[int]
    faults: dict[str, list[str]] = field(default_factory=dict)

    @property
    def is_well(self) -> bool:
        return not any(self.faults.values())


class Rounds:
    """A stack kept up over many rounds; each has a village of its own, and what earlier ones left must stay."""

    def __init__(self, stack: Stack, identity: Identity) -> None:
        self.stack, self.identity, self.number = stack, identity, 0
        self.store = FileStore(stack.running.settings.blobs)
        self.blanks: dict = {}
        self.furnished = create_engine(stack.servers.database_url, poolclass=NullPool)
        with Session(self.furnished) as session:
            furnish(session)
            make_person(session, OFFICER)
            session.commit()

    def round(self, seed: int) -> Outcome:
        """Raises nothing of what it finds: that stands in the outcome."""
        begun, told, village = time.monotonic(), Told(), self.next_village()
        backup = self.stack.folder / f"round-{self.number}.age"
        names = self.play(seed, told, village, backup)
        faults = {kind: [] for kind in KINDS}
        faults["other"] += told.wrong
        resting = time.monotonic()
        faults["stuck"] += self.rest()
        rested = time.monotonic() - resting
        self.judge(faults, told, village)
        faults["other"] += self.judge_backup(backup)
        decided = told.decisions.total() + len(told.batches)
        seconds = time.monotonic() - begun
        return Outcome(seed, names, len(told.versions), decided, seconds, rested, told.refusals, faults)

    def play(self, seed: int, told: Told, village: str, backup: Path) -> list[str]:
        """Work, and the blows of this seed in its midst; returns their names."""
        chance, phones = Random(seed), self.phones(village)
        teams = [Team(phone, village, told, f"{seed} {number}") for number, phone in enumerate(phones)]
        office = Office(self.stack.running.url, OFFICER, village, told, f"{seed} office")
        number, begun = chance.randint(1, MOST_BLOWS), time.monotonic()
        blows = sorted((chance.uniform(0.1, WORK_S), chance.choice(list(BLOWS))) for _ in range(number))
        names = [name for _, name in blows]
        with working(teams, office):
            if seed % BACKUPS_EVERY == 0 or "backup" in names:
                self.stack.begin_backup(backup)
            if seed % UPLOADS_EVERY == 0:
                self.begin_upload()
            for at, name in blows:
                time.sleep(max(0.0, begun + at - time.monotonic()))
                self.stack.strike(name, chance)
        return names

    def begin_upload(self) -> None:
        """A workbook waits to become a draft."""
        with transaction() as session:
            author = people.system_actor(session).id
            given = {"file_name": "form.xlsx", "roles": ("tambon_team",), "actor_id": author}
            uploads.take(session, 1, WORKBOOK, **given)
        queue.nudge(queue.CONVERT_FORMS)

    def judge(self, faults: dict[str, list[str]], told: Told, village: str) -> None:
        with self.connection() as connection:
            faults["lost"] += judge.lost(connection, told, self.store)
            faults["twice"] += judge.twice(connection, told, village)
            faults["other"] += judge.half(connection, told)
            faults["other"] += judge.recomputed(village)
            faults["other"] += judge.strays(connection, self.store)
            faults["lost"] += judge.unlike(connection, self.store)

    def judge_backup(self, file: Path) -> list[str]:
        """What is wrong with the backup of this round, if one was begun; it goes."""
        if self.stack.backup is None:
            return []
        status = self.stack.backup.wait(LONGEST_S)
        self.stack.backup = None
        faults = list(judge.backups(self.stack.folder, file, status, self.identity))
        for left in self.stack.folder.glob(f"*{file.name}*"):
            left.unlink()
        return faults

    def rest(self) -> Iterator[str]:
        """Wait until nothing is to do; what is then still to do is stuck."""
        with self.connection() as connection:
            if not wait_until(lambda: not judge.waiting(connection), REST_S):
                yield f"{judge.waiting(connection)} after {REST_S} s"
        self.stack.end_left()

    def connection(self) -> psycopg.Connection:
        return self.stack.servers.postgres.connect("yudee")

    def next_village(self) -> str:
        self.number += 1
        return f"5007{1 + self.number // 90:02}{1 + self.number % 90:02}"

    def phones(self, village: str) -> list[Collect]:
        """Four new phones of the village's tambon, that share the forms of those before them."""
        with Session(self.furnished) as session:
            make_village(session, village)
            made = [make_phone(session, area=village[:6], name=f"{village} {one}") for one in range(TEAMS)]
            session.commit()
        url = self.stack.running.url
        phones = [Collect(SocketWire(url), f"{url}/v1/key/{one.token}/projects/{one.workspace_id}") for one in made]
        if not self.blanks:
            phones[0].sync()
            self.blanks.update(phones[0].forms)
        for phone in phones:
            phone.forms = dict(self.blanks)
        return phones


@contextmanager
def working(teams: list[Team], office: Office) -> Iterator[None]:
    """Phones and officer at work beside the block; ends when the phones are done and the officer after them."""
    phones_are_done = threading.Event()
    threads = [threading.Thread(target=team.work) for team in teams]
    officer = threading.Thread(target=office.work, args=(phones_are_done,))
    for thread in (*threads, officer):
        thread.start()
    try:
        yield
    finally:
        for thread in threads:
            thread.join()
        phones_are_done.set()
        officer.join()


@contextmanager
def ready() -> Iterator[Rounds]:
    """A stack, this process connected to it, and everything it takes for rounds."""
    identity = Identity.generate()
    with started(str(identity.to_public())) as stack:
        queue.connect(stack.servers.redis_url)
        engine = connect(stack.servers.database_url, pooled=False)
        try:
            yield Rounds(stack, identity)
        finally:
            disconnect(engine)
