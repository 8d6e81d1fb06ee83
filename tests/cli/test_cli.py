"""`yudee` lists its nouns quickly and ends a mistake with one clear line."""

import importlib
import os
import subprocess
import sys

import click
import pytest

from server.cli import FOLDER as NOUNS
from server.cli import Nouns, first_line, yudee
from tests.servers import own_folder

NAMES = Nouns().list_commands(click.Context(yudee))


def run_yudee(*words, **environment):
    """Run the command as a shell does, without any settings but the given ones."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("YUDEE_", "DATABASE", "REDIS"))}
    command = [sys.executable, "-c", "from server.cli import main; main()", *words]
    return subprocess.run(command, capture_output=True, text=True, env=kept | environment)


@pytest.mark.parametrize("name", NAMES)
def test_every_noun_says_what_it_does(name):
    command = importlib.import_module(f"server.cli.{name}").command

    assert isinstance(command, click.Command)
    assert first_line(NOUNS / f"{name}.py")


def test_help_lists_every_noun_without_loading_what_they_need():
    code = "import sys; from click.testing import CliRunner; from server.cli import yudee\n"
    code += "print(CliRunner().invoke(yudee, ['--help']).output)\n"
    code += "assert not {'sqlalchemy', 'rq', 'lxml'} & set(sys.modules)"

    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert all(f"  {name} " in shown for name in NAMES)


def test_an_unknown_noun_is_refused():
    ended = run_yudee("nonsense")

    assert ended.returncode == 2
    assert "nonsense" in ended.stderr


def test_a_mistake_ends_with_one_line_in_the_language_of_the_terminal():
    with own_folder() as folder:
        english = run_yudee("up", PORT="none", YUDEE_VAR=str(folder), LC_ALL="C.UTF-8")
        thai = run_yudee("up", PORT="none", YUDEE_VAR=str(folder), LC_ALL="th_TH.UTF-8")

    assert (english.returncode, thai.returncode) == (1, 1)
    assert english.stderr == "yudee: PORT=none is no port. Use a number from 1 to 65535. [port-unclear]\n"
    assert "ไม่ใช่เลขพอร์ต" in thai.stderr


AWAY = {"REDIS_URL": "redis://127.0.0.1:1/0", "YUDEE_SECRET": "s" * 32}


@pytest.mark.parametrize(
    ("language", "told"), [("C.UTF-8", "See that PostgreSQL runs"), ("th_TH.UTF-8", "ตรวจว่า PostgreSQL ทำงาน")]
)
def test_a_database_that_is_away_is_told_with_what_to_look_at(tmp_path, language, told):
    away = AWAY | {"DATABASE_URL": f"postgresql:///yudee?host={tmp_path}", "YUDEE_VAR": str(tmp_path)}
    ended = run_yudee("people", "list", **away, LC_ALL=language)

    assert ended.returncode == 1
    assert told in ended.stderr and "DATABASE_URL" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("language", "told"), [("C.UTF-8", "Is `make run` running?"), ("th_TH.UTF-8", "หาก make run ทำงานอยู่")]
)
def test_whoever_has_no_settings_is_told_where_they_come_from(tmp_path, language, told):
    without = run_yudee("people", "list", YUDEE_VAR=str(tmp_path), LC_ALL=language)
    with_a_wrong_one = run_yudee(
        "people", "list", **AWAY, DATABASE_URL="mysql://x", YUDEE_VAR=str(tmp_path), LC_ALL=language
    )

    assert (without.returncode, with_a_wrong_one.returncode) == (1, 1)
    assert told in without.stderr and told not in with_a_wrong_one.stderr
    assert "DATABASE_URL: Not a postgresql:// URL" in with_a_wrong_one.stderr
    assert ".env.example" in without.stderr and ".env.example" in with_a_wrong_one.stderr
