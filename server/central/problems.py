"""What a script can get wrong in what it sends, each with the number Central gives for it."""

from server.errors import Problem


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


class ValueUnexpected(Problem):
    status, code, central_code = 400, "value-unexpected", 400.8
    th = "ค่าของ {name} ใช้ไม่ได้ ดูค่าที่ใช้ได้ในคู่มือของ ODK Central"
    en = "{name} has a value that cannot be used here. See the documentation of ODK Central for those that can."


class NumberExpected(Problem):
    status, code, central_code = 400, "number-expected", 400.11
    th = "{name} ต้องเป็นจำนวนเต็มตั้งแต่ 0"
    en = "{name} must be a whole number, 0 or greater."


class TypeUnexpected(Problem):
    status, code, central_code = 400, "type-unexpected", 400.11
    th = "{name} ต้องเป็น {expected}"
    en = "{name} must be {expected}."


class AttributesUnexpected(Problem):
    status, code, central_code = 400, "attributes-unexpected", 400.31
    th = "ไม่รู้จัก {names} ในข้อมูลที่ส่งมา"
    en = "These are not known here: {names}."


class FilterNotHere(Problem):
    status, code, central_code = 501, "filter-not-here", 501.1
    th = "กรองด้วย {name} ที่นี่ไม่ได้ ใช้ OData หรือกรองหลังจากรับข้อมูล"
    en = "{name} is not taken here. Use OData, or filter what you get."
