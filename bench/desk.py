"""The district's pages at the size of a province: 2,000 villages, 200,000 households, a million submissions.

Time on the server of one request, from the first byte to the last, for the busiest district and for the province; the
list also of an officer whose district has all of the million. It takes some minutes, so that it is run by name only.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from statistics import median

import psycopg
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from bench import figures
from bench.province import YEAR, Loader, Province, Size
from bench.servers import connect, own_servers
from bench.stage import SECRET
from server import create_app, queue
from server.config import Settings
from server.db import session as sessions
from server.db.session import transaction
from server.domain import people
from workers import drains

SIZE = Size(villages=2_000, households=100, accounts=5)
ROUNDS = 7
AT_MOST_MS = 300
PASSWORD = "a password of measurements"  # noqa: S105
HTTPS = "https://desk.example.org"

INDEX = """
    insert into submission_index (submission_id, district_code, workspace_id, form, state, village_code, actor_id,
        received_at, risk, flags, words)
    select id, left(village_code, 4), workspace_id, form, state, village_code, actor_id,
        received_at, case when id %% 12 = 0 then 3 + id %% 9 else 0 end,
        case when id %% 12 = 0 then array['photo_sent_before'] else '{}' end,
        'ม.' || right(village_code, 2) || ' บ้าน ' || village_code || ' ' || id %% 97 || '/' || id %% 7 || ' phone'
    from submission where workspace_id = %s
"""
PHONES = """
    with tambon as (select distinct left(code, 6) as code from village where workspace_id = %(workspace_id)s),
    made as (insert into actor (kind, display_name) select 'phone', code from tambon returning id, display_name),
    duties as (
        insert into assignment (actor_id, workspace_id, role, area_code)
        select id, %(workspace_id)s, 'tambon_team', display_name from made)
    update submission s set actor_id = made.id, phone_area = made.display_name,
        received_at = now() - (s.id %% 180) * interval '1 day'
    from made where s.workspace_id = %(workspace_id)s and made.display_name = left(s.village_code, 6)
"""
VERSION = """
    insert into form_version (workspace_id, form, version, xml, questions, media, md5, created_by, published_at)
    select workspace_id, id, '1', '', '[]', '[]', '', (select min(id) from actor), now() from form
    where workspace_id = %(workspace_id)s
"""
VERSIONS = """
    insert into submission_version (workspace_id, form, submission_id, form_version_id, instance_id, instance_name, xml,
        sha256, answers, actor_id)
    select s.workspace_id, s.form, s.id, v.id, s.instance_id, 'house ' || s.id, '', '', '{"note": "-"}', s.actor_id
    from submission s join form_version v on v.form = s.form where s.workspace_id = %(workspace_id)s
"""


def measure() -> Iterator[str]:
    with ExitStack() as closing:
        servers = closing.enter_context(own_servers())
        connection = closing.enter_context(connect(servers.database_url))
        closing.callback(sessions.connect(servers.database_url, pooled=False).dispose)
        queue.connect(servers.redis_url)
        province = furnished(connection)
        settings = Settings(
            servers.database_url, servers.redis_url, SECRET, HTTPS, f"file:{servers.folder}", servers.folder
        )
        app = create_app(settings)
        total = connection.execute("select count(*) from submission_index").fetchone()[0]
        yield f"desk, {SIZE.villages:,} villages, {total:,} submissions: median of {ROUNDS} requests, after one"
        yield from pages(app, connection, province)
        connection.execute("update submission_index set district_code = '5001'")
        connection.execute("vacuum analyze submission_index")
        yield "  -- all of them in one district"
        yield from lists(signed_in(app, "officer@example.org"), province.villages[0])


def furnished(connection: psycopg.Connection) -> Province:
    province = Loader(connection, "50", SIZE, SECRET).load()
    connection.execute(PHONES, {"workspace_id": province.workspace_id})
    connection.execute(INDEX, [province.workspace_id])
    connection.execute(VERSION, {"workspace_id": province.workspace_id})
    connection.execute(VERSIONS, {"workspace_id": province.workspace_id})
    connection.execute("vacuum analyze")
    drains.drain_villages()
    with transaction() as session:
        for name, role, area in (("officer", "district_officer", "5001"), ("province", "province_officer", "50")):
            named = {"password": PASSWORD, "role": role, "area_code": area, "workspace_id": province.workspace_id}
            people.add(session, f"{name}@example.org", **named)
    connection.execute("vacuum analyze")
    return province


def pages(app: Flask, connection: psycopg.Connection, province: Province) -> Iterator[str]:
    officer, provincial = (signed_in(app, f"{name}@example.org") for name in ("officer", "province"))
    village = next(code for code in province.villages if code.startswith("5001"))
    yield from lists(officer, village)
    yield timed("the province's list", provincial, "/review?state=all")
    yield timed("district at a glance", officer, f"/desk?year={YEAR}")
    one = "select id from submission where village_code = %s and state = 'received' order by id limit 1"
    submission = connection.execute(one, [village]).fetchone()[0]
    yield timed("a submission", officer, f"/review/{submission}?queue=1")
    yield timed("the register", officer, "/register")
    yield timed("a village's register", officer, f"/register/villages/{village}")
    yield timed("households that may be twice", officer, f"/register/villages/{village}/twice")
    yield timed("screening", officer, "/screening")


def lists(officer: FlaskClient, village: str) -> Iterator[str]:
    yield timed("what waits", officer, "/review")
    yield timed("everything", officer, "/review?state=all")
    yield timed("far down the list", officer, "/review?state=all&after=0.500000")
    yield timed("a village", officer, f"/review?state=all&village={village}")
    yield timed("a subdistrict", officer, f"/review?state=all&village={village[:6]}")
    yield timed("what is flagged", officer, "/review?state=all&flag=photo_sent_before")
    yield timed("a week", officer, "/review?state=all&since=2026-11-01&until=2026-11-07")
    yield timed("a search, rare", officer, f"/review?state=all&find={village} 96/6")
    yield timed("a search, common", officer, "/review?state=all&find=phone")


def timed(name: str, visitor: FlaskClient, path: str) -> str:
    def ask() -> None:
        answer = visitor.get(path, base_url=HTTPS)
        assert answer.status_code == 200, (path, answer.status_code)

    ask()
    return figures.limit(name, 1000 * median([seconds(ask) for _ in range(ROUNDS)]), "ms", at_most=AT_MOST_MS)


def seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def signed_in(app: Flask, email: str) -> FlaskClient:
    client = app.test_client()
    form = html.fromstring(client.get("/", base_url=HTTPS).data).forms
    given = next(dict(one.fields) for one in form if "password" in one.fields)
    answer = client.post("/", base_url=HTTPS, data=given | {"email": email, "password": PASSWORD})
    assert answer.status_code == 302, "not signed in"
    return client
