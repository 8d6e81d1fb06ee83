"""How the work of areas goes."""

import datetime as dt
from collections.abc import Iterator

from sqlalchemy.orm import Session

from server.domain import process
from server.domain.permissions import Caller
from server.exports import shapes
from server.exports.columns import DAYS, DECIMAL, INTEGER, PERCENT, Asked, Row, Table, both, column
from server.exports.tables.common import FISCAL_YEAR, FOR_THE_WORK, PLACE

COLUMNS = (
    FISCAL_YEAR, *PLACE,
    column("review_backlog", INTEGER, both("รอตรวจ", "Waiting for review"), both("แบบฟอร์มที่รอเกิน 7 วัน", "Submissions that wait for more than 7 days.")),
    column("review_days_median", DECIMAL, both("วันที่ใช้ตรวจ (มัธยฐาน)", "Days until decided (median)"), both("จากวันรับถึงวันตัดสิน", "From receipt to the decision that holds."), DAYS),
    column("missing_attachments", INTEGER, both("ไฟล์ที่ยังไม่มา", "Files missing"), both("ไฟล์ที่ระบุในแบบฟอร์มแต่ยังไม่ได้รับ", "Named in a submission and not received.")),
    column("accounts", INTEGER, both("บัญชีครัวเรือน", "Accounts"), both("บัญชีของครัวเรือนที่ยินยอม", "Accounts of households that agree.")),
    column("book_seen_pct", PERCENT, both("ร้อยละที่เห็นสมุดบัญชี", "Percent with the book seen"), both("ของบัญชีครัวเรือน ตัดทศนิยมที่ 2", "Of the accounts, cut to 2 decimals.")),
    column("walk_ins_open", INTEGER, both("ผู้มาเวทีที่ยังไม่อยู่ในทะเบียน", "Walk-ins"), both("ครัวเรือนที่มาเวทีแต่ไม่อยู่ในทะเบียน", "Households that came to a forum without being in the register.")),
    column("duplicate_house_numbers", INTEGER, both("บ้านเลขที่ซ้ำ", "House numbers in doubt"), both("บ้านเลขที่ที่มีหลายครัวเรือน", "House numbers that several households of a village have.")),
)  # fmt: skip


def rows(_session: Session, caller: Caller, asked: Asked) -> Iterator[Row]:
    """Counted as the owner, see `server.domain.process`: nothing but numbers comes out."""
    found = process.of_area(caller, asked.area, year=asked.year or 0, now=dt.datetime.now(dt.UTC))
    return ({"year": asked.year} | shapes.process(part) for part in (found.whole, *found.parts))


PROCESS = Table(
    "process", both("ความคืบหน้าของงาน", "How the work goes"), "village.read", COLUMNS, rows,
    "docs/indicators.md 6", FOR_THE_WORK, has_basis=False,
)  # fmt: skip
