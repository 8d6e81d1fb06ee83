"""Forms: checked, tried, published, listed, closed."""

from collections.abc import Callable
from pathlib import Path

import click

from server.cli import _terminal as terminal
from server.cli._forms import looked_at, tell
from server.config import Settings

form_files = click.argument(
    "files", nargs=-1, required=True, metavar="FILE.xlsx…", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)


@click.group()
def command() -> None:
    """Forms: checked, tried, published, listed, closed."""


@command.command()
@form_files
@click.option("--if-new", is_flag=True, help="Leave versions that are published already alone.")
@terminal.province
@terminal.as_json
def publish(files: tuple[Path, ...], if_new: bool, province: str | None, as_json: bool) -> None:
    """Publish workbooks: phones get them at their next refresh. All or none."""
    from server.domain import forms, people, workspaces

    if not if_new:  # those that come with Yudee are tried in the engine by its tests, not at every start
        for file in files:
            forms.validate(forms.convert(file.read_bytes(), file.name))
    with terminal.work() as session:
        workspace = workspaces.choose(session, province)
        author = people.system_actor(session).id
        versions = [
            forms.publish(session, workspace.id, file.read_bytes(), file_name=file.name, actor_id=author, if_new=if_new)
            for file in files
        ]
        shown = [
            {"file": file.name, "published": version is not None, "version": version.version if version else None}
            for file, version in zip(files, versions, strict=True)
        ]
    fresh = [one for one in shown if one["published"]]
    text = terminal.table(("file", "version"), [(one["file"], one["version"]) for one in fresh]) if fresh else ""
    terminal.show(shown, as_json=as_json, text=text or terminal.in_words(th="ไม่มีรุ่นใหม่", en="Nothing new."))


@command.command("list")
@terminal.province
@terminal.as_json
def list_(province: str | None, as_json: bool) -> None:
    """List the forms, the version phones get, and the draft that is tried."""
    from server.db.queries import forms
    from server.domain import workspaces

    with terminal.work() as session:
        listed = forms.overview(session, workspaces.choose(session, province).id)
    rows = [
        (one.form_id, one.version or "", one.draft or "", one.state, ", ".join(one.roles), one.title) for one in listed
    ]
    shown = [one._asdict() for one in listed]
    terminal.show(
        shown, as_json=as_json, text=terminal.table(("form", "version", "draft", "state", "for", "title"), rows)
    )


@command.command()
@form_files
def check(files: tuple[Path, ...]) -> None:
    """Say what is wrong with workbooks, by sheet and row, without publishing them."""
    from server.domain import forms

    for file in files:
        converted = forms.convert(file.read_bytes(), file.name)
        definition = forms.check(converted.xml)
        forms.validate(converted)
        click.echo(f"{file.name}: {definition.form_id} {definition.version}, {len(definition.questions)} questions")


form = click.argument("form_id", metavar="FORM")
one_file = click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
roles = click.option(
    "--for", "roles", multiple=True, metavar="ROLE", help="Whose phones get it; more than one is fine."
)


@command.command()
@one_file
@roles
@click.option("--qr", metavar="FILE.png", type=terminal.NewFile(), help="Its QR code, as a picture.")
@terminal.province
@terminal.as_json
def draft(file: Path, roles: tuple[str, ...], qr: Path | None, province: str | None, as_json: bool) -> None:
    """Make a workbook the draft of its form, say what to know before it is published, and where to try it."""
    from server.domain import forms, people, settings_code, workspaces
    from server.domain.forms import states

    settings = Settings.from_env()
    converted = forms.convert(file.read_bytes(), file.name)
    form_id = forms.check(converted.xml).form_id
    forms.validate(converted)
    with terminal.work(settings) as session:
        workspace, author = workspaces.choose(session, province), people.system_actor(session).id
        chosen = states.check_roles(roles) if roles else ()
        forms.draft(session, workspace.id, converted, actor_id=author, roles=chosen)
        shown, code = looked_at(session, workspace.id, form_id, settings)
    if qr is not None:
        terminal.write_private(qr, settings_code.png(code))
    tell(shown, as_json=as_json)


@command.command("show")
@form
@terminal.province
@terminal.as_json
def show(form_id: str, province: str | None, as_json: bool) -> None:
    """Say how a form stands: its versions, its files, its draft, and what to know before that is published."""
    from server.domain import workspaces

    settings = Settings.from_env()
    with terminal.work(settings) as session:
        shown, _ = looked_at(session, workspaces.choose(session, province).id, form_id, settings)
    tell(shown, as_json=as_json)


@command.command("publish-draft")
@form
@terminal.province
def publish_draft(form_id: str, province: str | None) -> None:
    """Make the draft of a form the version that phones get at their next refresh."""
    from server.domain import forms, people, workspaces

    with terminal.work() as session:
        named = {"actor_id": people.system_actor(session).id}
        version = forms.publish_draft(session, workspaces.choose(session, province).id, form_id, **named).version
    click.echo(
        terminal.in_words(th=f"{form_id}: เผยแพร่รุ่น {version} แล้ว", en=f"{form_id}: version {version} is published")
    )


@command.command("discard-draft")
@form
@terminal.province
def discard_draft(form_id: str, province: str | None) -> None:
    """Throw a draft away, with what was sent to try it."""
    from server.domain import forms

    act(province, forms.discard_draft, form_id)
    click.echo(terminal.in_words(th=f"{form_id}: ทิ้งฉบับร่างแล้ว", en=f"{form_id}: the draft is gone"))


@command.command("file")
@form
@one_file
@terminal.province
def file_(form_id: str, file: Path, province: str | None) -> None:
    """Put a file (a picture, a list) beside a draft, under its own name."""
    from server import storage
    from server.domain import workspaces
    from server.domain.forms import media

    with terminal.work() as session, file.open("rb") as content:
        workspace_id = workspaces.choose(session, province).id
        put = media.put_beside_draft(session, workspace_id, form_id, file.name, content, storage.blobs())
    click.echo(f"{form_id}: {put.name}, {put.size} B")


@command.command("state")
@form
@click.argument("state", type=click.Choice(["open", "closing", "closed"]))
@terminal.province
def state_(form_id: str, state: str, province: str | None) -> None:
    """Open a form, let phones finish it (closing), or close it."""
    from server.domain.forms import states

    act(province, states.set_state, form_id, state)
    click.echo(f"{form_id}: {state}")


@command.command("for")
@form
@click.argument("roles", nargs=-1, required=True, metavar="ROLE…")
@terminal.province
def for_(form_id: str, roles: tuple[str, ...], province: str | None) -> None:
    """Say whose phones are offered a form and may send it."""
    from server.domain.forms import states

    act(province, states.set_roles, form_id, roles)
    click.echo(f"{form_id}: {', '.join(roles)}")


@command.command()
@form
@terminal.province
def delete(form_id: str, province: str | None) -> None:
    """Take a form off phones and pages; what was sent stays, and it can be restored."""
    from server.domain.forms import states

    act(province, states.delete, form_id)
    click.echo(terminal.in_words(th=f"{form_id}: ลบแล้ว", en=f"{form_id}: deleted"))


@command.command()
@form
@terminal.province
def restore(form_id: str, province: str | None) -> None:
    """Bring a deleted form back as it was."""
    from server.domain.forms import states

    act(province, states.restore, form_id)
    click.echo(terminal.in_words(th=f"{form_id}: กู้คืนแล้ว", en=f"{form_id}: restored"))


def act(province: str | None, verb: Callable, *named: object) -> None:
    """Call a verb of `server.domain.forms` in the name of the system."""
    from server.domain import people, workspaces

    with terminal.work() as session:
        verb(session, workspaces.choose(session, province).id, *named, actor_id=people.system_actor(session).id)
