"""Entity lists: what there is, which entries clash, and saying what is so."""

from uuid import UUID

import click

from server.cli import _terminal as terminal

LISTS = ("list", "entities", "conflicts", "approval", "properties")
ENTITIES = ("uuid", "village_code", "version", "conflict", "updated_at")
CONFLICTS = ("list_name", "uuid", "village_code", "conflict", "version", "properties")


@click.group()
def command() -> None:
    """Entity lists: what there is, which entries clash, and saying what is so."""


@command.command("list")
@click.argument("name", metavar="[LIST]", required=False)
@click.option("--limit", type=click.IntRange(min=1), default=1000, show_default=True)
@terminal.province
@terminal.as_json
def list_(name: str | None, limit: int, province: str | None, as_json: bool) -> None:
    """List the entity lists, or the entities of one of them, without anything they say."""
    from server.db.queries import entity_history
    from server.domain import workspaces

    with terminal.work() as session:
        workspace = workspaces.choose(session, province)
        if name is None:
            found = [row._asdict() for row in entity_history.lists(session, workspace.id)]
        else:
            found = [row._asdict() for row in entity_history.of_list(session, workspace.id, name, most=limit)]
    if name is None:
        approval = ("", "on")
        cells = [
            (one["name"], one["entities"], one["conflicts"], approval[one["approval_required"]], len(one["properties"]))
            for one in found
        ]
        terminal.show(found, as_json=as_json, text=terminal.table(LISTS, cells))
    else:
        cells = [[one[column] for column in ENTITIES] for one in found]
        terminal.show(found, as_json=as_json, text=terminal.table(ENTITIES, cells))


@command.command("set")
@click.argument("name", metavar="LIST")
@click.option("--approval", type=click.Choice(("on", "off")), required=True, help="Make entities only once approved.")
@terminal.province
def set_(name: str, approval: str, province: str | None) -> None:
    """Let new entities of a list wait until their submission is approved, or no longer."""
    from server.domain import entity_lists, people, workspaces

    with terminal.work() as session:
        workspace = workspaces.choose(session, province)
        author = people.system_actor(session).id
        entity_lists.set_approval(session, workspace.id, name, is_required=approval == "on", actor_id=author)
    click.echo(f"{name}: approval {approval}")


@command.command()
@click.option("--area", metavar="CODE", help="Province, district, subdistrict or village; otherwise the province.")
@click.option("--list", "name", metavar="LIST", help="Only those of one list.")
@terminal.province
@terminal.as_json
def conflicts(area: str | None, name: str | None, province: str | None, as_json: bool) -> None:
    """List entities whose changes clash, hard conflicts first, without anything they say."""
    from server.db.queries import entity_history
    from server.domain import workspaces

    with terminal.work() as session:
        workspace = workspaces.choose(session, province)
        rows = entity_history.in_conflict(session, workspace.id, area or workspace.province_code, name)
    found = [{column: getattr(row, column) for column in CONFLICTS} for row in rows]
    cells = [[*list(one.values())[:-1], " ".join(one["properties"])] for one in found]
    terminal.show(found, as_json=as_json, text=terminal.table(CONFLICTS, cells))


@command.command()
@click.argument("name", metavar="LIST")
@click.argument("uuid", metavar="UUID", type=click.UUID)
@click.option("--set", "settings", metavar="PROPERTY=VALUE", multiple=True, help="What is so; may be given repeatedly.")
@terminal.somebody
@terminal.province
def resolve(name: str, uuid: UUID, settings: tuple[str, ...], email: str | None, province: str | None) -> None:
    """End the conflict of an entity; what is not set stays as it is now."""
    from server.domain.entities import conflicts as verbs

    values = dict(value_of(one) for one in settings)
    with terminal.acting(email, province) as (session, caller):
        version = verbs.resolve(session, caller, name, uuid, values)
    said = {"th": f"{uuid}: จัดการแล้ว รุ่น {version}", "en": f"{uuid}: resolved, version {version}"}
    click.echo(terminal.in_words(**said))


def value_of(setting: str) -> tuple[str, str]:
    name, sign, value = setting.partition("=")
    if not sign or not name:
        raise click.BadParameter("write it as PROPERTY=VALUE", param_hint="--set")
    return name, value
