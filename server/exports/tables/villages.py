"""Villages: where each stands, its indicators over the years, and how its grade changed. Read as they are written."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from server.db.queries import exporting
from server.domain.permissions import Caller
from server.exports.columns import (
    CODE,
    DATE,
    FLAG,
    INSTANT,
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
from server.exports.tables.common import BASIS, FOR_THE_WORK, OFFICIAL_IS_PUBLIC, PLAN_YEAR
from server.exports.tables.grades import GATE, GRADE, STATUS, households

VILLAGE = (
    column("code", CODE, both("รหัสหมู่บ้าน", "Village code"), both("รหัสหมู่บ้าน 8 หลัก", "The village's code of 8 digits.")),
    column("district", TEXT, both("อำเภอ", "District"), both("ชื่ออำเภอ", "Name of the district.")),
    column("subdistrict", TEXT, both("ตำบล", "Subdistrict"), both("ชื่อตำบล", "Name of the subdistrict.")),
    column("moo", INTEGER, both("หมู่ที่", "Moo"), both("หมู่ที่ในตำบล", "Number of the village in its subdistrict.")),
    column("name_th", TEXT, both("ชื่อหมู่บ้าน", "Village"), both("ชื่อหมู่บ้าน", "Name of the village in Thai.")),
)  # fmt: skip


def met(number: int, th: str, en: str) -> Column:
    meaning = both("ผ่านหรือไม่ ว่างเมื่อยังไม่ทราบ", "Whether it is met; empty when not known.")
    return column(f"met_{number}", FLAG, both(th, en), meaning)


def share(name: str, th: str, en: str) -> tuple[Column, ...]:
    cut = both("ตัดทศนิยมที่ 2 ไม่ปัดขึ้น", "Cut to 2 decimals, never rounded up.")
    return (
        households(f"{name}_num", f"{th}: ครัวเรือน", f"{en}: households", "ครัวเรือนที่นับ", "Households that count."),
        households(f"{name}_needed", f"{th}: ต้องการ", f"{en}: needed", "ครัวเรือนที่ต้องมีจึงผ่านเกณฑ์", "Households that meet the threshold."),
        column(f"{name}_pct", PERCENT, both(f"{th}: ร้อยละ", f"{en}: percent"), cut),
    )  # fmt: skip


COMPUTED = column("computed_at", INSTANT, both("คำนวณเมื่อ", "Computed"), both("เวลาไทย", "Time in Bangkok."))
COLUMNS = (
    PLAN_YEAR, BASIS, *VILLAGE, STATUS, GRADE, GATE,
    households("households", "ครัวเรือน", "Households", "ครัวเรือนในวันอ้างอิง", "Households on the day of reference."),
    *share("accounts", "1 ใช้บัญชี", "1 Accounts"), met(1, "1 ใช้บัญชี: ผ่าน", "1 Accounts: met"),
    *share("forum", "2 ร่วมเวที", "2 Forum"), met(2, "2 ร่วมเวที: ผ่าน", "2 Forum: met"),
    met(3, "3 อปท. ร่วมตั้งแต่ต้น: ผ่าน", "3 Local organisation: met"), met(4, "4 แผนลายลักษณ์อักษร: ผ่าน", "4 Written plan: met"),
    column("reference_date", DATE, both("วันอ้างอิง", "Counted on"), both("วันที่นับครัวเรือน: เวทีทำแผนครั้งล่าสุด", "The day on which households are counted: the latest plan forum.")),
    COMPUTED,
)  # fmt: skip


def rows(session: Session, caller: Caller, asked: Asked) -> Iterator[Row]:
    return exporting.villages(session, caller.workspace_id, asked.area, plan_year=asked.year or 0, basis=asked.basis)


VILLAGES = Table(
    "villages", both("หมู่บ้าน", "Villages"), "village.read", COLUMNS, rows, "docs/indicators.md 1", OFFICIAL_IS_PUBLIC
)

INDICATOR_COLUMNS = (
    PLAN_YEAR, BASIS, *VILLAGE, STATUS, GRADE,
    column("indicator", WORD + "indicator_short", both("ตัวชี้วัด", "Indicator"), both("ตัวชี้วัด 1 ถึง 4", "Indicator 1 to 4.")),
    households("num", "จำนวน", "Number", "ครัวเรือนที่นับ ว่างสำหรับตัวชี้วัด 3 และ 4", "Households that count; empty for indicators 3 and 4."),
    households("den", "ครัวเรือน", "Households", "ครัวเรือนทั้งหมดในวันอ้างอิง", "All households on the day of reference."),
    households("needed", "ต้องการ", "Needed", "ครัวเรือนที่ต้องมีจึงผ่านเกณฑ์", "Households that meet the threshold."),
    column("percent", PERCENT, both("ร้อยละ", "Percent"), both("ตัดทศนิยมที่ 2 ไม่ปัดขึ้น", "Cut to 2 decimals, never rounded up.")),
    column("met", FLAG, both("ผ่าน", "Met"), both("ผ่านหรือไม่ ว่างเมื่อยังไม่ทราบ", "Whether it is met; empty when not known.")),
)  # fmt: skip


def indicator_rows(session: Session, caller: Caller, asked: Asked) -> Iterator[Row]:
    """Of one year, or of all; on both bases."""
    return exporting.indicators(session, caller.workspace_id, asked.area, plan_year=asked.year)


INDICATORS = Table(
    "indicators", both("ตัวชี้วัดรายหมู่บ้าน", "Indicators by village"), "village.read",
    INDICATOR_COLUMNS, indicator_rows, "docs/indicators.md 1", OFFICIAL_IS_PUBLIC,
    has_basis=False, has_year=False, is_long=True,
)  # fmt: skip


def changed(key: str, kind: str, th: str, en: str) -> Column:
    meaning = both("ก่อนหรือหลังการเปลี่ยน", "Before or after the change.")
    return column(key, WORD + kind if kind else CODE, both(th, en), meaning)


EVENT_COLUMNS = (
    column("at", INSTANT, both("เมื่อ", "When"), both("เวลาไทย", "Time in Bangkok.")),
    PLAN_YEAR, BASIS, *VILLAGE,
    changed("old_status", "status", "สถานะเดิม", "Status before"), changed("new_status", "status", "สถานะใหม่", "Status after"),
    changed("old_grade", "", "ระดับเดิม", "Grade before"), changed("new_grade", "", "ระดับใหม่", "Grade after"),
)  # fmt: skip


def event_rows(session: Session, caller: Caller, asked: Asked) -> Iterator[Row]:
    return exporting.grade_events(session, caller.workspace_id, asked.area, plan_year=asked.year)


GRADE_EVENTS = Table(
    "grade_events", both("การเปลี่ยนระดับและสถานะ", "Changes of grade and status"), "village.read", EVENT_COLUMNS,
    event_rows, "docs/indicators.md 1", FOR_THE_WORK, has_basis=False, has_year=False, is_long=True,
)  # fmt: skip
