"""The grades of what lies right below an area."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from server.domain import grades
from server.domain.permissions import Caller
from server.exports import shapes
from server.exports.columns import (
    CODE,
    HOUSEHOLDS,
    INTEGER,
    PERCENT,
    VILLAGES,
    WORD,
    Asked,
    Column,
    Row,
    Table,
    both,
    column,
)
from server.exports.tables.common import BASIS, OFFICIAL_IS_PUBLIC, PLACE, PLAN_YEAR


def villages(key: str, th: str, en: str, means_th: str, means_en: str) -> Column:
    return column(key, INTEGER, both(th, en), both(means_th, means_en), VILLAGES)


def households(key: str, th: str, en: str, means_th: str, means_en: str) -> Column:
    return column(key, INTEGER, both(th, en), both(means_th, means_en), HOUSEHOLDS)


def of_grade(letter: str) -> tuple[Column, Column]:
    low = letter.lower()
    return (
        villages(f"grade_{low}", f"ระดับ {letter}", f"Grade {letter}", f"หมู่บ้านที่ได้ระดับ {letter}", f"Villages graded {letter}."),
        column(
            f"grade_{low}_pct", PERCENT, both(f"ร้อยละ {letter}", f"Percent {letter}"),
            both("ของหมู่บ้านที่ประเมินแล้ว ทศนิยม 1 ตำแหน่ง ปัดขึ้นเมื่อครึ่ง", "Of the graded villages, 1 decimal, half up."),
        ),
    )  # fmt: skip


def met(number: int, th: str, en: str) -> Column:
    return villages(
        f"met_{number}", f"ผ่านตัวชี้วัด {number}", f"Indicator {number} met",
        f"หมู่บ้านที่ประเมินแล้วและผ่าน: {th}", f"Graded villages that meet: {en}.",
    )  # fmt: skip


STATUS = column(
    "status", WORD + "status", both("สถานะ", "Status"),
    both("สถานะของหมู่บ้าน ว่างเมื่อเป็นพื้นที่ใหญ่กว่า", "Of a village; empty for larger areas."),
)  # fmt: skip
GRADE = column(
    "grade", CODE, both("ระดับแผน", "Grade"),
    both("A ผ่านทั้ง 4 ตัวชี้วัด B ผ่าน 3 C ผ่าน 0 ถึง 2 ว่างเมื่อยังไม่ประเมิน", "A meets all 4 indicators, B 3, C 0 to 2; empty when not graded."),
)  # fmt: skip
GATE = column(
    "gate", WORD + "gate_short", both("สิทธิ์เสนอโครงการ", "Gate"),
    both("จากผลทางการ: หมู่บ้านเสนอโครงการได้ หรือต้องทำแผนก่อน", "From the official result: whether the village may propose projects or must make its plan first."),
)  # fmt: skip

COLUMNS = (
    PLAN_YEAR, BASIS, *PLACE, STATUS, GRADE, GATE,
    villages("villages_total", "หมู่บ้านทั้งหมด", "Villages", "หมู่บ้านที่ใช้อยู่ในพื้นที่", "Villages in use in the area."),
    villages("villages_graded", "ประเมินแล้ว", "Graded", "หมู่บ้านที่มีแผนและประเมินแล้ว", "Villages that have a plan and are graded."),
    villages("villages_in_progress", "กำลังเก็บข้อมูล", "In progress", "มีบัญชีหรือเวทีแล้ว ยังไม่มีแผน", "Accounts or forums have come, no plan yet."),
    villages("villages_no_data", "ยังไม่มีข้อมูล", "No data", "ยังไม่มีอะไรส่งมา", "Nothing has come yet."),
    villages("villages_no_plan", "ไม่มีแผน", "No plan", "ปีล็อกแล้วโดยไม่มีแผน", "The year was locked without a plan."),
    villages("villages_no_households", "ไม่มีครัวเรือนในทะเบียน", "No households", "ไม่มีครัวเรือนในวันอ้างอิง", "No households on the day of reference."),
    *of_grade("A"), *of_grade("B"), *of_grade("C"),
    households("accounts_num", "ครัวเรือนที่ใช้บัญชี", "Households with accounts used", "ครัวเรือนที่บัญชีนับในแผน", "Households whose accounts count for the plan."),
    households("accounts_den", "ครัวเรือน (บัญชี)", "Households (accounts)", "ครัวเรือนทั้งหมดในวันอ้างอิง", "All households on the day of reference."),
    column("accounts_pct", PERCENT, both("ร้อยละการใช้บัญชี", "Percent of accounts used"), both("ตัดทศนิยมที่ 2 ไม่ปัดขึ้น", "Cut to 2 decimals, never rounded up.")),
    households("forum_num", "ครัวเรือนที่ร่วมเวที", "Households at the forum", "ครัวเรือนที่มีผู้แทนในเวทีทำแผน", "Households represented at the forum that makes the plan."),
    households("forum_den", "ครัวเรือน (เวที)", "Households (forum)", "ครัวเรือนทั้งหมดในวันอ้างอิง", "All households on the day of reference."),
    column("forum_pct", PERCENT, both("ร้อยละการร่วมเวที", "Percent at the forum"), both("ตัดทศนิยมที่ 2 ไม่ปัดขึ้น", "Cut to 2 decimals, never rounded up.")),
    met(1, "ใช้บัญชีครัวเรือนทำแผน", "household accounts are used"),
    met(2, "ตัวแทนครัวเรือนร่วมเวที", "households are represented at the forum"),
    met(3, "อปท. มีส่วนร่วมตั้งแต่ต้น", "the local administration takes part from the start"),
    met(4, "มีแผนเป็นลายลักษณ์อักษร", "there is a written plan"),
    villages("gate_propose", "เสนอโครงการได้", "May propose", "หมู่บ้านที่เสนอโครงการตามแผนงานได้", "Villages that may propose projects."),
    villages("gate_make_plan", "ต้องทำแผนก่อน", "Must make a plan", "หมู่บ้านที่เสนอได้เฉพาะการจัดทำแผน", "Villages that may propose only the making of a plan."),
    villages("gate_unknown", "ยังไม่ทราบ", "Not known yet", "หมู่บ้านที่ยังไม่ประเมิน", "Villages that are not graded yet."),
)  # fmt: skip


def rows(session: Session, caller: Caller, asked: Asked) -> Iterator[Row]:
    found = grades.of_area(session, caller.workspace_id, asked.area, plan_year=asked.year or 0, basis=asked.basis)
    told = {"plan_year": asked.year, "basis": asked.basis}
    return (told | row for row in shapes.grades(found))


GRADES = Table(
    "grades", both("ระดับแผนชุมชนรายพื้นที่", "Grades of areas"), "village.read", COLUMNS, rows,
    "docs/indicators.md 2", OFFICIAL_IS_PUBLIC,
)  # fmt: skip
