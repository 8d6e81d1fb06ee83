"""Money: the budget by programme, of an area and of its parts, and what is told of household finance."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from server.domain import budget
from server.domain import finance as finances
from server.domain.indicators.budget import PROGRAMMES
from server.domain.permissions import Caller
from server.exports import shapes
from server.exports.columns import (
    BAHT,
    DATE,
    DECIMAL,
    FEWER_THAN_TEN,
    FLAG,
    HOUSEHOLDS,
    INTEGER,
    MILLION_BAHT,
    OF_BAHT,
    PER_MONTH,
    PERCENT,
    PROJECTS,
    WORD,
    Asked,
    Column,
    Row,
    Table,
    both,
    column,
)  # fmt: skip
from server.exports.tables.common import BASIS, FISCAL_YEAR, OFFICIAL_IS_PUBLIC, PLACE, PLAN_YEAR, RULE_OF_TEN

NUMBER = column(
    "projects", INTEGER, both("โครงการ", "Projects"),
    both("โครงการที่อนุมัติและไม่ถูกยกเลิก", "Projects that were approved and not cancelled."), PROJECTS,
)  # fmt: skip
PAID = (
    column("transferred_baht", BAHT, both("โอนแล้ว (บาท)", "Transferred (baht)"), both("เงินที่จังหวัดโอนให้แล้ว", "Paid out by the province.")),
    column("transferred_pct", PERCENT, both("ร้อยละที่โอนแล้ว", "Percent transferred"), both("ของงบที่อนุมัติ ตัดทศนิยมที่ 2", "Of what is approved, cut to 2 decimals.")),
    column("disbursed_baht", BAHT, both("เบิกจ่ายแล้ว (บาท)", "Withdrawn (baht)"), both("ตามรายงานทางการล่าสุดของแต่ละโครงการ", "By the latest official report of each project.")),
    column("disbursed_pct", PERCENT, both("ร้อยละที่เบิกจ่ายแล้ว", "Percent withdrawn"), both("ของงบที่อนุมัติ ตัดทศนิยมที่ 2", "Of what is approved, cut to 2 decimals.")),
)  # fmt: skip
MILLIONS = both("ทศนิยม 3 ตำแหน่ง ปัดขึ้นเมื่อครึ่ง", "3 decimals, half up.")
BUDGET_COLUMNS = (
    FISCAL_YEAR, *PLACE,
    column("line", WORD + "budget_line", both("บรรทัด", "Line"), both("แผนงาน ยอดรวม หรือการจัดทำแผนซึ่งไม่รวมในยอด", "A programme, their total, or the making of plans outside the total.")),
    column("programme", WORD + "programme", both("แผนงาน", "Programme"), both("แผนงาน 1 ถึง 5", "Programme 1 to 5.")),
    NUMBER,
    column("baht", BAHT, both("งบประมาณ (บาท)", "Budget (baht)"), both("งบที่อนุมัติ", "What is approved.")),
    column("million_baht", DECIMAL, both("งบประมาณ (ล้านบาท)", "Budget (million baht)"), MILLIONS, MILLION_BAHT),
    column("pct", PERCENT, both("ร้อยละของงบประมาณ", "Percent of the budget"), both("ของยอดรวม แต่ละบรรทัดปัดเอง", "Of the total, each line rounded on its own.")),
    *PAID,
)  # fmt: skip


def found(session: Session, caller: Caller, asked: Asked) -> budget.Budget:
    return budget.of_area(session, caller.workspace_id, asked.area, year=asked.year or 0)


def budget_rows(session: Session, caller: Caller, asked: Asked) -> Iterator[Row]:
    """Seven lines for the area, then for each below it."""
    whole = found(session, caller, asked)
    areas = (whole.whole, *whole.parts)
    return ({"year": asked.year} | row for area in areas for row in shapes.budget_lines(area))


BUDGET = Table(
    "budget", both("งบประมาณตามแผนงาน", "Budget by programme"), "project.read", BUDGET_COLUMNS, budget_rows,
    "docs/indicators.md 3", OFFICIAL_IS_PUBLIC, has_basis=False, is_plan_year=False,
)  # fmt: skip


def of_programme(number: int) -> Column:
    label = both(f"แผนงาน {number} (บาท)", f"Programme {number} (baht)")
    return column(
        f"programme_{number}_baht", BAHT, label, both("งบที่อนุมัติของแผนงานนี้", "What is approved of this programme.")
    )


PARTS_COLUMNS = (
    FISCAL_YEAR, *PLACE, NUMBER,
    column("baht", BAHT, both("งบประมาณ (บาท)", "Budget (baht)"), both("งบที่อนุมัติ 5 แผนงานรวมกัน", "What is approved, the five programmes together.")),
    *(of_programme(number) for number in PROGRAMMES),
    column("plan_making_baht", BAHT, both("จัดทำแผน (บาท)", "Making of plans (baht)"), both("งบจัดทำแผนชุมชน ไม่รวมในยอด", "For the making of plans, outside the total.")),
    *PAID,
)  # fmt: skip


def parts_rows(session: Session, caller: Caller, asked: Asked) -> Iterator[Row]:
    for part in found(session, caller, asked).parts:
        amounts = {f"programme_{n}_baht": shapes.baht(line.approved) for n, line in part.table.programmes.items()}
        making = {"plan_making_baht": shapes.baht(part.table.plan_making.approved)}
        of_part = {"year": asked.year} | shapes.place(part.code, part.name_th)
        yield of_part | shapes.budget_figures(part.table.total) | amounts | making


BUDGET_PARTS = Table(
    "budget_parts", both("งบประมาณรายพื้นที่", "Budget of areas"), "project.read", PARTS_COLUMNS, parts_rows,
    "docs/indicators.md 3", OFFICIAL_IS_PUBLIC, has_basis=False, is_plan_year=False,
)  # fmt: skip


def monthly(key: str, th: str, en: str) -> Column:
    meaning = both("เฉลี่ยต่อเดือนของครัวเรือนที่บัญชีนับ", "In an average month of the households whose accounts count.")
    return column(key, BAHT, both(th, en), meaning, PER_MONTH)


FINANCE_COLUMNS = (
    PLAN_YEAR, BASIS, *PLACE,
    column("told_on", DATE, both("ตัวเลข ณ วันที่", "As of"), both("วันที่ตัวเลขชุดนี้ออก", "The day on which these figures were told.")),
    column("suppressed", FLAG, both("ไม่แสดง", "Suppressed"), both("ไม่แสดงเพราะมีไม่ถึง 10 ครัวเรือน", "Nothing is told: there are fewer than ten households.")),
    column("households", INTEGER, both("ครัวเรือน", "Households"), both("ครัวเรือนที่อยู่ในตัวเลข", "Households that are in the figures."), HOUSEHOLDS),
    monthly("income_median_baht", "รายได้ต่อเดือน มัธยฐาน (บาท)", "Income per month, median (baht)"),
    monthly("income_mean_baht", "รายได้ต่อเดือน เฉลี่ย (บาท)", "Income per month, mean (baht)"),
    monthly("expense_median_baht", "รายจ่ายต่อเดือน มัธยฐาน (บาท)", "Expense per month, median (baht)"),
    monthly("expense_mean_baht", "รายจ่ายต่อเดือน เฉลี่ย (บาท)", "Expense per month, mean (baht)"),
    monthly("net_median_baht", "คงเหลือต่อเดือน มัธยฐาน (บาท)", "Net per month, median (baht)"),
    monthly("net_mean_baht", "คงเหลือต่อเดือน เฉลี่ย (บาท)", "Net per month, mean (baht)"),
    column("net_negative_pct", PERCENT, both("ร้อยละที่รายจ่ายเกินรายได้", "Percent with net below 0"), both("ของครัวเรือนในตัวเลข", "Of the households in the figures.")),
    column("with_debt_pct", PERCENT, both("ร้อยละที่มีหนี้", "Percent with debt"), both("ของครัวเรือนในตัวเลข", "Of the households in the figures.")),
    column("debt_median_baht", BAHT, both("หนี้ของผู้มีหนี้ มัธยฐาน (บาท)", "Debt of those with debt, median (baht)"), both("หนี้คงค้าง เฉพาะครัวเรือนที่มีหนี้", "Debt as it stands, of the households that have any."), OF_BAHT),
    column("nonessential_pct", PERCENT, both("ร้อยละรายจ่ายไม่จำเป็น", "Percent of expense not necessary"), both("สุรา บุหรี่ บันเทิง การพนัน ในรายจ่ายของครัวเรือน", "Alcohol, tobacco, recreation and gambling in the expense of a household.")),
)  # fmt: skip


def finance_rows(session: Session, caller: Caller, asked: Asked) -> Iterator[Row]:
    """The area, and the rows below it that the caller may see."""
    told = finances.of_area(session, caller, asked.area, plan_year=asked.year or 0, basis=asked.basis)
    of_all = {"plan_year": asked.year, "basis": asked.basis}
    return (of_all | fewer_than_ten(shapes.finance(row)) for row in (told.whole, *told.rows))


def fewer_than_ten(row: dict) -> dict:
    """For people, a figure that is not told says why; for programs it is empty."""
    return row | dict.fromkeys(row["suppressed_figures"], FEWER_THAN_TEN)


FINANCE = Table(
    "finance", both("การเงินครัวเรือน", "Household finance"), "village.read", FINANCE_COLUMNS, finance_rows,
    "docs/indicators.md 5", RULE_OF_TEN,
)  # fmt: skip
