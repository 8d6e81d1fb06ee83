"""Household finance as it is told of areas, under the rule of ten households."""

import datetime as dt

import click

from server.cli import _terminal as terminal


@click.group()
def command() -> None:
    """Household finance as it is told of areas, under the rule of ten households."""


@command.command()
@click.option("--year", "plan_year", type=int, required=True, help="Plan year B.E., such as 2570.")
@terminal.province
@terminal.as_json
def publish(plan_year: int, province: str | None, as_json: bool) -> None:
    """Tell the figures anew now instead of at night, of villages, tambons and larger areas."""
    from server.domain import publishing, workspaces

    with terminal.work() as session:
        workspace_id = workspaces.choose(session, province).id
        told = publishing.publish(session, workspace_id, plan_year, now=dt.datetime.now(dt.UTC))
    sentence = terminal.in_words(
        th=f"ปรับตัวเลขใหม่ {told} กลุ่ม (กลุ่มละ 10 ครัวเรือนขึ้นไป)", en=f"{told} groups of ten or more households told anew"
    )
    terminal.show({"told": told}, as_json=as_json, text=sentence)
