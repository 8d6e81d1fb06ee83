"""The household register."""

import datetime as dt
from pathlib import Path
from uuid import UUID

import click

from server.cli import _terminal as terminal


@click.group()
def command() -> None:
    """The household register."""


@command.command("import")
@terminal.csv_file
@terminal.province
@terminal.as_json
def import_(file: Path, province: str | None, as_json: bool) -> None:
    """Import a CSV file (village_code, house_no, head_name, members; house_id11 and hh_seq if known).

    All of its rows or none. Households that are registered already are refused.
    """
    from server.domain.imports import households

    terminal.import_file("households", households.import_csv, file, province, as_json=as_json)


household = click.argument("household", type=click.UUID)
year = click.option("--year", "plan_year", type=int, required=True, help="Plan year B.E., such as 2570.")


@command.command()
@household
@year
@terminal.somebody
@terminal.province
@terminal.as_json
def withdraw(household: UUID, plan_year: int, email: str | None, province: str | None, as_json: bool) -> None:
    """Record that a household took back its agreement for a plan year; its accounts of that year are erased."""
    from server import storage
    from server.domain import withdrawals

    with terminal.acting(email, province) as (session, caller):
        terms = {"now": dt.datetime.now(dt.UTC), "store": storage.blobs()}
        done = withdrawals.record(session, caller, household, plan_year, **terms)
    said = terminal.in_words(
        th=f"บันทึกแล้ว ลบบัญชีปี {plan_year} {done.accounts} ฉบับ",
        en=f"recorded; {done.accounts} accounts of {plan_year} are erased",
    )
    terminal.show(done, as_json=as_json, text=said)


@command.command()
@household
@year
@terminal.somebody
@terminal.province
def agree(household: UUID, plan_year: int, email: str | None, province: str | None) -> None:
    """Record that a household which withdrew agrees after all; what was erased does not come back."""
    from server.domain import withdrawals

    with terminal.acting(email, province) as (session, caller):
        was_one = withdrawals.agree_again(session, caller, household, plan_year)
    undone = terminal.in_words(th="ยกเลิกการถอนแล้ว", en="the withdrawal is undone")
    none = terminal.in_words(th="ไม่มีการถอนที่บันทึกไว้", en="no withdrawal was recorded")
    click.echo(undone if was_one else none)
