"""Projects one by one, and how those of an area's parts get on."""

from collections.abc import Iterator
from itertools import groupby

from sqlalchemy.orm import Session

from server.db.queries import areas
from server.domain.grades import DIGITS_BELOW, VILLAGE_DIGITS
from server.domain.indicators.area_progress import AreaProgress, area_progress
from server.domain.permissions import Caller
from server.domain.projects import sheet
from server.domain.projects.sheet import ListedProject
from server.domain.projects.stages import STAGES
from server.exports import shapes
from server.exports.columns import (
    BAHT,
    CODE,
    DATE,
    DEGREES,
    FLAG,
    INTEGER,
    PERCENT,
    TEXT,
    WORD,
    Asked,
    Column,
    Row,
    Table,
    both,
    column,
)  # fmt: skip
from server.exports.columns import PROJECTS as OF_PROJECTS
from server.exports.tables.common import BASIS, FISCAL_YEAR, FOR_THE_WORK, OFFICIAL_IS_PUBLIC, PLACE


def amount(key: str, th: str, en: str, means_th: str, means_en: str) -> Column:
    return column(key, BAHT, both(th, en), both(means_th, means_en))


def percent(key: str, th: str, en: str, means_th: str, means_en: str) -> Column:
    return column(key, PERCENT, both(th, en), both(means_th, means_en))


def flag(key: str, th: str, en: str, means_th: str, means_en: str) -> Column:
    return column(key, FLAG, both(th, en), both(means_th, means_en))


def day(key: str, th: str, en: str, means_th: str, means_en: str) -> Column:
    return column(key, DATE, both(th, en), both(means_th, means_en))


STATED = (
    column("project_code", CODE, both("รหัสโครงการ", "Project code"), both("ปี-อำเภอ-ลำดับ", "Year, district, running number.")),
    column("village_code", CODE, both("รหัสหมู่บ้าน", "Village code"), both("รหัสหมู่บ้าน 8 หลัก", "The village's code of 8 digits.")),
    column("moo", INTEGER, both("หมู่ที่", "Moo"), both("หมู่ที่ในตำบล", "Number of the village in its subdistrict.")),
    column("village", TEXT, both("ชื่อหมู่บ้าน", "Village"), both("ชื่อหมู่บ้าน", "Name of the village in Thai.")),
    column("fiscal_year", INTEGER, both("ปีงบประมาณ", "Fiscal year"), both("ปีงบประมาณ พ.ศ.", "Buddhist fiscal year.")),
    column("kind", WORD + "project_kind", both("ประเภท", "Kind"), both("โครงการตามแผนงาน หรือการจัดทำแผน", "A project of a programme, or the making of a plan.")),
    column("title", TEXT, both("ชื่อโครงการ", "Title"), both("ตามข้อเสนอ", "As it was proposed.")),
    column("programme", WORD + "programme", both("แผนงาน", "Programme"), both("แผนงาน 1 ถึง 5", "Programme 1 to 5.")),
    column("impl_unit", WORD + "impl_unit", both("หน่วยดำเนินการ", "Done by"), both("หมู่บ้าน ร่วมกับราชการ หรือส่วนราชการ", "The village, jointly, or an agency.")),
    column("stage", WORD + "stage", both("ขั้น", "Stage"), both("ขั้นปัจจุบันของโครงการ", "The present stage of the project.")),
)  # fmt: skip
MONEY = (
    amount("requested_baht", "ขอ (บาท)", "Requested (baht)", "งบที่ขอ", "What is asked for."),
    amount("recommended_baht", "อำเภอเห็นควร (บาท)", "Recommended (baht)", "งบที่คณะทำงานอำเภอเห็นควร", "What the district's working group recommends."),
    amount("approved_baht", "อนุมัติ (บาท)", "Approved (baht)", "งบที่จังหวัดอนุมัติ", "What the province approved."),
    amount("transferred_baht", "โอนแล้ว (บาท)", "Transferred (baht)", "เงินที่จังหวัดโอนให้แล้ว", "Paid out by the province."),
    amount("disbursed_baht", "เบิกจ่ายแล้ว (บาท)", "Withdrawn (baht)", "ตามรายงานล่าสุดที่นับ", "By the latest report that counts."),
)  # fmt: skip
STANDING = (
    percent("percent_disbursed", "ร้อยละที่เบิกจ่าย", "Percent withdrawn", "ของงบที่อนุมัติ ตัดทศนิยมที่ 2", "Of what is approved, cut to 2 decimals."),
    percent("percent_physical", "ร้อยละของงาน", "Percent of the work", "ตามรายงานล่าสุดที่นับ", "By the latest report that counts."),
    percent("expected_percent", "ร้อยละที่ควรได้", "Percent expected", "เส้นตรงจากวันเริ่มถึงวันสิ้นสุดตามแผน", "A straight line from the planned start to the planned end."),
    day("planned_start", "เริ่มตามแผน", "Planned start", "ตามข้อเสนอ", "As it was proposed."),
    day("planned_end", "สิ้นสุดตามแผน", "Planned end", "ตามข้อเสนอ", "As it was proposed."),
    day("funded_on", "โอนครั้งแรก", "First transfer", "วันที่โอนเงินครั้งแรก", "The day of the first transfer."),
    flag("geo_tagged", "ยืนยันที่ตั้งแล้ว", "Confirmed at the site", "รายงานล่าสุดมีภาพและพิกัดที่โครงการ", "The latest report has a photo and a position at the site."),
    day("geo_tagged_on", "ยืนยันที่ตั้งล่าสุดเมื่อ", "Last confirmed at the site on", "วันที่ของรายงานที่ยืนยันล่าสุด", "The day of the latest such report."),
    column("location_class", WORD + "location", both("ตำแหน่งที่รายงาน", "Where reported"), both("รายงานล่าสุดทำที่ใดเมื่อเทียบกับที่ตั้ง", "Where the latest report was made, seen from the site.")),
    flag("stale", "ขาดการรายงาน", "Not seen lately", "ไม่มีรายงานจากที่ตั้งนานเกินกำหนด", "No report from the site for longer than allowed."),
    flag("behind", "ช้ากว่าแผน", "Behind schedule", "งานช้ากว่าเส้นตรงมาก", "The work is far behind the straight line."),
    flag("overdue", "เกินกำหนด", "Overdue", "เลยวันสิ้นสุดแล้วยังไม่เสร็จ", "The planned end has passed and the work is not finished."),
    flag("money_ahead", "เบิกเงินเร็วกว่างาน", "Money ahead of work", "เบิกเงินมากกว่างานมาก", "Much more money than work is done."),
    column("site_lon", DEGREES, both("ลองจิจูด", "Longitude"), both("ที่ตั้งโครงการ", "Of the project's site.")),
    column("site_lat", DEGREES, both("ละติจูด", "Latitude"), both("ที่ตั้งโครงการ", "Of the project's site.")),
    day("as_of", "ตัวเลข ณ วันที่", "As of", "วันที่คำนวณความคืบหน้า", "The day as of which the progress was computed."),
)  # fmt: skip
BY_PROGRESS = tuple(one.key for one in STANDING if not one.key.startswith(("planned", "funded", "site", "as_of")))


def rows(session: Session, caller: Caller, asked: Asked) -> Iterator[Row]:
    found = sheet.of_area(session, caller.workspace_id, asked.area, year=asked.year, basis=asked.basis)
    return ({"basis": asked.basis} | row_of(one) for one in found)


def row_of(one: ListedProject) -> dict:
    amounts = {
        "requested_baht": one.row.budget_requested,
        "recommended_baht": one.row.budget_recommended,
        "approved_baht": one.row.budget_approved,
        "transferred_baht": one.row.transferred,
        "disbursed_baht": one.progress.disbursed,
    }
    return (
        one.row._asdict()
        | {name: getattr(one.progress, name) for name in BY_PROGRESS}
        | {name: shapes.baht(satang) for name, satang in amounts.items()}
    )


PROJECTS = Table(
    "projects", both("โครงการ", "Projects"), "project.read", (BASIS, *STATED, *MONEY, *STANDING), rows,
    "docs/indicators.md 4", FOR_THE_WORK, is_plan_year=False,
)  # fmt: skip

STAGE_WORDS = {
    "proposed": both("เสนอแล้ว", "Proposed"),
    "returned": both("ส่งคืนแก้ไข", "Returned for correction"),
    "not_forwarded": both("ไม่ส่งต่อ", "Not forwarded"),
    "forwarded": both("ส่งจังหวัด", "Forwarded to the province"),
    "approved": both("อนุมัติแล้ว", "Approved"),
    "not_approved": both("ไม่อนุมัติ", "Not approved"),
    "funded": both("โอนเงินแล้ว", "Funded"),
    "in_progress": both("กำลังดำเนินการ", "Under way"),
    "suspended": both("หยุดชั่วคราว", "Suspended"),
    "completed": both("แล้วเสร็จ", "Completed"),
    "evaluated": both("ประเมินแล้ว", "Evaluated"),
    "cancelled": both("ยกเลิก", "Cancelled"),
}


def number(key: str, label: dict) -> Column:
    return column(key, INTEGER, label, both("จำนวนโครงการ", "Number of projects."), OF_PROJECTS)


PROGRESS_COLUMNS = (
    FISCAL_YEAR, BASIS, *PLACE, number("projects", both("โครงการทั้งหมด", "All projects")),
    *(number(stage, STAGE_WORDS[stage]) for stage in STAGES),
    number("geo_tagged", both("ยืนยันที่ตั้งแล้ว", "Confirmed at the site")),
    number("stale", both("ขาดการรายงาน", "Not seen lately")),
    number("behind", both("ช้ากว่าแผน", "Behind schedule")),
    number("overdue", both("เกินกำหนด", "Overdue")),
    number("money_ahead", both("เบิกเงินเร็วกว่างาน", "Money ahead of work")),
    percent("physical_pct", "ร้อยละของงาน", "Percent of the work", "ถ่วงน้ำหนักด้วยงบที่อนุมัติ", "Weighted by the approved baht."),
    percent("expected_pct", "ร้อยละที่ควรได้", "Percent expected", "ถ่วงน้ำหนักด้วยงบ เฉพาะที่มีวันเริ่มและวันสิ้นสุด", "Weighted by baht, of those that have both planned dates."),
    percent("disbursed_pct", "ร้อยละที่เบิกจ่าย", "Percent withdrawn", "ของงบที่อนุมัติ", "Of what is approved."),
)  # fmt: skip
COUNTED = ("geo_tagged", "stale", "behind", "overdue", "money_ahead", "physical_pct", "expected_pct", "disbursed_pct")


def progress_rows(session: Session, caller: Caller, asked: Asked) -> Iterator[Row]:
    """A row for each part that has projects."""
    for code, name_th, progress in progress_of_parts(session, caller.workspace_id, asked):
        told = {"year": asked.year, "basis": asked.basis, "projects": sum(progress.by_stage.values())}
        by_stage = {stage: progress.by_stage.get(stage, 0) for stage in STAGES}
        counted = {name: getattr(progress, name) for name in COUNTED}
        yield told | shapes.place(code, name_th) | by_stage | counted


def progress_of_parts(session: Session, workspace_id: int, asked: Asked) -> Iterator[tuple[str, str, AreaProgress]]:
    """(code, name, progress) of the parts right below an area, by code."""
    digits = DIGITS_BELOW.get(len(asked.area), VILLAGE_DIGITS)
    names = areas.names(session, workspace_id, asked.area, digits)
    found = sheet.of_area(session, workspace_id, asked.area, year=asked.year, basis=asked.basis)
    in_order = sorted(found, key=lambda one: one.row.village_code)
    for code, listed in groupby(in_order, key=lambda one: one.row.village_code[:digits]):
        yield code, names.get(code, ""), area_progress((one.project, one.progress) for one in listed)


PROGRESS = Table(
    "progress", both("ความก้าวหน้าโครงการรายพื้นที่", "Progress of projects by area"), "project.read", PROGRESS_COLUMNS,
    progress_rows, "docs/indicators.md 4", OFFICIAL_IS_PUBLIC, is_plan_year=False,
)  # fmt: skip
