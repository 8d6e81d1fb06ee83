"""Everything computed once more; on a healthy system nothing changes."""

import datetime as dt

import click

from server.cli import _terminal as terminal

SHOWN = ("village", "year", "basis", "figure", "before", "after")


@click.command()
@click.option("--all", "everything", is_flag=True, help="Every village and every submission of the province.")
@click.option("--village", "village_code", metavar="CODE", help="One village.")
@click.option("--year", "plan_year", type=int, metavar="YEAR", help="Only this plan year B.E., such as 2570.")
@terminal.province
@terminal.as_json
def command(
    everything: bool, village_code: str | None, plan_year: int | None, province: str | None, as_json: bool
) -> None:
    """Compute figures again from submissions and reviews, and show what came out otherwise."""
    from server import garbage
    from server.db.session import transaction
    from server.domain import workspaces
    from server.domain.recompute import recompute

    if everything == bool(village_code):
        raise click.UsageError("Say --all or --village CODE.")
    garbage.search_seldom()
    with terminal.connected():
        with transaction() as session:
            workspace_id = workspaces.choose(session, province or (village_code or "")[:2] or None).id
        now = dt.datetime.now(dt.UTC)
        done = recompute(workspace_id, village_code=village_code, plan_year=plan_year, now=now)
    terminal.show(done, as_json=as_json, text=in_words(done))


def in_words(done) -> str:
    """What was looked at, and the changes as a table."""
    counts = {name: getattr(done, name) for name in ("submissions", "villages", "projects")}
    counts |= {"changes": len(done.changes)}
    looked_at = terminal.in_words(
        th="ดูใหม่ {submissions} ฉบับ {villages} หมู่บ้าน-ปี {projects} โครงการ ค่าที่เปลี่ยน {changes}".format(**counts),
        en="{submissions} submissions, {villages} village years and {projects} projects looked at again,"
        " {changes} changes".format(**counts),
    )
    if not done.changes:
        return looked_at
    cells = [(one.village_code, one.plan_year, one.basis, one.figure, one.before, one.after) for one in done.changes]
    return looked_at + "\n" + terminal.table(SHOWN, cells)
