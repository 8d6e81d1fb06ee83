"""Projects of villages: where they stand, and the acts of officers on them."""

from datetime import UTC, datetime
from pathlib import Path

import click

from server.cli import _projects as projects
from server.cli import _terminal as terminal
from server.cli._projects import Act, Listing, Place
from server.db.queries import best_practices, project_acts, project_notices
from server.domain import people, workspaces
from server.domain.facts.screenings import CRITERIA, MISSION_GROUPS, OUTCOMES
from server.domain.projects import acts, paying, record, screening, sheet
from server.domain.projects import notices as notice_verbs
from server.domain.projects.stages import STAGES

DISTRICT, CHIEF, PROVINCE = "district_officer", "district_chief", "province_officer"
AT_ONCE = 10_000  # of what waits so many are listed


@click.group()
def command() -> None:
    """Projects of villages: where they stand, and the acts of officers on them."""


@command.command("import")
@terminal.csv_file
@terminal.province
@terminal.as_json
def import_(file: Path, province: str | None, as_json: bool) -> None:
    """Import a CSV file of projects that are approved already: all of its rows or none.

    Columns: village_code, fiscal_year, title, programme, impl_unit, stage, budget_approved; if known project_code,
    planned_start, planned_end, lon, lat. A row without a project_code gets the next one of its year and district.
    """
    from server.domain.imports.projects import import_csv

    terminal.import_file("projects", import_csv, file, province, as_json=as_json)


@command.command("list")
@click.option("--area", metavar="CODE", help="Province, district, subdistrict or village; otherwise the province.")
@click.option("--year", type=int, help="Fiscal year B.E., such as 2570; otherwise all.")
@click.option("--stage", type=click.Choice(STAGES), help="Only those at a stage.")
@terminal.province
@terminal.as_json
def list_(area: str | None, year: int | None, stage: str | None, province: str | None, as_json: bool) -> None:
    """List projects by their codes, with stage and money in baht."""
    with terminal.work() as session:
        workspace = workspaces.choose(session, province or (area[:2] if area else None))
        code = area or workspace.province_code
        there = sheet.of_area(session, workspace.id, code, year=year, basis="official")
    found = [one for one in there if stage in (None, one.row.stage)]
    terminal.show([projects.listed(one) for one in found], as_json=as_json, text=projects.in_a_table(found))


@command.command()
@click.argument("code")
@terminal.province
@terminal.as_json
def show(code: str, province: str | None, as_json: bool) -> None:
    """Show a project: money in baht, withdrawals and transfers with their numbers, what happened."""
    with terminal.work() as session:
        operator = people.operator(session, workspaces.choose(session, province))
        found = record.record(session, operator, record.id_of(session, operator, code))
    terminal.show(projects.for_scripts(found), as_json=as_json, text=projects.in_lines(found))


@command.command()
@projects.in_area
@click.option("--all", "with_consented", is_flag=True, help="Those that were consented to as well.")
def withdrawals(at: Place, *, with_consented: bool) -> Listing:
    """List withdrawals that wait for the chief's consent, the oldest first; `consent` takes their numbers."""
    found = project_acts.withdrawals(*at, with_consented=with_consented, most=AT_ONCE)
    return Listing(found, ("project_code", "submission_id", "report_date", "before", "disbursed", "title"))


@command.command()
@projects.in_area
@click.option("--all", "with_seen", is_flag=True, help="Those that were read as well.")
def notices(at: Place, *, with_seen: bool) -> Listing:
    """List what districts and villages are told of projects, the latest first."""
    told = project_notices.of_area(*at, with_seen=with_seen, most=AT_ONCE)
    found = [one._asdict() | {"result": notice_verbs.result_of(one)} for one in told]
    return Listing(found, ("id", "area_code", "project_code", "result", "reason", "seen_by", "title"))


@command.command("see-notice")
@click.argument("number", type=projects.NUMBER)
@click.option("--as", "email", metavar="EMAIL", help="Who has read it; else the operator.")
@terminal.province
def see_notice(number: int, email: str | None, province: str | None) -> None:
    """Say that the district has read a notice, or has told the village; NUMBER as `notices` gives it."""
    with terminal.acting(email, province, role=DISTRICT) as (session, caller):
        notice_verbs.see(session, caller, number, now=datetime.now(UTC))
    click.echo(terminal.in_words(th=f"อ่านแจ้งผลที่ {number} แล้ว", en=f"notice {number} is read"))


@command.command("best-practices")
@projects.in_area
@click.option("--year", type=int, required=True, help="Fiscal year B.E., such as 2570.")
def examples(at: Place, *, year: int) -> Listing:
    """List projects that the province evaluated and names as examples, the best scores first."""
    scores = ("effectiveness", "quality", "efficiency", "organisation")
    return Listing(best_practices.of_area(*at, year), ("project_code", "village_code", *scores, "title"))


@projects.acting(command, "screen", role=DISTRICT)
@projects.day("meeting_date", "Day of the working group's meeting")
@click.option("--outcome", type=click.Choice(OUTCOMES), required=True)
@click.option("--budget", "budget_recommended", type=projects.Baht(), help="Recommended, whole baht; to forward.")
@click.option("--fix", multiple=True, type=click.Choice(CRITERIA), help="A criterion to be corrected; the others pass.")
@click.option("--fail", multiple=True, type=click.Choice(CRITERIA), help="A criterion that fails.")
@click.option("--group", "mission_group", type=click.Choice(MISSION_GROUPS), help="Mission group.")
@click.option("--rank", type=click.IntRange(1, 9999))
@click.option("--comments", help="What to correct, or why not; needed unless it is forwarded.")
def screen(act: Act, *, fix: tuple[str, ...], fail: tuple[str, ...], now: datetime, **given: object) -> None:
    """The district's working group screens a project by the five criteria."""
    verdicts = dict.fromkeys(CRITERIA, "pass") | dict.fromkeys(fix, "fix") | dict.fromkeys(fail, "fail")
    screening.screen(*act, screening.Screened(criteria=verdicts, **given), now=now)


@projects.acting(command, "decide", role=PROVINCE)
@projects.day("decided_on", "Day of the decision")
@click.option("--outcome", type=click.Choice(("approved", "not_approved", "returned")), required=True)
@click.option("--budget", "budget_approved", type=projects.Baht(), help="Approved, whole baht.")
@click.option("--order", "order_no", help="Number of the order or letter; for an approval.")
@click.option("--reason", help="Why not; needed unless it is approved.")
def decide(act: Act, *, now: datetime, **given: object) -> None:
    """The province decides on a forwarded project, or changes an approved budget."""
    paying.decide(*act, paying.Decided(**given), now=now)


@projects.acting(command, "transfer", role=PROVINCE)
@projects.day("paid_on", "Day of the transfer")
@click.option("--amount", type=projects.Baht(), required=True, help="Baht, such as 43000 or 43000.50.")
@click.option("--reference", "bank_ref", required=True, help="The bank's reference; entered once.")
@click.option("--account", "account_last4", required=True, help="The last four digits of the account, no more.")
def transfer(act: Act, *, now: datetime, **given: object) -> None:
    """Enter a transfer through the BAAC to the village committee."""
    paying.transfer(*act, paying.Paid(**given), now=now)


@projects.acting(command, "void-transfer", role=PROVINCE)
@click.argument("number", type=projects.NUMBER)
@projects.reason
def void_transfer(act: Act, *, number: int, reason: str, now: datetime) -> None:
    """Void a transfer that was entered by mistake; NUMBER as `show` gives it."""
    paying.void_transfer(*act, number, reason, now=now)


@projects.acting(command, "consent", role=CHIEF)
@click.argument("withdrawal", type=int)
def consent(act: Act, *, withdrawal: int, now: datetime) -> None:
    """The district chief consents to a withdrawal; WITHDRAWAL as `show` gives it."""
    paying.consent(*act, withdrawal, now=now)


@projects.acting(command, "suspend", role=DISTRICT)
@projects.reason
def suspend(act: Act, *, reason: str, now: datetime) -> None:
    """Suspend a project that is under way."""
    acts.suspend(*act, reason, now=now)


@projects.acting(command, "resume", role=DISTRICT)
@projects.reason
def resume(act: Act, *, reason: str, now: datetime) -> None:
    """Let a suspended project go on."""
    acts.resume(*act, reason, now=now)


@projects.acting(command, "cancel", role=PROVINCE)
@projects.reason
@click.option("--refunded", type=projects.Baht(), help="Baht that came back already.")
def cancel(act: Act, *, reason: str, refunded: int | None, now: datetime) -> None:
    """Cancel a project before its completion."""
    acts.cancel(*act, reason, refunded=refunded, now=now)


@projects.acting(command, "open-gate", role=PROVINCE)
@projects.reason
def open_gate(act: Act, *, reason: str, now: datetime) -> None:
    """Let one project through although its village has no quality plan."""
    acts.override_gate(*act, reason, now=now)
