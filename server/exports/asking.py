"""What an address asks of a table, checked; and the table read and written as the caller may see it."""

import datetime as dt
from typing import BinaryIO

from flask import request
from sqlalchemy.orm import Session

from server.db.queries import areas
from server.domain import years
from server.domain.assignments import AreaUnknown
from server.domain.indicators.criteria import BASES
from server.domain.permissions import Caller
from server.errors import NotFound, Problem
from server.exports import files, origin
from server.exports.columns import Asked, Table
from server.pages.looking import look

DISTRICT = 4  # digits; its long tables are written while somebody waits, those of a province are not


class BasisUnknown(Problem):
    status, code = 422, "basis-unknown"
    th = "ไม่มีฐาน {basis} เลือก official (ทางการ) หรือ provisional (เบื้องต้น)"
    en = "There is no basis {basis}. Choose official or provisional."


class TooLongToWaitFor(Problem):
    status, code = 409, "too-long-to-wait-for"
    th = "ตารางนี้ยาวเกินกว่าจะรอหน้าเว็บ สั่งทำไฟล์ที่หน้า “ไฟล์ที่นำออก” แล้วระบบจะเตรียมให้"
    en = "This table is too long to wait for. Ask for it on the page “Files to take away”, and it is prepared for you."


def asked(session: Session, caller: Caller, table: Table) -> Asked:
    """What this request asks for; without a year, the one that pages look at. Raises as `check` does."""
    basis = request.args.get("basis") or "official"
    if basis not in BASES:
        raise BasisUnknown(basis=basis[:40])
    found = Asked(request.args.get("area") or caller.area_code, year_of(session, caller, table), basis)
    check(session, caller, table, found)
    return found


def year_of(session: Session, caller: Caller, table: Table) -> int | None:
    """Raises NotAPlanYear."""
    typed = request.args.get("year", "")
    if not typed:
        return look(session, caller).year if table.has_year else None
    if not (typed.isascii() and typed.isdigit()):
        raise years.NotAPlanYear(plan_year=typed[:40])
    return int(typed[:9])


def check(session: Session, caller: Caller, table: Table, asked: Asked) -> None:
    """Raises NotFound for areas of others, AreaUnknown, NotAPlanYear, YearNotOpen."""
    if not caller.may(table.verb):
        raise NotFound
    check_area(session, caller, asked.area)
    if asked.year is not None:
        years.must_be_a_year(asked.year)
        if table.is_plan_year:
            years.must_be_open(session, caller.workspace_id, asked.year)


def check_report(session: Session, caller: Caller, area: str, year: int) -> None:
    """A report is of a province or a district. Raises NotFound, AreaUnknown, NotAPlanYear, YearNotOpen."""
    if not (caller.may("village.read") and caller.may("project.read")) or len(area) > DISTRICT:
        raise NotFound
    check_area(session, caller, area)
    years.must_be_a_year(year)
    years.must_be_open(session, caller.workspace_id, year)


def check_area(session: Session, caller: Caller, area: str) -> None:
    """Raises NotFound for what is no code or of others, AreaUnknown."""
    if not (area.isascii() and area.isdigit() and caller.covers(area)):
        raise NotFound
    if not areas.is_known(session, caller.workspace_id, area):
        raise AreaUnknown(area=area)


def write(
    session: Session, caller: Caller, table: Table, asked: Asked, file: BinaryIO, kind: str,
    *, lang: str, header: str = "labels", told: files.Told = files.nobody,
) -> None:  # fmt: skip
    """Read the table in the caller's scope, and write it as it is read."""
    stated = ()
    if kind == files.XLSX:
        stated = origin.of_table(session, caller, table, asked, lang, now=dt.datetime.now(dt.UTC))
    sheet = files.Sheet(table, table.rows(session, caller, asked), lang, stated)
    files.write(file, kind, sheet, header=header, told=told)


def file_name(table: Table, asked: Asked, kind: str) -> str:
    """`grades-50-2570-official.csv`."""
    parts = (table.name, asked.area, str(asked.year or "all"), asked.basis if table.has_basis else "")
    return "-".join(part for part in parts if part) + f".{kind}"
