"""A database of any version so far comes to the newest, with its data, while others are at work."""

import re
import subprocess
import sys
import threading
from io import StringIO
from itertools import pairwise
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import NullPool, create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from server.db.migrate import MIGRATIONS, config, migrate
from tests.cli.test_simulate import SMALL, publish

VERSIONS = sorted(file.stem[:4] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))
UNDER_TRAFFIC = "0018"  # from here on nothing may hold up phones
RESULTS = """
    select village_code, plan_year, basis, indicator, num, den, met from indicator_result order by 1, 2, 3, 4
"""
GRADES = "select village_code, plan_year, basis, status, grade from village_year order by 1, 2, 3"


def connected(url):
    return psycopg.connect(make_url(url).set(drivername="postgresql").render_as_string(), autocommit=True)


def told(url):
    with connected(url) as connection:
        return [connection.execute(question).fetchall() for question in (RESULTS, GRADES)]


def sql_of(version):
    """What a migration would have PostgreSQL do, in one line for each statement."""
    before = dict(pairwise(reversed(VERSIONS)))[version]
    settings, settings.output_buffer = config("postgresql+psycopg://"), StringIO()
    command.upgrade(settings, f"{before}:{version}", sql=True)
    return re.sub(r"\s+", " ", settings.output_buffer.getvalue()).split(";")


@pytest.mark.long
def test_from_every_schema_there_was_the_data_come_along(new_database, yudee, monkeypatch):
    url = new_database()
    with Session(create_engine(url, poolclass=NullPool)) as session:
        publish(session)
    monkeypatch.setenv("DATABASE_URL", url)
    assert yudee(*SMALL).status == 0
    before = told(url)

    for version in reversed(VERSIONS[:-1]):
        command.downgrade(config(url), version)
        assert yudee("migrate").status == 0
        assert yudee("recompute", "--all").status == 0
        assert (version, told(url)) == (version, before)

    assert [len(rows) > 0 for rows in before] == [True, True]


def test_of_several_machines_that_migrate_at_once_one_does_and_all_end_well(new_database, yudee, monkeypatch):
    url = new_database(template="template1")
    monkeypatch.setenv("DATABASE_URL", url)
    words = [Path(sys.executable).with_name("yudee"), "migrate"]

    together = [subprocess.Popen(words, stderr=subprocess.PIPE, text=True) for _ in range(3)]

    assert [(process.communicate()[1], process.returncode) for process in together] == [("", 0)] * 3
    with connected(url) as connection:
        assert connection.execute("select version_num from alembic_version").fetchall() == [(VERSIONS[-1],)]


def test_a_step_that_has_to_wait_lets_those_behind_it_pass(new_database, monkeypatch):
    url = new_database()
    command.downgrade(config(url), UNDER_TRAFFIC)
    with connected(url) as reader, connected(url) as phone:
        with reader.transaction():
            reader.execute("select count(*) from entity_list")  # a report that takes its time
            upgrading = threading.Thread(target=migrate, args=[url])
            upgrading.start()
            phone.execute("set statement_timeout = '10s'")
            for _ in range(300):
                phone.execute("select count(*) from entity_list")
            assert upgrading.is_alive()
        upgrading.join(60)
        assert not upgrading.is_alive()
        assert phone.execute("select version_num from alembic_version").fetchone() == (VERSIONS[-1],)


@pytest.mark.parametrize("version", [one for one in VERSIONS if one >= UNDER_TRAFFIC])
def test_no_step_keeps_a_table_from_phones(version):
    statements = sql_of(version)
    made = set(re.findall(r"CREATE TABLE (\w+)", ";".join(statements)))

    for statement in statements:
        index = re.search(r"CREATE (?:UNIQUE )?INDEX (?!CONCURRENTLY).* ON (\w+)", statement)
        assert index is None or index[1] in made, f"make it concurrently: {statement}"
        altered = re.search(r"ALTER TABLE (\w+) (.*)", statement)
        if altered and altered[1] not in made:
            is_check = "ADD CONSTRAINT" in altered[2] and "NOT VALID" not in altered[2]
            assert not is_check, f"add it not valid, then validate: {statement}"
            assert not re.search(r"ALTER COLUMN \w+ (TYPE|SET NOT NULL)", altered[2]), f"reads the table: {statement}"


def test_there_is_one_newest_version():
    assert ScriptDirectory.from_config(config("")).get_heads() == [VERSIONS[-1]]
