"""Promises about the whole house that no single test of a part would keep."""

import importlib
import pkgutil
import re
import string
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Index, UniqueConstraint, create_engine, inspect, text

import server
import workers
from server import queue
from server.db.migrate import config
from server.db.models import Base
from server.errors import Problem

CHECKOUT = Path(__file__).parents[1]
THAI = re.compile(r"[\u0e00-\u0e7f]")

# Unique keys without the workspace, and why two provinces cannot get into each other's way there.
ACROSS_WORKSPACES = {
    "workspace.province_code": "a province is one workspace",
    "api_key.key_sha256": "a key says by itself whose it is",
    "identity.issuer,subject": "the provider knows people, not provinces",
    "person.email": "somebody may work in several provinces with one account",
    "phone.token_sha256": "a token says by itself whose it is",
    "form_version.form": "one current version of a form, which is of one workspace",
    "submission_version.submission_id": "one current version of a submission, which is of one workspace",
    "household_registration.submission_id": "once per submission, which is of one workspace",
    "household_closing.submission_id": "once per submission, which is of one workspace",
    "project.submission_id": "one project of a proposal, which is of one workspace",
    "project_screening.submission_id": "once per submission, which is of one workspace",
}


def modules():
    """Every module of the house, imported."""
    for package in (server, workers):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.endswith("__main__") and found.name != "server.wsgi":  # those begin to run
                yield importlib.import_module(found.name)


@pytest.fixture(scope="module")
def problems():
    list(modules())

    def below(one):
        return [one, *(deeper for child in one.__subclasses__() for deeper in below(child))]

    return [problem for problem in below(Problem)[1:] if problem.__module__.startswith(("server.", "workers."))]


def name_of(problem):
    return f"{problem.__module__}.{problem.__name__}"


# Imports and names


def test_imports_point_down():
    lint = Path(sys.executable).with_name("lint-imports")
    told = subprocess.run([lint, "--no-cache"], cwd=CHECKOUT, capture_output=True, text=True)

    assert told.returncode == 0, told.stdout


def test_every_job_is_a_function_of_the_workers():
    names = {name: value for name, value in vars(queue).items() if name.isupper() and str(value).startswith("workers.")}

    assert set(queue.QUEUES) <= set(names.values())
    for job in names.values():
        module, _, function = job.rpartition(".")
        assert callable(getattr(importlib.import_module(module), function))


def test_every_module_says_in_its_first_line_what_lives_in_it():
    assert [module.__name__ for module in modules() if not (module.__doc__ or "").strip()] == []


def test_no_file_is_longer_than_a_person_reads_in_one_go():
    lengths = {
        str(path.relative_to(CHECKOUT)): len(path.read_text().splitlines())
        for folder in ("server", "workers")
        for path in (CHECKOUT / folder).rglob("*.py")
    }

    assert {path: length for path, length in lengths.items() if length > 250} == {}


# Problems


def test_every_problem_has_a_code_of_its_own(problems):
    """One that is another's special case keeps its code: programs need not know the difference."""
    own = [problem for problem in problems if problem.code != problem.__base__.code]
    codes = Counter(problem.code for problem in own)

    assert {code: [name_of(p) for p in own if p.code == code] for code, times in codes.items() if times > 1} == {}
    assert [code for code in codes if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)] == []


def test_every_problem_speaks_thai_and_english(problems):
    silent = [name_of(p) for p in problems if "th" not in vars(p) or "en" not in vars(p)]

    assert silent == []
    assert [name_of(p) for p in problems if not THAI.search(p.th) or THAI.search(p.en)] == []


def test_both_sentences_of_a_problem_name_the_same_things(problems):
    def named(sentence):
        fields = {field for _, field, _, _ in string.Formatter().parse(sentence) if field}
        return {field.removesuffix("_th").partition(".")[0] for field in fields}

    assert [name_of(problem) for problem in problems if named(problem.en) != named(problem.th)] == []


def test_every_problem_has_a_status_of_an_error_and_centrals_number_agrees(problems):
    assert [name_of(p) for p in problems if not 400 <= p.status < 600] == []
    assert [name_of(p) for p in problems if "central_code" in vars(p) and not 400 <= p.central_code < 600] == []


# Tables


def unique_keys():
    for table in Base.metadata.sorted_tables:
        keys = [constraint for constraint in table.constraints if isinstance(constraint, UniqueConstraint)]
        keys += [index for index in table.indexes if isinstance(index, Index) and index.unique]
        for key in keys:
            yield table, [column.name for column in key.columns]


def test_every_unique_key_is_one_of_a_workspace():
    without = {f"{table.name}.{','.join(columns)}" for table, columns in unique_keys() if "workspace_id" not in columns}

    assert without == ACROSS_WORKSPACES.keys()


def test_every_key_made_of_codes_begins_with_the_workspace():
    """A number of ours identifies by itself; a code, a year or a name means something in one province only."""
    for table in Base.metadata.sorted_tables:
        columns = [column.name for column in table.primary_key.columns]
        by_itself = {
            "id",
            "actor_id",
            "submission_id",
            "submission_version_id",
            "form_version_id",
            "token_sha256",
            "workspace_id",
        }
        assert set(columns) & by_itself, table.name


def test_every_table_has_its_workspace_or_belongs_to_people():
    without = {table.name for table in Base.metadata.sorted_tables if "workspace_id" not in table.columns}

    assert without == OF_PEOPLE | {
        "workspace",
        "forum_attendance",  # part of its forum
    }


OF_PEOPLE = {
    "identity",
    "actor",
    "person",
    "login",
    "password_reset",
    "failed_attempt",
    "api_key",
    "second_factor",
    "recovery_code",
}


# Migrations


def test_the_models_are_what_the_migrations_make(database_url):
    command.check(config(database_url))


def schema(url):
    """What a database has: tables with columns, indexes, checks, policies, functions, triggers."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found = inspect(connection)
        tables = {
            table: sorted(column["name"] for column in found.get_columns(table))
            + sorted(index["name"] for index in found.get_indexes(table))
            + sorted(check["name"] for check in found.get_check_constraints(table))
            for table in found.get_table_names()
            if table != "alembic_version"
        }
        rest = connection.execute(text(REST)).scalars().all()
    engine.dispose()
    return tables, sorted(rest)


REST = """
    select 'policy ' || policyname || ' ' || tablename from pg_policies
    union all select 'trigger ' || tgname || ' ' || tgrelid::regclass from pg_trigger where not tgisinternal
    union all select 'function ' || p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname = 'public' and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
    union all select 'grant ' || table_name || ' ' || privilege_type from information_schema.role_table_grants
        where grantee = 'yudee_scoped'
"""


def test_migrations_go_up_down_and_up_again(new_database):
    url = new_database(template="template1")
    empty = schema(url)
    command.upgrade(config(url), "head")
    full = schema(url)
    command.downgrade(config(url), "base")
    emptied = schema(url)
    command.upgrade(config(url), "head")

    assert emptied == empty
    assert schema(url) == full


@pytest.mark.long
def test_each_migration_can_be_taken_back_by_itself(new_database):
    url = new_database(template="template1")
    for _ in (CHECKOUT / "migrations" / "versions").glob("[0-9]*.py"):
        before = schema(url)
        command.upgrade(config(url), "+1")
        after = schema(url)
        command.downgrade(config(url), "-1")
        assert schema(url) == before
        command.upgrade(config(url), "+1")
        assert schema(url) == after


def test_migrating_a_migrated_database_changes_nothing(new_database):
    url = new_database()
    before = schema(url)
    command.upgrade(config(url), "head")

    assert schema(url) == before
