"""What a script can get wrong in what it sends, each with the number Central gives for it."""

from server.errors import Problem
from server.odata.problems import NumberExpected, ValueUnexpected  # noqa: F401  (said of queries everywhere)


class BodyUnreadable(Problem):
    status, code, central_code = 400, "body-unreadable", 400.1
    th = "อ่านข้อมูล JSON ที่ส่งมาไม่ได้ ต้องเป็นอ็อบเจ็กต์ JSON"
    en = "The body could not be read. Send a JSON object."


class BodyTooLarge(Problem):
    status, code, central_code = 400, "body-too-large", 400.36
    th = "ข้อมูลที่ส่งมาใหญ่เกินไป"
    en = "The body is too large."


class ParameterMissing(Problem):
    status, code, central_code = 400, "parameter-missing", 400.3
    th = "ขาด {name} หรือว่างเปล่า กรุณาระบุ"
    en = "{name} is missing or blank. Send it."


class DutyMissing(ParameterMissing):
    code = "duty-missing"
    th = "บัญชีหนึ่งมีหนึ่งบทบาทในหนึ่งพื้นที่ กรุณาส่ง role (ชื่อหรือหมายเลขจาก GET /v1/roles) และ area (รหัสพื้นที่)"
    en = "An account has one role in one area. Send role (a name or number of /v1/roles) and area (a code of digits)."


class AreaMissing(ParameterMissing):
    code = "area-missing"
    th = 'โทรศัพท์เครื่องหนึ่งทำงานในหนึ่งพื้นที่ ส่ง properties.area หรือให้ displayName ขึ้นต้นด้วยรหัส เช่น "500705 ทีม ก"'
    en = 'A phone works in one area. Send properties.area, or let displayName begin with its code: "500705 Team A".'


class FormForRoles(Problem):
    status, code, central_code = 409, "form-for-roles", 409.0
    th = "แบบฟอร์ม {form_id} ให้ตามบทบาท ไม่ใช่ทีละเครื่อง ขณะนี้ให้ {roles} เปลี่ยนได้ที่หน้าของแบบฟอร์ม"
    en = "The form {form_id} is for roles, not for single phones: for {roles}. Change that on the form's own page."


class HeaderUnreadable(Problem):
    status, code, central_code = 400, "header-unreadable", 400.6
    th = "อ่านส่วนหัว {name} ไม่ได้ ต้องเข้ารหัสแบบ percent-encoding ของ UTF-8"
    en = "The header {name} could not be read. Percent-encode its UTF-8."


class DefinitionTooLarge(Problem):
    status, code, central_code = 413, "definition-too-large", 413.0
    th = "ไฟล์ใหญ่เกิน {limit_mb} ล้านไบต์"
    en = "The file is larger than {limit_mb} MB."


class TypeUnexpected(Problem):
    status, code, central_code = 400, "type-unexpected", 400.11
    th = "{name} ต้องเป็น {expected}"
    en = "{name} must be {expected}."


class TextExpected(TypeUnexpected):
    th = "{name} ต้องเป็นข้อความ"
    en = "{name} must be text."


class YesOrNoExpected(TypeUnexpected):
    th = "{name} ต้องเป็น true หรือ false"
    en = "{name} must be true or false."


class AttributesUnexpected(Problem):
    status, code, central_code = 400, "attributes-unexpected", 400.31
    th = "ไม่รู้จัก {names} ในข้อมูลที่ส่งมา"
    en = "These are not known here: {names}."
