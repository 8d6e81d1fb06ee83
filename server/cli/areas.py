"""Provinces, districts and subdistricts."""

import datetime as dt
from pathlib import Path

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


@command.command("import-boundaries")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@terminal.province
@terminal.as_json
def import_boundaries(file: Path, province: str | None, as_json: bool) -> None:
    """Import a GeoJSON file of polygons (properties: code), in WGS 84.

    All of its areas or none. Boundaries that are there are brought up to date.
    """
    from server.domain.imports import boundaries, geojson

    limit = {"most_bytes": geojson.MOST_BYTES}
    terminal.import_file("boundaries", boundaries.import_geojson, file, province, as_json=as_json, **limit)
