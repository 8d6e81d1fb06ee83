"""Private servers, an invented tambon, and our own web server and workers on it, for as long as a measurement takes."""

import datetime as dt
import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import psycopg

from bench.bodies import Body, request
from bench.servers import connect, own_servers
from server import queue
from server.config import CHECKOUT, Settings
from server.db import session as sessions
from server.db.session import transaction
from server.domain import demo, forms, people, phones
from server.domain.indicators.calendar import bangkok_date, default_window
from server.stack.account import caller
from server.stack.address import FIRST_PORT, LOOPBACK, Address, is_free
from server.stack.program import wait_until
from server.stack.up import commands, is_healthy

SECRET = "a secret of measurements, longer than 32 characters"
VILLAGES = 15  # those of the demo's tambon, which its phone may send about
START_S = 60
HOUSEHOLDS = "select village_code, household_id::text from household_registration order by village_code, household_id"


@dataclass(frozen=True)
class Stage:
    """What a measurement plays on. villages: ids of households by village; versions: by form; answers: to all forms."""

    settings: Settings
    key: str
    villages: dict[str, list[str]]
    versions: dict[str, str]
    answers: dict[str, object]

    @contextmanager
    def web(self, app: str = "server.wsgi:app") -> Iterator[str]:
        """Serve an application with the words and settings of `yudee up`; yields its origin."""
        address = Address(LOOPBACK, next(port for port in range(FIRST_PORT + 700, 65536) if is_free(LOOPBACK, port)))
        words = [app if word == "server.wsgi:app" else word for word in dict(commands(address))["web"]]
        with self.process(words):
            assert wait_until(lambda: is_healthy(address), START_S), f"{app} did not start"
            yield address.url

    @contextmanager
    def workers(self) -> Iterator[int]:
        """Every worker and the clock; yields the id of the process that watches them."""
        with self.process(dict(commands(Address(LOOPBACK, 0)))["workers"]) as pid:
            yield pid

    @contextmanager
    def process(self, words: Sequence[str]) -> Iterator[int]:
        with (self.settings.var / "log").open("ab") as log:
            running = subprocess.Popen(
                caller().command(*words),
                cwd=CHECKOUT,
                env=os.environ | self.settings.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            yield running.pid
        finally:
            running.terminate()
            running.wait(START_S)

    def submission_url(self, origin: str) -> str:
        return f"{origin}{self.key}/submission"

    def body(self, url: str, form_id: str, *, village: str, household: str = "", photo_bytes: int = 0) -> Body:
        """A submission of the phone about a village."""
        said = self.answers | {"version": self.versions[form_id], "village": village, "household": household}
        return request(url, form_id, photo_bytes=photo_bytes, **said)

    def more_phones(self, number: int, tambon: str = demo.TAMBON) -> list[str]:
        """Give out so many phones of a tambon's team; returns the paths their addresses begin with."""
        with transaction() as session:
            of = {"area_code": tambon, "workspace_id": 1, "secret": SECRET}
            return [phones.add(session, f"phone {one} of {tambon}", **of).path for one in range(number)]

    def connect(self) -> psycopg.Connection:
        return connect(self.settings.database_url)


@contextmanager
def stage(*, households: int, villages: int = VILLAGES) -> Iterator[Stage]:
    """Durable servers of our own (every commit and file reaches the disk), with so many households in each village.

    villages: more than the demo's tambon has lie in those that follow it.
    """
    with ExitStack() as closing:
        servers = closing.enter_context(own_servers())
        folder = servers.folder.parent
        places = {"public_url": "http://127.0.0.1", "blobs": f"file:{folder / 'blobs'}", "var": folder}
        settings = Settings(servers.database_url, servers.redis_url, SECRET, **places)
        closing.callback(sessions.connect(settings.database_url, pooled=False).dispose)
        queue.connect(settings.redis_url)
        yield furnished(settings, households, villages)


def furnished(settings: Settings, households: int, villages: int = VILLAGES) -> Stage:
    """The demo's tambon, its phone, and the published forms."""
    now = dt.datetime.now(dt.UTC)
    with transaction() as session:
        made = demo.load(session, village_count=villages, household_count=households, at=now, secret=SECRET)
        author = people.system_actor(session).id
        books = sorted((CHECKOUT / "forms").glob("*.xlsx"))
        published = {
            book.stem: forms.publish(session, 1, book.read_bytes(), file_name=book.name, actor_id=author).version
            for book in books
        }
    start, _ = default_window(made.plan_year)
    today = bangkok_date(now)
    answers = {"year": made.plan_year, "today": today, "period_start": start}
    ready = Stage(settings, made.phone.path, {}, published, answers)
    with ready.connect() as connection:
        for village, household in connection.execute(HOUSEHOLDS):
            ready.villages.setdefault(village, []).append(household)
    return ready
