"""How long accounts are kept, and erasing those that were kept long enough."""

import datetime as dt

import click

from server.cli import _terminal as terminal

SHOWN = ("year", "locked on", "kept until", "due", "kept", "erased", "withdrawn")


@click.group()
def command() -> None:
    """How long accounts are kept after their year was locked, and erasing those that were kept long enough."""


@command.command()
@terminal.province
@terminal.as_json
def report(province: str | None, as_json: bool) -> None:
    """Show until when the accounts of each plan year are kept, how many there are and how many were erased."""
    from server.domain import retention, workspaces
    from server.domain.indicators.calendar import bangkok_date

    with terminal.work() as session:
        found = retention.report(
            session, workspaces.choose(session, province).id, today=bangkok_date(dt.datetime.now(dt.UTC))
        )
    cells = [
        (one.plan_year, one.locked_on, one.kept_until, "*" if one.is_due else "", one.kept, one.erased, one.withdrawn)
        for one in found
    ]
    terminal.show(found, as_json=as_json, text=terminal.table(SHOWN, cells))


@command.command()
@terminal.province
@terminal.as_json
def run(province: str | None, as_json: bool) -> None:
    """Erase now what is due, as the clock does every night; it can be broken off and run again."""
    from server import storage
    from server.db.session import transaction
    from server.domain import retention, workspaces
    from server.domain.indicators.calendar import bangkok_date

    with terminal.connected():
        with transaction() as session:
            workspace_id = workspaces.choose(session, province).id
        done = retention.run(workspace_id, storage.blobs(), today=bangkok_date(dt.datetime.now(dt.UTC)))
    said = terminal.in_words(th=f"ลบบัญชี {done.accounts} ฉบับแล้ว", en=f"{done.accounts} accounts are erased")
    terminal.show(done, as_json=as_json, text=said)
