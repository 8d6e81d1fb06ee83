"""Provinces, districts and subdistricts."""

import datetime as dt

import click

from server.cli import _terminal as terminal


@click.group()
def command() -> None:
    """Provinces, districts and subdistricts."""


@command.command()
@click.option("--province", default="50", show_default=True, metavar="CODE", help="Two digits of the province.")
@terminal.as_json
def load(province: str, as_json: bool) -> None:
    """Load a province's areas from the package geothai and open its present fiscal year; safe to run again."""
    from server.domain import areas, years
    from server.domain.indicators.calendar import bangkok_date, fiscal_year

    with terminal.work() as session:
        loaded = areas.load(session, province)
        years.open_year(session, loaded.workspace_id, fiscal_year(bangkok_date(dt.datetime.now(dt.UTC))))
    text = terminal.in_words(
        th=f"จังหวัด {loaded.province}: {loaded.districts} อำเภอ {loaded.subdistricts} ตำบล ใหม่หรือเปลี่ยน {loaded.changed}",
        en=f"province {loaded.province}: {loaded.districts} districts, {loaded.subdistricts} subdistricts,"
        f" {loaded.changed} new or changed",
    )
    terminal.show(loaded, as_json=as_json, text=text)
