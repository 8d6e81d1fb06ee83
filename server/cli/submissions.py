"""Submissions: where they stand, and deciding on one."""

import click

from server.cli import _terminal as terminal

SHOWN = ("id", "form_id", "state", "village_code", "plan_year", "received_at", "flags")


@click.group()
def command() -> None:
    """Submissions: where they stand, and deciding on one."""


@command.command("list")
@click.option("--state", help="Only those received, edited, has_issues, approved or rejected.")
@click.option("--form", "form_id", metavar="FORM_ID", help="Only those of a form.")
@click.option("--village", metavar="CODE", help="Only those of a village, or of all whose codes begin so.")
@click.option("--limit", type=click.IntRange(min=1), default=100, show_default=True)
@terminal.province
@terminal.as_json
def list_(
    state: str | None, form_id: str | None, village: str | None, limit: int, province: str | None, as_json: bool
) -> None:
    """List submissions, the newest first, without anything they say."""
    from server.db.queries import submission_list
    from server.domain import workspaces

    with terminal.work() as session:
        workspace = workspaces.choose(session, province)
        wanted = {"state": state, "form_id": form_id, "village": village}
        rows = [row._asdict() for row in submission_list.newest(session, workspace.id, limit=limit, **wanted)]
    cells = [[row[name] for name in SHOWN[:-1]] + [" ".join(row["flags"])] for row in rows]
    terminal.show(rows, as_json=as_json, text=terminal.table(SHOWN, cells))


@command.command()
@click.argument("submission_id", metavar="ID", type=int)
@click.option("--reason", required=True, help="court_order or consent_withdrawn.")
@terminal.somebody
@terminal.province
def erase(submission_id: int, reason: str, email: str | None, province: str | None) -> None:
    """Erase what a submission says, for good; nothing brings it back."""
    from server import storage
    from server.domain import erasure

    with terminal.acting(email, province) as (session, caller):
        erasure.erase(session, caller, submission_id, reason, store=storage.blobs())
    click.echo(terminal.in_words(th=f"ลบ {submission_id} แล้ว", en=f"{submission_id}: erased"))


@command.command()
@click.argument("submission_id", metavar="ID", type=int)
@click.option("--state", required=True, help="received, approved, has_issues or rejected.")
@click.option("--comment", help="What to correct; needed for has_issues and rejected.")
@click.option("--as", "email", metavar="EMAIL", help="Who decides, under that person's rules; the operator by default.")
@terminal.province
def review(submission_id: int, state: str, comment: str | None, email: str | None, province: str | None) -> None:
    """Decide on a submission, as the operator or in somebody's name."""
    from server.db.queries.reviews import form_of
    from server.domain import people, reviews, workspaces
    from server.domain.permissions import reviewer_of

    with terminal.work() as session:
        workspace = workspaces.choose(session, province)
        role = reviewer_of(form_of(session, workspace.id, submission_id) or "")
        named = people.caller(session, email, workspace.id) if email else None
        caller = named or people.operator(session, workspace, role=role)
        reviews.review(session, caller, submission_id, state, comment)
    click.echo(f"{submission_id}: {state}")
