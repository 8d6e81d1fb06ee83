"""What every test may ask for: real servers, a migrated database and a Redis of its own for each pytest worker."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count

import pytest

from server.domain import noticing, submissions
from server.garbage import search_seldom
from server.stack.servers import PrivateServers
from tests import servers as run

pytest_plugins = ("tests.fixtures.database", "tests.fixtures.web", "tests.fixtures.phones", "tests.fixtures.served")
pytest_plugins += (
    "tests.fixtures.visitors",
    "tests.fixtures.field",
    "tests.fixtures.stories",
    "tests.fixtures.orchards",
    "tests.fixtures.buckets",
    "tests.fixtures.workers",
)


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        run.open_run()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        run.close_run()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long tests first, whatever the order of the others: the last one to end keeps the other cores waiting."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_collection_finish() -> None:
    search_seldom()


@pytest.fixture(scope="session")
def servers() -> PrivateServers:
    """The PostgreSQL and Redis of this run, shared by all workers: do not stop them; see own_servers."""
    return run.shared_servers()


@pytest.fixture(scope="session")
def database_url(servers: PrivateServers, worker_id: str) -> Iterator[str]:
    """A migrated database of this worker, kept for the whole run."""
    with run.database_of(servers, f"test_{worker_id}") as url:
        yield url


@pytest.fixture(scope="session")
def redis_url(servers: PrivateServers, worker_id: str) -> str:
    """A Redis database of this worker."""
    return servers.redis.url(0 if worker_id == "master" else 1 + int(worker_id.removeprefix("gw")))


@pytest.fixture(autouse=True)
def _phones_are_known(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Phones of tests are not new: what they send has the flags a test is about. See the mark new_phones."""
    if request.node.get_closest_marker("new_phones") is None:
        monkeypatch.setattr(noticing, "FIRST", 0)


@pytest.fixture
def new_database(servers: PrivateServers, worker_id: str) -> Iterator[Callable[..., str]]:
    """One more database for this test: `new_database()` is migrated, `new_database(template="template1")` empty."""
    with ExitStack() as databases:
        numbers = count()

        databases.callback(submissions.DEFINITIONS.clear)

        def make(*, template: str = "yudee") -> str:
            name = f"extra_{worker_id}_{next(numbers)}"
            submissions.DEFINITIONS.clear()  # they are numbers of another database
            return databases.enter_context(run.database_of(servers, name, template=template))

        yield make


@pytest.fixture
def own_servers() -> Iterator[PrivateServers]:
    """A PostgreSQL and a Redis for this test alone, to stop, kill and start again; the database is empty."""
    with run.own_folder() as folder, PrivateServers(folder, durable=False) as servers:
        yield servers
