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
