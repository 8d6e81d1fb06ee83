"""The pages of a province's year at the published size: 1,979 villages, invented as `yudee simulate` does.

Time on the server of one request, from the first byte to the last. It takes minutes, so that it is run by name only.
"""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack

import psycopg
from flask import Flask

from bench import figures
from bench.desk import HTTPS, PASSWORD, seconds, signed_in, timed
from bench.servers import connect, own_servers
from bench.stage import SECRET
from server import create_app, queue, storage
from server.config import Settings
from server.db import session as sessions
from server.db.session import transaction
from server.domain import areas, people
from server.exports import making
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
    "/projects",
    "/projects/map",
    "/photos",
    "/strategy",
    "/finance",
    "/process",
)


def measure() -> Iterator[str]:
    with ExitStack() as closing:
        servers = closing.enter_context(own_servers())
        connection = closing.enter_context(connect(servers.database_url))
        closing.callback(sessions.connect(servers.database_url, pooled=False).dispose)
        queue.connect(servers.redis_url)
        storage.connect(storage.FileStore(f"file:{servers.folder}"))
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
        yield timed("a village's sheet", officer, f"/villages/{village_of('5007', connection)}/sheet?year={YEAR}")
        yield timed("a year", province, f"/years/{YEAR}")
        yield timed("the list of projects", province, f"/projects?year={YEAR}")
        yield timed("files to take away", province, "/exports")
        yield timed("grades as CSV", province, f"/tables/grades.csv?area=50&year={YEAR}")
        yield report(app)


def village_of(area: str, connection: psycopg.Connection) -> str:
    return connection.execute("select min(code) from village where starts_with(code, %s)", [area]).fetchone()[0]


def report(app: Flask) -> str:
    """The annual report of the province, as the worker writes it, once."""
    with transaction() as session:
        caller = people.caller(session, "province@example.org", areas.load(session, "50").workspace_id)
    asked = {"area": "50", "year": YEAR}
    with tempfile.TemporaryFile() as file:
        took = seconds(lambda: making.make(caller, making.REPORT, asked, "th", file, lambda _done, _of: None))
    return figures.limit("the annual report as PDF", took, "s", at_most=60)


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
