"""Invented villages under real area codes, to try things with."""

import datetime as dt
from pathlib import Path

import click

from server.cli import _terminal as terminal
from server.config import Settings


@click.group()
def command() -> None:
    """Invented villages under real area codes, to try things with."""


@command.command()
@click.option("--villages", default=8, show_default=True, type=click.IntRange(1, 3000))
@click.option("--households", default=20, show_default=True, type=click.IntRange(0, 999), help="In each village.")
@click.option("--if-empty", is_flag=True, help="Do nothing when there are villages already.")
def load(villages: int, households: int, if_empty: bool) -> None:
    """Invent villages, households, projects, people and a phone in tambon สะลวง, district แม่ริม.

    The passwords are made anew and written to run/logins in the data folder.
    """
    from server.domain import demo

    settings = Settings.from_env()
    with terminal.work(settings) as session:
        if if_empty and not demo.is_empty(session):
            return
        counts = {"village_count": villages, "household_count": households}
        made = demo.load(session, **counts, at=dt.datetime.now(dt.UTC), secret=settings.secret)
        logins = write_logins(settings.var, made.logins)
    click.echo(
        terminal.in_words(
            th=f"ข้อมูลสาธิต: {made.villages} หมู่บ้าน {made.households} ครัวเรือน ปีแผน {made.plan_year}",
            en=f"demo: {made.villages} villages, {made.households} households, plan year {made.plan_year}",
        )
    )
    click.echo(f"logins: {logins}")
    click.echo(f'phone: yudee phones show "{made.phone.phone.name}"')


def write_logins(var: Path, logins: dict[str, str]) -> Path:
    """Address and password of the demo's people, one a line, for the owner of the data folder only."""
    file = var / "run" / "logins"
    file.parent.mkdir(parents=True, exist_ok=True)
    terminal.write_private(file, "".join(f"{email} {password}\n" for email, password in logins.items()).encode())
    return file
