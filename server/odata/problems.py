"""What a query can get wrong, each with the number that ODK Central gives for it."""

from server.errors import Problem


class ValueUnexpected(Problem):
    status, code, central_code = 400, "value-unexpected", 400.8
    th = "ค่าของ {name} ใช้ที่นี่ไม่ได้ ดูค่าที่ใช้ได้ใน docs/compatibility.md และคู่มือของ ODK Central"
    en = "{name} has a value that cannot be used here. See docs/compatibility.md, and ODK Central's documentation, for those that can."


class NumberExpected(Problem):
    status, code, central_code = 400, "number-expected", 400.11
    th = "{name} ต้องเป็นจำนวนเต็มตั้งแต่ 0"
    en = "{name} must be a whole number, 0 or greater."


class FilterNotRead(Problem):
    status, code, central_code = 400, "filter-not-read", 400.18
    th = "อ่าน $filter หรือ $orderby ไม่ได้ ตรวจวงเล็บ เครื่องหมายคำพูด และคำ เช่น __system/submissionDate ge 2026-11-01"
    en = "$filter or $orderby could not be read. Check brackets, quotes and words, as in: __system/submissionDate ge 2026-11-01"


class SelectUnknown(Problem):
    status, code, central_code = 400, "select-unknown", 400.23
    th = "ไม่มี {name} ใน $select ของตารางนี้ ดูชื่อใน $metadata"
    en = "There is no {name} to select in this table. See its $metadata for the names."


class TokenOfPageUnreadable(Problem):
    status, code, central_code = 400, "skiptoken-unreadable", 400.35
    th = "$skiptoken นี้ใช้ไม่ได้ ใช้ที่อยู่จาก @odata.nextLink ตามเดิม หรือเริ่มจากหน้าแรก"
    en = "This $skiptoken cannot be used. Follow @odata.nextLink as it is, or begin with the first page."


class TokenOfPageGone(Problem):
    status, code, central_code = 400, "skiptoken-gone", 400.34
    th = "ไม่มีรายการที่ $skiptoken นี้อ้างถึงแล้ว กรุณาเริ่มจากหน้าแรก"
    en = "The row that this $skiptoken names is not there. Begin with the first page."


class FormatUnknown(Problem):
    status, code, central_code = 406, "format-unknown", 406.1
    th = "ที่นี่มีเฉพาะ {kind}"
    en = "Here is {kind} only."


class ParameterNotHere(Problem):
    status, code, central_code = 501, "parameter-not-here", 501.1
    th = "ตารางนี้ไม่รับ {name} ในคำขอ"
    en = "This table does not take {name}. See docs/compatibility.md for what it takes."


class PropertyNotFilterable(Problem):
    status, code, central_code = 501, "property-not-filterable", 501.5
    th = "กรองหรือเรียงตาม {name} ไม่ได้ ใช้ได้เฉพาะ {known}"
    en = "{name} can neither be filtered nor ordered by here; these can: {known}."


class ExpandUnsupported(Problem):
    status, code, central_code = 501, "expand-unsupported", 501.6
    th = "ใช้ได้เฉพาะ $expand=*"
    en = "Only $expand=* is taken."


class SelectWithExpand(Problem):
    status, code, central_code = 501, "select-with-expand", 501.11
    th = "ใช้ $select กับ $expand พร้อมกันไม่ได้"
    en = "$select and $expand cannot be used together."
