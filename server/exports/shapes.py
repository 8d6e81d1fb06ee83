"""What the domain found, as rows of a table: one shape for pages' files and for the API."""

from collections.abc import Iterator
from decimal import Decimal

from server.domain.areas import LEVELS
from server.domain.budget import AreaBudget, lines_of
from server.domain.finance import FIGURES, FinanceRow
from server.domain.grades import Grades, Line, figures
from server.domain.indicators.budget import BudgetLine
from server.domain.process import AreaProcess

IN_SATANG = {name for name in FIGURES if name.endswith(("_median", "_mean"))}


def place(code: str, name_th: str) -> dict[str, str]:
    return {"code": code, "level": LEVELS.get(len(code), "village"), "name_th": name_th}


def grades(found: Grades) -> list[dict]:
    """A row for each area or village right below."""
    return [grade(line) for line in found.lines]


def grade(line: Line) -> dict:
    """An area or village; status, grade and gate are a village's own."""
    own = {"status": line.status, "grade": line.grade, "gate": line.gate}
    return place(line.code, line.name_th) | own | figures(line.roll_up)


def budget_lines(area: AreaBudget) -> Iterator[dict]:
    """Seven rows: the five programmes, their total, and the making of plans."""
    for line, programme, found in lines_of(area.table):
        yield place(area.code, area.name_th) | {"line": line, "programme": programme} | budget_figures(found)


def budget_figures(line: BudgetLine) -> dict:
    """Satang as baht; percents as they are rounded or cut."""
    return {
        "projects": line.projects,
        "baht": baht(line.approved),
        "million_baht": line.million_baht,
        "pct": line.pct,
        "transferred_baht": baht(line.transferred),
        "transferred_pct": line.transferred_pct,
        "disbursed_baht": baht(line.disbursed),
        "disbursed_pct": line.disbursed_pct,
    }


def finance(row: FinanceRow) -> dict:
    """What is told of an area or village. suppressed_figures: those that are None because fewer than ten are in."""
    figures = {in_baht(name): finance_value(row, name) for name in FIGURES}
    suppressed = [in_baht(name) for name in row.suppressed_figures]
    told = {"suppressed": row.is_suppressed, "suppressed_figures": suppressed, "told_on": row.told_on}
    return place(row.code, row.name_th) | told | figures


def in_baht(name: str) -> str:
    return f"{name}_baht" if name in IN_SATANG else name


def finance_value(row: FinanceRow, name: str) -> int | Decimal | None:
    value = getattr(row.figures, name)
    return baht(value) if name in IN_SATANG else value


def process(area: AreaProcess) -> dict:
    medians = {name: getattr(area.process, name) for name in ("review_days_median", "book_seen_pct")}
    return place(area.code, area.name_th) | vars(area.process) | medians


def baht(satang: int | None) -> Decimal | None:
    return None if satang is None else Decimal(satang).scaleb(-2)
