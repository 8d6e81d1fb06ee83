"""Roles in areas: which level of area a role needs, and whether the area is there."""

from sqlalchemy.orm import Session

from server.db.queries import areas
from server.domain.permissions import ROLES
from server.errors import Problem

DIGITS = {"province": 2, "district": 4, "subdistrict": 6, "village": 8}
THAI = {"province": "จังหวัด", "district": "อำเภอ", "subdistrict": "ตำบล", "village": "หมู่บ้าน"}


class RoleUnknown(Problem):
    status, code, central_code = 422, "role-unknown", 400.8
    th = "ไม่มีบทบาท {role} เลือกจาก {known}"
    en = "There is no role {role}. Choose one of: {known}."


class AreaLevelWrong(Problem):
    status, code, central_code = 422, "area-level-wrong", 400.8
    th = "บทบาท {role} ต้องใช้รหัส{level_th} {digits} หลัก ไม่ใช่ {area}"
    en = "The role {role} needs the code of a {level}, {digits} digits, not {area}."


class AreaUnknown(Problem):
    status, code, central_code = 404, "area-unknown", 404.1
    th = "ไม่มีพื้นที่รหัส {area} ในจังหวัดนี้ ตรวจรหัส หรือนำเข้าหมู่บ้านก่อนด้วย yudee villages import"
    en = "There is no area {area} in this province. Check the code; villages come with `yudee villages import`."


def check(session: Session, workspace_id: int, role: str, area_code: str) -> None:
    """Make sure that a role can be given in an area. Raises RoleUnknown, AreaLevelWrong, AreaUnknown."""
    if role not in ROLES:
        raise RoleUnknown(role=role, known=", ".join(ROLES))
    level = ROLES[role].level
    if not (area_code.isascii() and area_code.isdigit() and len(area_code) == DIGITS[level]):
        raise AreaLevelWrong(role=role, area=area_code, level=level, level_th=THAI[level], digits=DIGITS[level])
    if not areas.is_known(session, workspace_id, area_code):
        raise AreaUnknown(area=area_code)
