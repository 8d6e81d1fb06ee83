"""`make fuzz`: bend uploads by the ten thousand. `python -m tests.fuzzing --inputs 50000 --seed 2570 [--first 700]`.

Goes on after what it finds, and says each finding once: with the seed and the number it can be made again (--first).
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.orm import Session

from server import create_app
from server.config import Settings
from server.db import session as sessions
from server.db.migrate import migrate
from server.stack.servers import PrivateServers
from server.storage import FileStore, connect
from tests import servers as run
from tests.factories import SECRET, make_phone
from tests.fixtures.phones import furnish, server_url
from tests.fuzzing.oracle import Broken
from tests.fuzzing.run import Fuzzer, fuzzer
from tests.phone import Collect
from tests.wire import DirectWire

EVERY = 1_000


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--inputs", type=int, default=50_000)
    asked.add_argument("--seed", type=int, default=2570)
    asked.add_argument("--first", type=int, default=0)
    given = asked.parse_args()
    print(f"fuzz: {given.inputs:,} uploads from seed {given.seed}, number {given.first:,}", flush=True)
    with ready() as one:
        found = searched(one, given.seed, range(given.first, given.first + given.inputs))
        statuses = ", ".join(f"{status}: {count:,}" for status, count in sorted(one.judge.statuses.items()))
    print(f"fuzz: {statuses}; {len(found)} findings", flush=True)
    return 1 if found else 0


def searched(one: Fuzzer, seed: int, numbers: range) -> list[str]:
    """Try all, from the next after each finding; returns what was found."""
    found, start, next_ = [], time.monotonic(), numbers.start
    while next_ < numbers.stop:
        try:
            for number in one.run(seed, range(next_, numbers.stop)):
                next_ = number + 1
                if next_ % EVERY == 0:
                    rate = (next_ - numbers.start) / (time.monotonic() - start)
                    print(f"  {next_:,} of {numbers.stop:,}, {rate:.0f}/s", flush=True)
        except Broken as broken:
            print(f"  {broken}", flush=True)
            found.append(str(broken))
            next_ += 1
            one.begin_again()
    return found


@contextmanager
def ready() -> Iterator[Fuzzer]:
    """Servers, an application and a phone of our own."""
    with run.own_folder() as folder, PrivateServers(folder, durable=False) as servers:
        migrate(servers.database_url)
        with tempfile.TemporaryDirectory() as var:
            places = {"public_url": "https://yudee.example.org", "blobs": f"file:{var}/blobs", "var": Path(var)}
            app = create_app(Settings(servers.database_url, servers.redis_url, SECRET, **places))
            app.extensions["blobs"] = connect(FileStore(f"{var}/blobs", durable=False))
            engine = sessions.connect(servers.database_url)
            with Session(engine) as session:
                furnish(session)
                phone = Collect(DirectWire(app), server_url(make_phone(session)))
                session.commit()
            with servers.postgres.connect(make_url(servers.database_url).database) as connection:
                yield fuzzer(app, phone, connection)
            sessions.disconnect(engine)


if __name__ == "__main__":
    sys.exit(main())
