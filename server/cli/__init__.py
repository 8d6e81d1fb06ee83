"""The command `yudee`: one file per noun, imported only when it is called."""

import ast
import importlib
import logging
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from server.errors import Problem
from server.stack import unpacked

FOLDER = Path(__file__).parent


class Nouns(click.Group):
    """Each module here is one noun or verb; its `command` does the work, its first line says what that is."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(file.stem for file in FOLDER.glob("[a-z]*.py"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        return importlib.import_module(f"server.cli.{cmd_name}").command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the nouns without importing them, so that --help answers at once."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, first_line(FOLDER / f"{name}.py")) for name in self.list_commands(ctx)])


@click.group(cls=Nouns, help="Yudee: field data for community plans.")
@click.version_option(package_name="yudee", message="%(prog)s %(version)s")
def yudee() -> None:
    # What root makes in the folder of blobs has to stay writable for the group of the service user.
    os.umask(0o007)
    speak_up()


def main(words: list[str] | None = None) -> None:
    """Run a command, by default the one we were called with; a mistake ends it with one clear line and status 1."""
    if words is None:
        unpacked.enter()
    try:
        yudee(words)
    except Problem as problem:
        fail(f"{sentence_of(problem)} [{problem.code}]")
    except Exception as error:
        line = sentence_about(error)
        if line is None:
            raise
        fail(line)


def sentence_of(problem: Problem) -> str:
    """A phone is told of the store of files that its form is safe; whoever runs a command, what to look at."""
    from server.errors import StorageAway, StorageRefused

    if isinstance(problem, StorageRefused):
        return in_words(
            th=f"ที่เก็บไฟล์ไม่ยอมให้เครื่องนี้ใช้ ({problem.why}) ตรวจชื่อที่เก็บ กุญแจ AWS และสิทธิ์ของ bucket",
            en=f"The store of files does not let us in ({problem.why})."
            " Look at the place's name, the keys (AWS_…) and the bucket's rights.",
        )
    if isinstance(problem, StorageAway):
        return in_words(
            th=f"ติดต่อที่เก็บไฟล์ไม่ได้ ({problem.why}) ตรวจเครือข่ายและ AWS_ENDPOINT_URL_S3 แล้วสั่งอีกครั้ง",
            en=f"The store of files cannot be reached ({problem.why})."
            " Look at the network and at AWS_ENDPOINT_URL_S3, then start again.",
        )
    return problem.text(locale())


def sentence_about(error: Exception) -> str | None:
    """What a person can do about settings and servers that are not there; None when it is our own fault."""
    from environs import EnvValidationError
    from redis.exceptions import ConnectionError as NoRedis
    from sqlalchemy.exc import OperationalError

    said = str(error).splitlines()[:1] or [type(error).__name__]
    if isinstance(error, EnvValidationError):
        return about_settings(error.error_messages)
    if isinstance(error, OperationalError):
        return in_words(
            th=f"ติดต่อฐานข้อมูลไม่ได้ ({said[0]}) ตรวจว่า PostgreSQL ทำงาน ดิสก์ไม่เต็ม และ DATABASE_URL ชี้ไปที่ฐานข้อมูลนั้น",
            en=f"The database does not answer ({said[0]})."
            " See that PostgreSQL runs, that its disk is not full, and that DATABASE_URL leads to it.",
        )
    if isinstance(error, NoRedis):
        return in_words(
            th=f"ติดต่อ Redis ไม่ได้ ({said[0]}) ตรวจว่า Redis ทำงาน และ REDIS_URL ชี้ไปที่เครื่องนั้น",
            en=f"Redis does not answer ({said[0]}). See that it runs, and that REDIS_URL leads to it.",
        )
    return None


def about_settings(faults: Mapping[str, Iterable[object]]) -> str:
    """Each setting with what is wrong with it; whoever has none is told where they come from."""
    named = "; ".join(f"{name}: {' '.join(map(str, why)).rstrip('.')}" for name, why in faults.items())
    if "DATABASE_URL" in faults.keys() - os.environ.keys():
        return in_words(
            th=f"ค่าที่ตั้งไว้ใช้ไม่ได้ ({named}) หาก make run ทำงานอยู่ คำสั่งนี้รู้ค่าเอง มิฉะนั้นตั้งค่าในสภาพแวดล้อม ดู .env.example",
            en=f"{named}. Is `make run` running? It knows them; otherwise set them, see .env.example.",
        )
    return in_words(
        th=f"ค่าที่ตั้งไว้ใช้ไม่ได้ ({named}) แก้ค่าเหล่านี้ ดู .env.example",
        en=f"{named}. Set them right, see .env.example.",
    )


def in_words(*, th: str, en: str) -> str:
    """The sentence in the language of the terminal."""
    return th if locale() == "th" else en


def speak_up() -> None:
    """What our own code warns of on the way to a result, on stderr. `up` shows the lines of others, and has none."""
    from server import logs

    style = os.environ.get("YUDEE_LOG", "")
    logs.configure(style if style in logs.STYLES else "text", level=logging.WARNING)


def fail(line: str) -> None:
    click.echo(f"yudee: {line}", err=True)
    sys.exit(1)


def locale() -> str:
    """`th` when the terminal speaks Thai, otherwise `en`."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "th" if spoken.startswith("th") else "en"


def first_line(module: Path) -> str:
    return (ast.get_docstring(ast.parse(module.read_text())) or "").splitlines()[0].rstrip(".")
