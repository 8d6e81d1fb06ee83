"""Submissions of twenty provinces in one table, and in a partition for each: what every submission pays, what a
province's reader gains, and what it takes to tidy up after one province, or to let it go.

Both hold the columns, indexes and checks of the real tables, and are asked the same. What stands in docs/scaling.md
about partitions was read off this: `make bench ARGS=partitions`, some minutes and 3 GB of disk.
"""

import time
from collections.abc import Callable, Iterator
from statistics import median

import psycopg

from bench import figures
from bench.servers import connect, own_servers

PROVINCES, EACH = 20, 20_000  # a year of a real province is 50,000
ROUNDS, IN_A_ROUND = 7, 1_000
TABLES = ("submission", "submission_version")
# A key of a partitioned table has the column by which it is parted.
ONE = """
    create schema one;
    create table one.submission (like public.submission including all);
    create table one.submission_version (like public.submission_version including all);
    alter table one.submission_version add foreign key (submission_id) references one.submission (id);
"""
PARTED = """
    create schema parted;
    create table parted.submission (like public.submission including defaults including constraints including identity,
        primary key (workspace_id, id), unique (workspace_id, form, instance_id)) partition by list (workspace_id);
    create table parted.submission_version (like public.submission_version including defaults including constraints
        including identity, primary key (workspace_id, id), unique (workspace_id, form, instance_id),
        foreign key (workspace_id, submission_id) references parted.submission) partition by list (workspace_id);
    create unique index on parted.submission_version (submission_id, workspace_id) where is_current;
    create index on parted.submission_version (submission_id);
"""
OTHER_INDEXES = """
    select regexp_replace(indexdef, 'INDEX \\w+ ON public', 'INDEX ON parted') from pg_indexes i
    where schemaname = 'public' and tablename = 'submission' and indexdef not like '%UNIQUE%'
"""
PARTITION = "create table parted.{table}_{number} partition of parted.{table} for values in ({number})"
# As receiving has it, without sender, form and queue, which are the same for both.
STORE = """
    with belongs as (
        insert into submission (workspace_id, form, instance_id, data_class, actor_id, phone_area, village_code)
        values (%(province)s, 1, %(instance)s, 'amounts', 1, '500705', '50070503')
        on conflict (workspace_id, form, instance_id) do nothing returning id)
    insert into submission_version (workspace_id, form, submission_id, form_version_id, instance_id, xml, sha256,
        answers, actor_id)
    select %(province)s, 1, belongs.id, 1, %(instance)s, %(xml)s, sha256(%(xml)s), %(answers)s, 1 from belongs
"""
FILL = """
    with belongs as (
        insert into submission (workspace_id, form, instance_id, data_class, actor_id, phone_area, village_code)
        select 1 + n %% %(provinces)s, 1, 'uuid:' || md5(n::text)::uuid, 'amounts', 1, '500705', '50070503'
        from generate_series(1, %(number)s) n returning id, workspace_id, instance_id)
    insert into submission_version (workspace_id, form, submission_id, form_version_id, instance_id, xml, sha256,
        answers, actor_id)
    select workspace_id, 1, id, 1, instance_id, %(xml)s, sha256(instance_id::bytea), %(answers)s, 1 from belongs
"""
LOOK = """
    select v.id, s.state from submission_version v
    join submission s on s.id = v.submission_id and s.workspace_id = v.workspace_id
    where v.workspace_id = %(province)s and v.form = 1 and v.instance_id = %(instance)s
"""
BY_NUMBER = "select id from submission_version where submission_id = %(number)s and is_current"  # as most joins do
READ = """
    select count(*), sum(octet_length(v.xml)) from submission s
    join submission_version v on v.submission_id = s.id and v.workspace_id = s.workspace_id and v.is_current
    where s.workspace_id = %(province)s and s.deleted_at is null
"""
CHANGE = "update submission set state = 'approved' where workspace_id = %(province)s and id %% 10 < 5"
XML, ANSWERS = b"<data>" + bytes(range(32, 127)) * 28 + b"</data>", '{"area": {"village_code": "50070503"}}'


def measure() -> Iterator[str]:
    with own_servers() as servers, connect(servers.database_url) as connection:
        yield f"partitions, {PROVINCES} provinces with {EACH:,} submissions each, in one table and in one for each"
        connection.execute(ONE, prepare=False)
        connection.execute(PARTED, prepare=False)
        for (index,) in connection.execute(OTHER_INDEXES).fetchall():
            connection.execute(index)
        for number in range(1, PROVINCES + 1):
            for table in TABLES:
                connection.execute(PARTITION.format(table=table, number=number))
        sides = {name: connect(servers.database_url) for name in ("one", "parted")}
        for name, side in sides.items():
            side.execute(f"set search_path = {name}")
            side.execute("set plan_cache_mode = force_generic_plan")
            named = {"provinces": PROVINCES, "number": PROVINCES * EACH, "xml": XML, "answers": ANSWERS}
            side.execute(FILL, named, prepare=False)
            for table in TABLES:
                side.execute(f"vacuum analyze {table}")
        yield from compared("stored, as receiving does", sides, storing)
        yield from compared("looked up by its id", sides, looking)
        yield from compared("found by a number alone", sides, finding)
        yield from compared("read: a province", sides, reading, rounds=5)
        yield from compared("tidied after half of a province changed", sides, tidied, rounds=3)
        yield from compared("a province let go", sides, let_go, rounds=1)


Doing = Callable[[psycopg.Connection, str, int], None]


def compared(what: str, sides: dict[str, psycopg.Connection], doing: Doing, rounds: int = ROUNDS) -> Iterator[str]:
    took: dict[str, list[float]] = {name: [] for name in sides}
    for number in range(rounds):
        for name, side in sides.items():
            begun = time.perf_counter()
            doing(side, name, number)
            took[name].append(time.perf_counter() - begun)
    for name, times in took.items():
        yield figures.value(f"{what}, {name}", 1000 * median(times), "ms")
    yield figures.value(f"{what}, parted / one", median(took["parted"]) / median(took["one"]), "")


def storing(side: psycopg.Connection, _name: str, number: int) -> None:
    with side.transaction():
        for one in range(IN_A_ROUND):
            named = {"province": 1 + one % PROVINCES, "instance": f"uuid:{number}-{one}"}
            side.execute(STORE, named | {"xml": XML, "answers": ANSWERS})


def looking(side: psycopg.Connection, _name: str, number: int) -> None:
    for one in range(IN_A_ROUND):
        found = side.execute(LOOK, {"province": 1 + one % PROVINCES, "instance": f"uuid:{number}-{one}"}).fetchall()
        assert len(found) == 1


def finding(side: psycopg.Connection, _name: str, number: int) -> None:
    for one in range(IN_A_ROUND):
        assert side.execute(BY_NUMBER, {"number": 1 + number * IN_A_ROUND + one}).fetchone()


def reading(side: psycopg.Connection, _name: str, number: int) -> None:
    assert side.execute(READ, {"province": 1 + number}).fetchone()[0] >= EACH


def tidied(side: psycopg.Connection, name: str, number: int) -> None:
    side.execute(CHANGE, {"province": 7 + number})
    side.execute("vacuum submission" if name == "one" else f"vacuum submission_{7 + number}")


def let_go(side: psycopg.Connection, name: str, _number: int) -> None:
    if name == "parted":
        for table in reversed(TABLES):
            side.execute(f"alter table {table} detach partition {table}_3")
            side.execute(f"drop table {table}_3")
        return
    for table in reversed(TABLES):
        side.execute(f"delete from {table} where workspace_id = 3")
        side.execute(f"vacuum {table}")
