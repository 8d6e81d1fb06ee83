"""What commands about projects share: who acts, amounts and dates as typed, and how a project is written out."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import NamedTuple
from uuid import UUID

import click
from sqlalchemy import Row
from sqlalchemy.orm import Session

from server.cli import _terminal as terminal
from server.domain import people, workspaces
from server.domain.indicators.calendar import bangkok_date
from server.domain.permissions import Caller
from server.domain.projects import money, record
from server.domain.projects.record import ProjectRecord
from server.domain.projects.sheet import ListedProject

AMOUNTS = ("budget_requested", "budget_recommended", "budget_approved", "transferred", "disbursed", "amount")
AMOUNTS += ("refunded", "unspent", "refund_due", "before", "consented_to")
LISTED = ("project_code", "stage", "village_code", "title", "requested", "recommended", "approved", "transferred")
PLAN = ("project_code", "village_code", "fiscal_year", "kind", "title", "programme", "impl_unit", "stage")
PLAN += ("gate", "proposal_state", "planned_start", "planned_end")
MONEY = ("budget_requested", "budget_recommended", "budget_approved", "transferred")

NUMBER = click.IntRange(1, 2**63 - 1)  # of a row


class Act(NamedTuple):
    """What every verb about a project begins with."""

    session: Session
    caller: Caller
    project_id: UUID


class Place(NamedTuple):
    """What every list of an area's projects is asked with."""

    session: Session
    workspace_id: int
    area_code: str


class Listing(NamedTuple):
    """Rows, and those of their columns that people are shown."""

    rows: Sequence[Row | Mapping]
    columns: Sequence[str]


class Baht(click.ParamType):
    """An amount of baht, kept as satang."""

    name = "baht"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        satang = value if isinstance(value, int) else money.satang(str(value))
        if satang is None:
            self.fail(f"{value!r} is no amount of baht such as 43000 or 43000.50.", param, ctx)
        return satang


class Day(click.ParamType):
    """A Gregorian date."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        try:
            return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no date such as 2027-02-28.", param, ctx)


def day(name: str, about: str) -> Callable:
    """An option for a date; today in Bangkok when it is left out."""
    today = lambda: bangkok_date(dt.datetime.now(dt.UTC))  # noqa: E731
    return click.option("--date", name, type=Day(), default=today, help=f"{about}; today if left out.")


reason = click.option("--reason", required=True, help="Why; it is kept and told.")


def acting(group: click.Group, name: str, *, role: str) -> Callable[[Callable[..., None]], click.Command]:
    """A command `name CODE` that acts on a project. role: that of the operator, when nobody is named by --as."""

    def command_of(verb: Callable[..., None]) -> click.Command:
        @group.command(name)
        @click.argument("code")
        @click.option("--as", "email", metavar="EMAIL", help="Who acts, under that person's rules; else the operator.")
        @terminal.province
        @terminal.as_json
        @wraps(verb)
        def run(code: str, email: str | None, province: str | None, as_json: bool, **given: object) -> None:
            with terminal.work() as session:
                workspace = workspaces.choose(session, province)
                named = people.caller(session, email, workspace.id) if email else None
                caller = named or people.operator(session, workspace, role=role)
                project_id = record.id_of(session, caller, code)
                verb(Act(session, caller, project_id), now=dt.datetime.now(dt.UTC), **given)
                row = record.record(session, caller, project_id).row
            terminal.show({"project_code": code, "stage": row.stage}, as_json=as_json, text=f"{code}: {row.stage}")

        return run

    return command_of


def in_area(listing: Callable[..., Listing]) -> Callable[..., None]:
    """The options of a command that lists something of an area, for people or scripts."""

    @click.option("--area", metavar="CODE", help="Province, district, subdistrict or village; otherwise the province.")
    @terminal.province
    @terminal.as_json
    @wraps(listing)
    def run(area: str | None, province: str | None, as_json: bool, **given: object) -> None:
        with terminal.work() as session:
            workspace = workspaces.choose(session, province or (area[:2] if area else None))
            rows, columns = listing(Place(session, workspace.id, area or workspace.province_code), **given)
            found = [dict(row if isinstance(row, Mapping) else row._mapping) for row in rows]
        cells = [[shown(row[name]) if name in AMOUNTS else row[name] for name in columns] for row in found]
        terminal.show([in_baht(row) for row in found], as_json=as_json, text=terminal.table(columns, cells))

    return run


def in_baht(row: Mapping) -> dict:
    """Amounts under names that say their unit."""
    said = {name: value for name, value in row.items() if name not in AMOUNTS}
    return said | {f"{name}_baht": None if row[name] is None else row[name] / 100 for name in row if name in AMOUNTS}


def listed(one: ListedProject) -> dict:
    row = one.row._mapping
    shown = {name: row[name] for name in (*PLAN, *MONEY) if name in row}
    return {"id": one.row.id} | in_baht(shown) | {"percent_physical": one.progress.percent_physical}


def for_scripts(found: ProjectRecord) -> dict:
    """Everything of a project."""
    row = found.row._mapping
    money_of = {name: row[name] for name in MONEY} | {"disbursed": found.disbursed} | vars(found.left)
    return (
        {"id": found.row.id, "version": found.version}
        | {name: row[name] for name in PLAN}
        | {
            "money": in_baht(money_of),
            "standing": {basis: plain(stood) for basis, stood in found.standings.items()},
            "withdrawals": [plain(one) for one in found.withdrawals],
            "history": {kind: [plain(one) for one in rows] for kind, rows in found.history.items()},
        }
    )


def plain(row: Row) -> dict:
    return in_baht(row._mapping)


def in_a_table(projects: list[ListedProject]) -> str:
    rows = [one.row for one in projects]
    cells = [
        (row.project_code, row.stage, row.village_code, row.title, *(shown(getattr(row, name)) for name in MONEY))
        for row in rows
    ]
    return terminal.table(LISTED, cells)


def in_lines(found: ProjectRecord) -> str:
    """A project for people: what it is, its money, what waits, what happened; numbers are those that commands take."""
    row = found.row
    left = {name: satang for name, satang in vars(found.left).items() if satang is not None}
    amounts = {name: getattr(row, name) for name in MONEY} | {"disbursed": found.disbursed} | left
    head = [f"{row.project_code} {row.title}", f"{row.village_code} {row.village or ''} · {row.kind} · {row.stage}"]
    sums = terminal.table(("money", "baht"), [(name, shown(satang)) for name, satang in amounts.items()])
    parts = ["\n".join(head), sums]
    if found.withdrawals:
        waiting = [(one.submission_id, one.report_date, shown(one.disbursed)) for one in found.withdrawals]
        parts.append(terminal.table(("withdrawal", "report", "total"), waiting))
    if found.history["transfers"]:
        paid = [
            (one.id, one.paid_on, shown(one.amount), one.bank_ref, voided(one)) for one in found.history["transfers"]
        ]
        parts.append(terminal.table(("transfer", "paid on", "baht", "reference", ""), paid))
    moves = [
        (f"{one.at:%Y-%m-%d %H:%M}", one.old_stage, one.new_stage, one.who, one.cause) for one in found.history["moves"]
    ]
    parts.append(terminal.table(("moved at", "from", "to", "by", "cause"), moves))
    return "\n\n".join(parts)


def voided(transfer: Row) -> str:
    return f"voided: {transfer.void_reason}" if transfer.voided_at else ""


def shown(satang: int | None) -> str:
    return "" if satang is None else money.baht(satang)
