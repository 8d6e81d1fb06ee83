"""The pages of a province's year at the published size: 1,979 villages, invented as `yudee simulate` does.

Time on the server of one request, from the first byte to the last. It takes minutes, so that it is run by name only.
"""

from collections.abc import Iterator
from contextlib import ExitStack

import psycopg

from bench import figures
from bench.desk import HTTPS, PASSWORD, signed_in, timed
from bench.servers import connect, own_servers
from bench.stage import SECRET
from server import create_app, queue, storage
from server.config import Settings
from server.db import session as sessions
from server.db.session import transaction
from server.domain import areas, people
from workers.simulate import Asked, Simulation

YEAR = 2550
ROUNDS = 7
AREA = (
    "",
    "/map?level=district",
    "/map?level=subdistrict",
    "/map?level=village",
    "/map?by=progress",
    "/villages",
    "/villages?grade=A",
    "/villages?order=nearest",
    "/changes?days=all",
    "/changes?days=all&restated=1",
    "/budget",
    "/finance",
    "/process",
)


def measure() -> Iterator[str]:
    with ExitStack() as closing:
        servers = closing.enter_context(own_servers())
        connection = closing.enter_context(connect(servers.database_url))
        closing.callback(sessions.connect(servers.database_url, pooled=False).dispose)
        queue.connect(servers.redis_url)
        storage.connect(f"file:{servers.folder}")
        furnish(connection)
        settings = Settings(
            servers.database_url, servers.redis_url, SECRET, HTTPS, f"file:{servers.folder}", servers.folder
        )
        app = create_app(settings)
        province, officer = (signed_in(app, f"{name}@example.org") for name in ("province", "officer"))
        yield f"year {YEAR} at the published size: median of {ROUNDS} requests, after one"
        for path in AREA:
            there = f"/areas/50{path}{'&' if '?' in path else '?'}year={YEAR}"
            yield timed(path or "overview", province, there)
        yield timed("a district", officer, f"/areas/5007?year={YEAR}")
        yield timed("a subdistrict", officer, f"/areas/500705?year={YEAR}")
        village = connection.execute("select min(code) from village").fetchone()[0]
        yield timed("a village", province, f"/villages/{village}?year={YEAR}")
        yield figures.value("villages", connection.execute("select count(*) from village").fetchone()[0], "")


def furnish(connection: psycopg.Connection) -> None:
    """The year, and who looks at it."""
    made = Simulation(Asked("50", 1979, 10, YEAR, 1), storage.blobs(), SECRET)
    sum(made.run())
    connection.execute("vacuum analyze")
    with transaction() as session:
        workspace_id = areas.load(session, "50").workspace_id
        for name, role, area in (("officer", "district_officer", "5007"), ("province", "province_officer", "50")):
            named = {"password": PASSWORD, "role": role, "area_code": area, "workspace_id": workspace_id}
            people.add(session, f"{name}@example.org", **named)
