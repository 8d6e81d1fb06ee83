"""Databases of their own for invented years, which are too large to be wiped row by row."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from server import queue, storage
from server.config import Settings
from server.db import session as sessions
from server.db.session import transaction
from server.domain import areas, forms, people
from server.domain.permissions import DATA_CLASSES
from tests.factories import SECRET
from tests.fixtures.served import free_port
from tests.forms.converted import xform_text
from workers.simulate import Asked, Simulation


@pytest.fixture
def empty_room(new_database, redis_url: str, tmp_path: Path) -> Iterator[Callable[..., Settings]]:
    """Points this process at one more database and folder of blobs, in which nobody has sent anything: `empty_room()`.

    It returns the settings with which a web server shows the same. The forms are published, since compiling them takes
    longer than a small year does.
    """
    with ExitStack() as engines:

        def move_in(*, with_forms: bool = True) -> Settings:
            database_url, blobs = new_database(), f"file:{tmp_path / 'blobs'}"
            engine = sessions.connect(database_url)
            engines.callback(engine.dispose)
            queue.connect(redis_url)
            storage.connect(storage.FileStore(blobs, durable=False))
            if with_forms:
                publish()
            return Settings(database_url, redis_url, SECRET, f"http://127.0.0.1:{free_port()}", blobs, tmp_path)

        yield move_in


def publish() -> None:
    with transaction() as session:
        workspace_id, author = areas.load(session, "50").workspace_id, people.system_actor(session).id
        for form_id in DATA_CLASSES:
            source = {"source": xform_text(form_id).encode(), "file_name": f"{form_id}.xml"}
            forms.publish(session, workspace_id, **source, actor_id=author)


def asked(villages: int = 12, households: int = 7, *, plan_year: int = 2550, seed: int = 1) -> Asked:
    return Asked("50", villages, households, plan_year, seed)


def simulation(of: Asked, **options: bool) -> Simulation:
    return Simulation(of, storage.blobs(), SECRET, **options)


def invent(of: Asked, **options: bool) -> Simulation:
    """A whole year, to its end."""
    made = simulation(of, **options)
    assert sum(made.run()) == made.length
    return made
