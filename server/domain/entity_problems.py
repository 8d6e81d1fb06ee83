"""Why entities that a script sends are not made or changed."""

from collections.abc import Sequence

from server.domain.imports.sheets import RowFault
from server.errors import NotFound, Problem

MOST_FAULTS = 100


class EntityMadeElsewhere(Problem):
    status, code, central_code = 403, "entity-made-elsewhere", 403.1
    th = "รายการ {list} ระบบสร้างเอง โครงการมาจากแบบเสนอโครงการหรือการนำเข้าเท่านั้น"
    en = "Nobody adds to the list {list} directly: projects come of proposals and imports, the rest of reviews."


class EntityStays(Problem):
    status, code, central_code = 403, "entity-stays", 403.1
    th = "ลบรายการใน {list} ไม่ได้ ครัวเรือนปิดได้ในทะเบียนครัวเรือน โครงการยกเลิกได้ในหน้าโครงการ"
    en = "Nothing is deleted from {list}. Close a household in the register; cancel a project on its page."


class EntityExists(Problem):
    status, code, central_code = 409, "entity-exists", 409.3
    th = "มีรายการหมายเลข {uuid} อยู่แล้ว ไม่มีการบันทึก"
    en = "There is an entity {uuid} already, or it was sent twice. Nothing was stored."


class EntityWasDeleted(Problem):
    status, code, central_code = 409, "entity-was-deleted", 409.19
    th = "รายการหมายเลข {uuid} ถูกลบไปแล้ว ใช้หมายเลขใหม่"
    en = "The entity {uuid} was deleted. Use another id."


class PropertyUnknown(Problem):
    status, code, central_code = 400, "property-unknown", 400.28
    th = "รายการ {list} ไม่มีคุณสมบัติ “{name}” ให้ผู้ดูแลระบบเพิ่มก่อน"
    en = "The list {list} has no property “{name}”. Let an administrator add it first."


class ValueTooLong(Problem):
    status, code, central_code = 400, "value-too-long", 400.8
    th = "ค่าของ {name} ยาวเกิน {longest} ตัวอักษร"
    en = "The value of {name} is longer than {longest} characters."


class VillageMissing(Problem):
    status, code, central_code = 400, "entity-village-missing", 400.28
    th = "ทุกรายการใน {list} ต้องมี village_code เป็นรหัสหมู่บ้าน 8 หลัก"
    en = "Every entity of {list} belongs to a village: give its code of 8 digits as village_code."


class VillageElsewhere(NotFound):
    code = "entity-village-elsewhere"
    th = "ไม่มีหมู่บ้าน {code} ในเขตของท่าน ไม่มีการบันทึก"
    en = "There is no village {code} in your area. Nothing was stored."


class HouseholdsRefused(Problem):
    """Some households are not as the register takes them, so nothing was stored. row: the place in what was sent."""

    status, code, central_code = 400, "households-refused", 400.28
    th = "ไม่มีการบันทึกแม้แต่รายการเดียว พบข้อผิดพลาด {count} แห่ง เช่น รายการที่ {row} {property}: {why_th}"
    en = "Nothing was stored. Faults found: {count}; the first is in entity {row}, {property}: {why}"

    def __init__(self, faults: Sequence[RowFault]) -> None:
        first = faults[0]
        told = [
            {"row": one.row, "property": one.column, "why": one.text("en"), "why_th": one.text("th")}
            for one in faults[:MOST_FAULTS]
        ]
        named = {"row": first.row, "property": first.column, "why": first.text("en"), "why_th": first.text("th")}
        super().__init__(count=len(faults), faults=told, **named)
