"""Forms: checked, published, listed."""

from pathlib import Path

import click

from server.cli import _terminal as terminal

form_files = click.argument(
    "files", nargs=-1, required=True, metavar="FILE.xlsx…", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)


@click.group()
def command() -> None:
    """Forms: checked, published, listed."""


@command.command()
@form_files
@click.option("--if-new", is_flag=True, help="Leave versions that are published already alone.")
@terminal.province
@terminal.as_json
def publish(files: tuple[Path, ...], if_new: bool, province: str | None, as_json: bool) -> None:
    """Publish workbooks: phones get them at their next refresh. All or none."""
    from server.domain import forms, people, workspaces

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
    """List the forms and the version phones get."""
    from server.db.queries import forms
    from server.domain import workspaces

    with terminal.work() as session:
        listed = forms.overview(session, workspaces.choose(session, province).id)
    rows = [(one.form_id, one.version, one.state, one.title) for one in listed]
    shown = [one._asdict() for one in listed]
    terminal.show(shown, as_json=as_json, text=terminal.table(("form", "version", "state", "title"), rows))


@command.command()
@form_files
def check(files: tuple[Path, ...]) -> None:
    """Say what is wrong with workbooks, by sheet and row, without publishing them."""
    from server.domain import forms

    for file in files:
        converted = forms.convert(file.read_bytes(), file.name)
        definition = forms.check(converted.xml)
        forms.validate(converted.xml)
        click.echo(f"{file.name}: {definition.form_id} {definition.version}, {len(definition.questions)} questions")
