"""What is noticed when the submissions of a village are compared with each other."""

from server.domain.flags.flag import Flag
from server.domain.indicators.crosschecks import CROSS_CHECK_BY_CODE


def as_the_indicators_say(code: str, name: tuple[str, str], *, weight: int = 3) -> Flag:
    """A cross-check of the indicators, in their words."""
    check = CROSS_CHECK_BY_CODE[code]
    return Flag(code, name, check.th, check.en, weight)


OF_VILLAGES: tuple[Flag, ...] = (
    Flag(
        "household_twice",
        ("ครัวเรือนอาจซ้ำ", "Household twice?"),
        "อาจเป็นครัวเรือนเดียวกับที่ลงทะเบียนไว้ก่อน (บ้านเลขที่และลำดับครัวเรือนเดียวกัน หรือรหัสประจำบ้านเดียวกัน)"
        " ถ้าซ้ำจริงให้ปิดครัวเรือนหนึ่งด้วยเหตุผล “ซ้ำ”",
        "It may be a household that is registered already (same house number and number in the house, or same house code)."
        " If so, close one of the two as a duplicate.",
        weight=6,
    ),
    Flag(
        "account_twice",
        ("บัญชีอาจซ้ำ", "Account twice?"),
        "ครัวเรือนนี้มีบัญชีอื่นที่เริ่มงวดวันเดียวกัน ดูว่าเป็นบัญชีเดียวกันหรือไม่ ถ้าใช่ให้ไม่ผ่านฉบับหนึ่ง",
        "The household has another account that begins on the same day. See whether it is the same one; if so, reject one.",
        weight=6,
    ),
    Flag(
        "income_unusual",
        ("รายรับผิดปกติ", "Unusual income"),
        "รายรับต่อเดือนต่างจากบัญชีอื่นของหมู่บ้านมาก ดูว่าพิมพ์จำนวนเงินหรือเลือกงวดผิดหรือไม่",
        "Its income a month is far from that of the village's other accounts. See whether an amount or the period is mistyped.",
    ),
    Flag(
        "expense_unusual",
        ("รายจ่ายผิดปกติ", "Unusual expense"),
        "รายจ่ายต่อเดือนต่างจากบัญชีอื่นของหมู่บ้านมาก ดูว่าพิมพ์จำนวนเงินหรือเลือกงวดผิดหรือไม่",
        "Its expense a month is far from that of the village's other accounts. See whether an amount or the period is mistyped.",
    ),
    as_the_indicators_say("sheet_photo_missing", ("ไม่มีภาพใบลงชื่อ", "No sign-in sheet")),
    as_the_indicators_say("forum_position_missing", ("เวทีไม่มีพิกัด", "Forum without position"), weight=1),
    as_the_indicators_say("fewer_people_than_households", ("คนน้อยกว่าครัวเรือน", "Fewer people"), weight=6),
    Flag(
        "attendance_above_register",
        ("ผู้เข้าร่วมเกินทะเบียน", "More than registered"),
        "ครัวเรือนที่ติ๊กรวมกับผู้มาที่ไม่มีในรายชื่อ มากกว่าครัวเรือนในทะเบียนของหมู่บ้าน ตรวจรายชื่อกับใบลงชื่อ และทะเบียน",
        "More households are ticked, or came without being listed, than the village has in the register. "
        "Compare the list with the sign-in sheet, and look through the register.",
        weight=6,
    ),
    as_the_indicators_say("accounts_stated_differ", ("จำนวนบัญชีไม่ตรง", "Accounts differ")),
    as_the_indicators_say("lao_not_at_forum", ("อปท. ไม่ได้ร่วมเวที", "LAO not at a forum")),
    as_the_indicators_say("lao_after_last_forum", ("อปท. ร่วมหลังเวที", "LAO after the forum")),
    as_the_indicators_say("plan_before_first_forum", ("แผนก่อนเวที", "Plan before the forum")),
)
