"""Phones: their access, and the QR codes that set them up."""

from pathlib import Path

import click

from server.cli import _terminal as terminal
from server.config import Settings
from server.domain import settings_code
from server.domain.phones import PhoneKey

qr_file = click.option("--qr", metavar="FILE.png", type=terminal.NewFile(), help="Write the QR code as a picture.")
phone_name = click.argument("name")


@click.group()
def command() -> None:
    """Phones: their access, and the QR codes that set them up."""


@command.command()
@phone_name
@click.option("--area", required=True, metavar="CODE", help="Where: the code of a subdistrict, village, …")
@click.option("--role", default="tambon_team", show_default=True, help="What the phone is used for.")
@click.option("--person", metavar="EMAIL", help="Who carries it, if the person also signs in.")
@qr_file
@terminal.as_json
def add(name: str, area: str, role: str, person: str | None, qr: Path | None, as_json: bool) -> None:
    """Give a phone access; prints the server URL, which holds its token."""
    from server.domain import phones, workspaces

    settings = Settings.from_env()
    with terminal.work(settings) as session:
        key = phones.add(
            session,
            name,
            role=role,
            area_code=area,
            person=person,
            workspace_id=workspaces.choose(session, area[:2]).id,
            secret=settings.secret,
        )
    hand_out(key, settings.public_url, qr, as_json=as_json)


@command.command()
@phone_name
@terminal.province
@qr_file
@terminal.as_json
def show(name: str, province: str | None, qr: Path | None, as_json: bool) -> None:
    """Print the server URL and the QR code of a phone again; this is recorded."""
    from server.domain import phones, workspaces

    settings = Settings.from_env()
    with terminal.work(settings) as session:
        workspace = workspaces.choose(session, province)
        key = phones.show(session, name, workspace_id=workspace.id, secret=settings.secret)
    hand_out(key, settings.public_url, qr, as_json=as_json)


@command.command()
@click.argument("file", metavar="FILE.pdf", type=terminal.NewFile())
@click.option("--phone", "names", multiple=True, metavar="NAME", help="A phone; may be given several times.")
@click.option("--area", metavar="CODE", help="All phones in use there; otherwise in the whole province.")
@terminal.province
def sheets(file: Path, names: tuple[str, ...], area: str | None, province: str | None) -> None:
    """Make a PDF to print: a page for each phone with its QR code and what to do, in Thai; this is recorded."""
    from server.admin import phone_sheets
    from server.db.queries import areas
    from server.domain import phones, workspaces

    settings = Settings.from_env()
    with terminal.work(settings) as session:
        workspace = workspaces.choose(session, province or (area[:2] if area else None))
        where = {"workspace_id": workspace.id, "secret": settings.secret}
        if names:
            keys = [phones.show(session, name, **where) for name in names]
        else:
            keys = phones.show_all(session, area or workspace.province_code, **where)
        codes = {key.phone.area_code for key in keys}
        places = {code: areas.names(session, workspace.id, code, len(code)).get(code, "") for code in codes}
    terminal.write_private(file, phone_sheets.pdf(keys, settings.public_url, places))
    click.echo(terminal.in_words(th=f"{file}: {len(keys)} หน้า", en=f"{file}: pages: {len(keys)}"))


@command.command()
@phone_name
@terminal.province
@qr_file
@terminal.as_json
def reissue(name: str, province: str | None, qr: Path | None, as_json: bool) -> None:
    """Give a phone a new token; the old one stops working at once."""
    from server.domain import phones, workspaces

    settings = Settings.from_env()
    with terminal.work(settings) as session:
        workspace = workspaces.choose(session, province)
        key = phones.reissue(session, name, workspace_id=workspace.id, secret=settings.secret)
    hand_out(key, settings.public_url, qr, as_json=as_json)


@command.command()
@phone_name
@terminal.province
def revoke(name: str, province: str | None) -> None:
    """End a phone's access at once."""
    from server.domain import phones, workspaces

    with terminal.work() as session:
        phones.revoke(session, name, workspace_id=workspaces.choose(session, province).id)
    click.echo(terminal.in_words(th=f"{name}: เพิกถอนแล้ว", en=f"{name}: revoked"))


@command.command("list")
@terminal.province
@terminal.as_json
def list_(province: str | None, as_json: bool) -> None:
    """List the phones that were given out, without their tokens."""
    from server.domain import phones, workspaces

    with terminal.work() as session:
        listed = phones.listing(session, workspaces.choose(session, province).id)
    rows = [(one.name, one.role, one.area_code, "revoked" if one.revoked else "", one.last_seen_at) for one in listed]
    text = terminal.table(("name", "role", "area", "state", "last seen"), rows)
    terminal.show(listed, as_json=as_json, text=text)


def hand_out(key: PhoneKey, public_url: str, qr: Path | None, *, as_json: bool) -> None:
    """Print the server URL and the team's page; the QR code goes into a file of the owner alone, or the terminal."""
    code = settings_code.of_phone(key, public_url)
    url = code["general"]["server_url"]
    if qr is not None:
        terminal.write_private(qr, settings_code.png(code))
    page = public_url + key.page_path
    shown = {
        "name": key.phone.name,
        "server_url": url,
        "page": page,
        "role": key.phone.role,
        "area_code": key.phone.area_code,
    }
    terminal.show(shown | {"qr": str(qr) if qr else None}, as_json=as_json, text=url)
    if not as_json:  # beside the output, which is the server URL alone
        click.echo(terminal.in_words(th=f"หน้าของทีม: {page}", en=f"the team's own page: {page}"), err=True)
    if qr is None and not as_json and terminal.is_watched():
        click.echo(settings_code.for_terminal(code))
