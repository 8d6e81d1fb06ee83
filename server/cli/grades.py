"""Grades of villages and areas in a plan year."""

import click

from server.cli import _terminal as terminal
from server.domain.grades import Grades, Line, figures
from server.domain.indicators.criteria import Basis

AREA = ("code", "name", "villages", "A", "B", "C", "no plan", "in progress", "no data", "no households")
VILLAGE = ("code", "name", "status", "grade", "gate", "accounts %", "forum %")
COUNTED = ("total", "no_plan", "in_progress", "no_data", "no_households")


@click.command()
@click.option("--year", "plan_year", type=int, required=True, help="Plan year B.E., such as 2570.")
@click.option("--area", metavar="CODE", help="Province, district, subdistrict or village; otherwise the province.")
@click.option("--basis", type=click.Choice(["official", "provisional"]), default="official", show_default=True)
@terminal.province
@terminal.as_json
def command(plan_year: int, area: str | None, basis: Basis, province: str | None, as_json: bool) -> None:
    """Show the grades of an area and of what lies right below it."""
    from server.domain import grades, workspaces, years

    with terminal.work() as session:
        workspace = workspaces.choose(session, province or (area[:2] if area else None))
        years.must_be_open(session, workspace.id, plan_year)
        code = area or workspace.province_code
        found = grades.of_area(session, workspace.id, code, plan_year=plan_year, basis=basis)
    terminal.show(for_scripts(found), as_json=as_json, text=in_a_table(found))


def for_scripts(found: Grades) -> dict:
    """The figures of the area, and of each line those of its own."""
    asked = {"area_code": found.area_code, "plan_year": found.plan_year, "basis": found.basis}
    return asked | figures(found.roll_up) | {"lines": [described(line) for line in found.lines]}


def described(line: Line) -> dict:
    own = {"status": line.status, "grade": line.grade, "gate": line.gate} if line.status else {}
    return {"code": line.code, "name_th": line.name_th} | own | figures(line.roll_up)


def in_a_table(found: Grades) -> str:
    """A line per village, or a line per area with the whole at the end."""
    if any(line.status for line in found.lines):
        return terminal.table(VILLAGE, [village_cells(line) for line in found.lines])
    whole = Line(found.area_code, "", None, None, None, found.roll_up)
    return terminal.table(AREA, [area_cells(line) for line in (*found.lines, whole)])


def village_cells(line: Line) -> tuple:
    share = line.roll_up.accounts_pct, line.roll_up.forum_pct
    return line.code, line.name_th, line.status, line.grade, line.gate, *share


def area_cells(line: Line) -> tuple:
    area = line.roll_up
    total, *ungraded = (getattr(area, f"villages_{count}") for count in COUNTED)
    return line.code, line.name_th, total, area.grade_a, area.grade_b, area.grade_c, *ungraded
