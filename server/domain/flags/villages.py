"""What is noticed when the submissions of a village are compared with each other."""

from server.domain.flags.flag import Flag

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
)
