"""What is late or broken on this server, and what to do."""

import sys
from dataclasses import asdict

import click

from server.cli import _terminal as terminal

SIGNS = {"ok": "ok", "unknown": "?", "late": "LATE", "broken": "BROKEN"}


@click.command()
@terminal.as_json
def command(as_json: bool) -> None:
    """Look at every part of the server: one line each. Ends with 1 when a part is broken."""
    from server import storage
    from server.cli import locale
    from server.config import Settings
    from server.domain import health

    settings = Settings.from_env()
    with terminal.connected(settings):
        parts = health.look(health.Places.of(storage.blobs(), settings.var, settings.database_url))
    lines = terminal.table(("", "", ""), [(SIGNS[part.state], part.name, part.text(locale())) for part in parts])
    terminal.show([asdict(part) for part in parts], as_json=as_json, text=lines.lstrip())
    if health.worst(parts) == health.BROKEN:
        sys.exit(1)
