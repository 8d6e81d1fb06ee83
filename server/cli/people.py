"""People who sign in."""

import sys

import click

from server.cli import _terminal as terminal


@click.group()
def command() -> None:
    """People who sign in."""


@command.command()
@click.argument("email")
@click.option("--role", required=True, help="What the person does, such as district_officer.")
@click.option("--area", required=True, metavar="CODE", help="Where: the code of a province, district, …")
@terminal.as_json
def add(email: str, role: str, area: str, as_json: bool) -> None:
    """Give somebody an account with one role in one area; the password is asked for, or read from stdin."""
    from server.domain import people, workspaces

    password = asked_password()
    with terminal.work() as session:
        workspace = workspaces.choose(session, area[:2])
        account = people.add(session, email, role=role, area_code=area, password=password, workspace_id=workspace.id)
    terminal.show(account, as_json=as_json, text=f"{account.email}: {role} {area}")


@command.command("list")
@terminal.province
@terminal.as_json
def list_(province: str | None, as_json: bool) -> None:
    """List everybody who has an account."""
    from server.domain import people, workspaces

    with terminal.work() as session:
        accounts = people.accounts(session, workspaces.choose(session, province).id)
    rows = [(one.email, one.role, one.area_code, "disabled" if one.disabled else "") for one in accounts]
    terminal.show(accounts, as_json=as_json, text=terminal.table(("email", "role", "area", "state"), rows))


@command.command()
@click.argument("email")
def disable(email: str) -> None:
    """Close an account and end its sign-ins; what the person did stays recorded."""
    from server.domain import people

    with terminal.work() as session:
        people.disable(session, email)
    click.echo(terminal.in_words(th=f"{email}: ปิดบัญชีแล้ว", en=f"{email}: disabled"))


@command.command()
@click.argument("email")
@terminal.as_json
def reset(email: str, as_json: bool) -> None:
    """Print a link with which somebody sets a new password: once, within 24 hours."""
    from server.config import Settings
    from server.domain import resets

    settings = Settings.from_env()
    with terminal.work(settings) as session:
        given = resets.give_to(session, email)
    link = settings.public_url + given.path
    told = {"email": given.email, "link": link, "expires_at": given.expires_at}
    terminal.show(told, as_json=as_json, text=link)


@command.command()
@click.argument("email")
@click.option("--end", "starts", metavar="PREFIX", help="End the key that starts so, such as yud_Ab3dEf6h.")
@terminal.as_json
def keys(email: str, starts: str | None, as_json: bool) -> None:
    """List somebody's API keys, or end one of them."""
    from server.domain import api_keys, people

    with terminal.work() as session:
        if starts:
            ended = api_keys.end_of(session, email, starts)
            text = terminal.in_words(th=f"{ended.starts}…: ยกเลิกแล้ว", en=f"{ended.starts}…: ended")
            return terminal.show(ended, as_json=as_json, text=text)
        listed = api_keys.of(session, people.by_email(session, email).actor_id)
    rows = [(one.starts, one.scope, one.part, f"{one.expires_at:%Y-%m-%d}", one.last_used_on or "") for one in listed]
    shown = terminal.table(("key", "scope", "part", "until", "used"), rows)
    return terminal.show(listed, as_json=as_json, text=shown)


@command.command()
@click.argument("email")
def reset_second_factor(email: str) -> None:
    """Take somebody's second factor off, who lost it; they are told at the next sign-in."""
    from server.domain import people, second_factor

    with terminal.work() as session:
        second_factor.take_off(session, people.by_email(session, email).actor_id, workspace_id=None)
    click.echo(terminal.in_words(th=f"{email}: เลิกการยืนยันสองขั้นแล้ว", en=f"{email}: second factor off"))


@command.command()
@click.argument("email")
def unbind(email: str) -> None:
    """Let go of whom the provider of sign-ins (OIDC) takes somebody for: the next sign-in binds anew."""
    from server.domain import by_provider

    with terminal.work() as session:
        by_provider.unbind(session, email)
    click.echo(terminal.in_words(th=f"{email}: ปลดบัญชีผู้ให้บริการแล้ว", en=f"{email}: unbound"))


def asked_password() -> str:
    """The password, typed twice by a person or given as the first line of stdin."""
    if sys.stdin.isatty():
        return click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return sys.stdin.readline().rstrip("\r\n")
