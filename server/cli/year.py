"""Plan years: opening, rules, lock."""

import datetime as dt
from collections.abc import Callable, Iterator

import click

from server.cli import _terminal as terminal

PROVINCE = "province_officer"  # as whom the operator acts
DAY = click.DateTime(["%Y-%m-%d"])
SETTINGS = {  # as server.domain.year_rules.SETTINGS names them
    "threshold": (int, "Percent of households that meets indicators 1 and 2."),
    "collection_start": (DAY, "First day of collecting; a Gregorian date."),
    "collection_end": (DAY, "Last day of collecting; a Gregorian date."),
    "min_account_months": (int, "Months that the accounts of a household must cover."),
    "ind2_mode": (click.Choice(["union", "best_single"]), "All forums together, or the best one."),
    "gate_min_grade": (click.Choice(["A", "B"]), "The lowest grade that may propose projects."),
    "site_radius_m": (int, "Metres within which a report is at the site."),
    "near_radius_m": (int, "Metres within which it is near."),
    "stale_days": (int, "Days without a report from the site until a project wants looking at."),
    "behind_points": (int, "Percentage points behind schedule that want looking at."),
    "money_ahead_points": (int, "Percentage points of money ahead of work that want looking at."),
    "open_for_collection": (bool, "Whether phones are offered the year."),
    "retention_years": (int, "Years after the lock until accounts are erased."),
}
FIGURES = {str(number): f"indicator {number}" for number in range(1, 5)}
SHOWN = ("village", "name", "figure", "locked", "now")

year = click.argument("plan_year", metavar="YEAR", type=int)


@click.group()
def command() -> None:
    """Plan years: opening, rules, lock. Years are Buddhist, such as 2570."""


def settings(run: Callable) -> Callable:
    """An option for every setting."""
    for name, (kind, meaning) in reversed(SETTINGS.items()):
        run = click.option(f"--{name.replace('_', '-')}", name, type=kind, help=meaning)(run)
    return run


@command.command("open")
@year
@terminal.province
def open_(plan_year: int, province: str | None) -> None:
    """Open a plan year for collecting, with the usual rules."""
    from server.domain import workspaces, years

    with terminal.work() as session:
        is_new = years.open_year(session, workspaces.choose(session, province).id, plan_year)
    said = terminal.in_words(
        th="เปิดแล้ว" if is_new else "เปิดอยู่แล้ว", en="opened" if is_new else "was open already; nothing changed"
    )
    click.echo(f"{plan_year}: {said}")


@command.command("set")
@year
@settings
@terminal.somebody
@terminal.province
@terminal.as_json
def set_(plan_year: int, email: str | None, province: str | None, as_json: bool, **given: object) -> None:
    """Change rules of a plan year that is not locked; the whole year is computed again."""
    from server.domain import years

    wanted = {name: value.date() if isinstance(value, dt.datetime) else value for name, value in given.items()}
    wanted = {name: value for name, value in wanted.items() if value is not None}
    if not wanted:
        raise click.UsageError("Say what to change, such as --threshold 70.")
    with terminal.acting(email, province, role=PROVINCE) as (session, caller):
        changed = years.set_rules(session, caller, plan_year, wanted)
    lines = [f"{name}: {before} → {after}" for name, (before, after) in changed.items()]
    nothing = terminal.in_words(th="เป็นอย่างนั้นอยู่แล้ว", en="It is so already.")
    terminal.show(changed, as_json=as_json, text="\n".join(lines) or nothing)


@command.command()
@year
@click.option("--basis", type=click.Choice(["official", "provisional"]), default="official", show_default=True)
@terminal.province
@terminal.as_json
def show(plan_year: int, basis: str, province: str | None, as_json: bool) -> None:
    """Show the rules of a year, whether it is locked, and which villages changed since."""
    from server.domain import locking, years

    with terminal.acting(None, province, role=PROVINCE) as (session, caller):
        rules = years.rules_of(session, caller.workspace_id, plan_year)
        locked = locking.one_year(session, caller, plan_year)
        changes = locking.changes(session, caller, plan_year, basis)
    found = {"plan_year": plan_year} | rules | {"locked_by": locked.by, "locked_at": locked.at}
    changed = [terminal.plain(one) for one in changes]
    terminal.show(found | {"changes": changed}, as_json=as_json, text=in_words(found, changes))


@command.command()
@year
@terminal.somebody
@terminal.province
@terminal.as_json
def lock(plan_year: int, email: str | None, province: str | None, as_json: bool) -> None:
    """Lock a plan year: what is published of it no longer changes."""
    from server.domain import locking

    with terminal.acting(email, province, role=PROVINCE) as (session, caller):
        done = locking.lock(session, caller, plan_year, now=dt.datetime.now(dt.UTC))
    said = terminal.in_words(
        th=f"ล็อกปี {plan_year} ณ {done.locked_on} แล้ว {done.villages} หมู่บ้าน",
        en=f"{plan_year} is locked as of {done.locked_on}: {done.villages} villages",
    )
    terminal.show(done, as_json=as_json, text=said)


@command.command()
@year
@click.option("--reason", required=True, help="Why; it is kept in the book of events.")
@terminal.somebody
@terminal.province
def unlock(plan_year: int, reason: str, email: str | None, province: str | None) -> None:
    """Unlock a plan year; everything in it is computed again."""
    from server.domain import locking

    with terminal.acting(email, province, role=PROVINCE) as (session, caller):
        locking.unlock(session, caller, plan_year, reason)
    click.echo(terminal.in_words(th=f"ปลดล็อกปี {plan_year} แล้ว", en=f"{plan_year} is unlocked"))


def in_words(found: dict, changes: list) -> str:
    """The rules, and a line for every figure of a village that is otherwise now."""
    told = terminal.table(("", ""), [(name, value) for name, value in found.items()])
    if not changes:
        return told
    return told + "\n\n" + terminal.table(SHOWN, [cells for one in changes for cells in differences(one)])


def differences(one) -> Iterator[tuple]:
    locked, now = one.locked.figures, one.now.figures
    for name in one.differing:
        yield one.code, one.name_th, FIGURES.get(name, name), shown(locked[name]), shown(now[name])


def shown(value: object) -> str:
    """A figure; of several parts those that are known."""
    parts = value if isinstance(value, tuple) else (value,)
    return " ".join(in_a_word(part) for part in parts if part is not None)


def in_a_word(part: object) -> str:
    return str(part) if not isinstance(part, bool) else "met" if part else "not met"
