"""A whole province, a stress case: 2,000 villages, 300,000 households, 3.6 million accounts; and four of them.

How large it is on disk and how quickly it is loaded; then how long it takes to compute the province again, beside the
aggregate that somebody would write by hand over the same facts, and to compute one village after an account came in.
It takes some twenty minutes and 15 GB of disk, so that it is run by name only: `make bench ARGS=scale`.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from statistics import median

import psycopg

from bench import figures
from bench.province import YEAR, Loader, Province, Size
from bench.servers import connect, own_servers
from bench.stage import SECRET
from server import queue
from server.db import session as sessions
from server.db.queries import results, rollups
from server.db.session import transaction
from workers import drains

SIZE = Size(villages=2_000, households=150, accounts=12)
PROVINCES = ("50", "51", "52", "54")
ROUNDS, VILLAGES = 3, 30
AT_MOST = 2.0

# Households with an account that counts, by village, on both bases: without register, attendance, plans and rules.
AGGREGATE = """
with counted as (
    select a.village_code, a.household_id, bool_or(s.state = 'approved') as approved
    from household_account a join submission s on s.id = a.submission_id
    where a.workspace_id = %(workspace_id)s and a.plan_year = %(year)s and a.consent and not a.be_year
      and a.period_start between '2025-10-01' and '2027-09-30' and a.period_start <= a.collected_on
      and s.deleted_at is null and s.state <> 'rejected' and starts_with(a.village_code, s.phone_area)
    group by a.village_code, a.household_id)
select village_code, count(*), count(*) filter (where approved) from counted group by village_code
"""
MARK = "insert into stale_village (workspace_id, village_code, plan_year) values (%s, %s, %s)"
SIZES = "select pg_database_size(current_database()), pg_total_relation_size('household_year')"


def measure() -> Iterator[str]:
    with ExitStack() as closing:
        servers = closing.enter_context(own_servers())
        connection = closing.enter_context(connect(servers.database_url))
        closing.callback(sessions.connect(servers.database_url, pooled=False).dispose)
        queue.connect(servers.redis_url)
        yield f"scale, {SIZE.villages:,} villages, {SIZE.all_households:,} households, {SIZE.all_accounts:,} accounts"
        provinces: list[Province] = []
        for code in PROVINCES:
            provinces.append(Loader(connection, code, SIZE, SECRET).load())
            connection.execute("vacuum analyze")
            yield from printed(connection, provinces)


def printed(connection: psycopg.Connection, provinces: Sequence[Province]) -> Iterator[str]:
    """What the last of these provinces costs beside the others."""
    last = provinces[-1]
    yield f"  -- {len(provinces)} of these"
    yield f"  {'loaded by COPY':<34} {last.rows / last.seconds:8,.0f} rows/s"
    yield figures.value("first computed, from its accounts", seconds(drains.drain_villages), "s")
    connection.execute("vacuum analyze household_year")
    size, summary = connection.execute(SIZES).fetchone()
    yield figures.value("on disk", size / 1e9, "GB") + f", of it {summary / 1e6:.0f} MB for the summary"
    asked = {"workspace_id": last.workspace_id, "year": YEAR}
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(seconds(lambda: recompute(last.workspace_id)))
        theirs.append(seconds(lambda: connection.execute(AGGREGATE, asked).fetchall()))
    yield figures.value("whole province again", median(ours), "s")
    yield figures.value("the aggregate by hand", median(theirs), "s")
    yield figures.limit("ratio", median(ours) / median(theirs), "", at_most=AT_MOST)
    with_accounts = seconds(lambda: recompute(last.workspace_id, accounts=True))
    yield figures.value("again from its accounts (new window)", with_accounts, "s")
    one = [1000 * seconds(lambda code=code: recompute_one(connection, last, code)) for code in last.villages[:VILLAGES]]
    yield figures.value("one village, from its accounts", median(one), "ms") + f", most {max(one):.0f} ms"


def recompute(workspace_id: int, *, accounts: bool = False) -> None:
    """Counts, grades, events and the roll-up of a province. accounts: from the accounts on."""
    with transaction() as session:
        results.mark_all_stale(session, workspace_id, accounts=accounts)
    drains.drain_villages()
    with transaction() as session:
        rollups.parts(session, workspace_id, "", plan_year=YEAR, basis="provisional", digits=2)


def recompute_one(connection: psycopg.Connection, province: Province, village: str) -> None:
    connection.execute(MARK, (province.workspace_id, village, YEAR))
    drains.drain_villages()


def seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start
