"""Why a submission does not count: one code each, in the order they are tried, with what an officer can do."""

from dataclasses import dataclass
from typing import Literal

ReasonCode = Literal[
    "outside_area",
    "year_not_open",
    "wrong_year",
    "rejected",
    "not_approved",
    "be_year_in_date",
    "no_consent",
    "other_forum_type",
    "outside_window",
    "future_period",
    "household_unknown",
    "other_village",
    "household_closed",
    "household_after_reference",
    "too_few_months",
    "not_best_forum",
    "superseded",
    "evidence_missing",
]


@dataclass(frozen=True)
class Reason:
    """A reason code and the sentences a district officer reads: what it means, what to do."""

    code: str
    th: str
    en: str

    def text(self, locale: str) -> str:
        return self.th if locale == "th" else self.en


# The first that applies is given. Source: docs/indicators.md 0a.7.
REASONS: tuple[Reason, ...] = (
    Reason(
        "outside_area",
        "ส่งจากโทรศัพท์ที่พื้นที่ไม่ครอบคลุมหมู่บ้านนี้ จึงยังไม่นับ ตรวจกับผู้ส่ง แล้วกดรับเข้าพื้นที่หรือไม่รับ",
        "Sent by a phone whose area does not contain this village. Ask the sender, then accept the area or reject it.",
    ),
    Reason(
        "year_not_open",
        "ปีแผนที่ระบุยังไม่เปิดเก็บข้อมูล ถ้าระบุปีผิดให้ทีมส่งฉบับที่ถูกต้อง ถ้าถูกแล้วให้แจ้งจังหวัดเปิดปีนั้น",
        "Its plan year is not open. If the year is wrong, let the team send a right one; else ask the province.",
    ),
    Reason(
        "wrong_year",
        "ระบุเป็นแผนของปีอื่น จึงไปนับที่ปีนั้น ถ้าระบุปีผิดให้ทีมส่งฉบับที่ถูกต้อง",
        "It says another plan year and counts there. If the year is wrong, let the team send a right one.",
    ),
    Reason(
        "rejected",
        "ผลการตรวจคือไม่รับ จึงไม่นับ ถ้าตัดสินผิดให้เปลี่ยนผลการตรวจ",
        "It was rejected. If that was a mistake, change the review.",
    ),
    Reason(
        "not_approved",
        "ยังไม่ได้รับอนุมัติ จึงนับเฉพาะผลเบื้องต้น ตรวจและอนุมัติเพื่อให้นับในผลทางการ",
        "It is not approved, so only the provisional result counts it. Review and approve it for the official result.",
    ),
    Reason(
        "be_year_in_date",
        "วันที่ใส่ปี พ.ศ. ไว้ในช่องปี ค.ศ. จึงไม่นับ ให้ทีมส่งฉบับที่วันที่ถูกต้อง",
        "A Buddhist year stands in a Gregorian date. Let the team send it with the right date.",
    ),
    Reason(
        "no_consent",
        "ครัวเรือนไม่ยินยอมให้ใช้บัญชีทำแผน จึงไม่นับ ไม่ต้องทำอะไร เว้นแต่ครัวเรือนเปลี่ยนใจและให้บัญชีใหม่",
        "The household does not agree to the use of its account. Nothing to do unless it changes its mind.",
    ),
    Reason(
        "other_forum_type",
        "ไม่ใช่เวทีจัดทำแผนชุมชน ถ้าเลือกประเภทเวทีผิดให้ทีมแก้ไขแล้วส่งใหม่",
        "Not a forum that makes the plan. If the type is wrong, let the team correct it and send it again.",
    ),
    Reason(
        "outside_window",
        "วันที่อยู่นอกช่วงเก็บข้อมูลของปีแผนนี้ ตรวจวันที่กับทีม ถ้าถูกแล้วใช้กับปีแผนนี้ไม่ได้",
        "Its date is outside the collection window. Check it; if it is right, it cannot serve this year.",
    ),
    Reason(
        "future_period",
        "วันที่อยู่หลังวันที่เก็บข้อมูล ให้ทีมตรวจวันที่แล้วส่งฉบับที่ถูกต้อง",
        "Its date lies after the day it was collected. Let the team check the date and send a right one.",
    ),
    Reason(
        "household_unknown",
        "ครัวเรือนนี้ไม่อยู่ในทะเบียน (ยังไม่มาถึง รอรับเข้าพื้นที่ หรือไม่รับ) จะนับเองเมื่ออยู่ในทะเบียน ตรวจการลงทะเบียน",
        "The household is not in the register (not arrived, waiting for its area, or rejected). "
        "It counts by itself once it is. Check the registration.",
    ),
    Reason(
        "other_village",
        "ครัวเรือนนี้อยู่ในทะเบียนของหมู่บ้านอื่น จึงไม่นับที่นี่ ถ้าเลือกครัวเรือนผิดให้ทีมส่งฉบับที่ถูกต้อง",
        "The household is registered in another village. If the wrong one was chosen, let the team send a right one.",
    ),
    Reason(
        "household_closed",
        "ครัวเรือนนี้ปิดแล้วในวันอ้างอิง (ย้ายออก ร้าง รวม ซ้ำ หรือบันทึกผิด) ถ้าปิดผิดให้เปลี่ยนผลการตรวจของการปิดเป็นไม่รับ",
        "The household was closed on the reference date. If the closing is wrong, reject the closing.",
    ),
    Reason(
        "household_after_reference",
        "ครัวเรือนนี้เริ่มมีหลังวันอ้างอิง จึงไม่อยู่ในฐานของปีนี้ ถ้าวันเริ่มผิดให้แก้ไขทะเบียน",
        "The household began after the reference date and is not in this year's total. "
        "If that day is wrong, correct the register.",
    ),
    Reason(
        "too_few_months",
        "บัญชีของครัวเรือนนี้รวมกันยังไม่ครบจำนวนเดือนที่กำหนด ให้ทีมเก็บบัญชีของเดือนที่ขาด",
        "The accounts of this household cover too few months. Let the team collect the missing ones.",
    ),
    Reason(
        "not_best_forum",
        "ปีนี้นับเฉพาะเวทีวันที่มีครัวเรือนมากที่สุด เวทีนี้เป็นวันอื่น ไม่ต้องทำอะไร",
        "This year counts only the forum date with most households, and this is another. Nothing to do.",
    ),
    Reason(
        "superseded",
        "มีแผนที่ส่งภายหลังมาแทนแล้ว ถ้าฉบับหลังผิดให้ไม่รับฉบับหลัง",
        "A plan that was sent later has replaced it. If the later one is wrong, reject the later one.",
    ),
    Reason(
        "evidence_missing",
        "แผนระบุว่าทำแล้ว แต่ไฟล์หรือภาพหลักฐานยังมาไม่ถึง ให้ทีมส่งไฟล์แนบที่ค้างในโทรศัพท์ให้ครบ",
        "The plan says so, but its file or photo has not arrived. Let the team send what waits on the phone.",
    ),
)

# Not a reason among the others: a walk-in has no household to name, only a number per attendance list.
WALK_IN_UNREGISTERED = Reason(
    "walk_in_unregistered",
    "มาร่วมเวทีแต่ไม่อยู่ในทะเบียน จึงยังไม่นับ ให้ทีมลงทะเบียนครัวเรือน แล้วติ๊กในรายชื่อของเวที",
    "Came to the forum but is not in the register. Let the team register the household and tick it in the list.",
)

REASON_BY_CODE: dict[str, Reason] = {reason.code: reason for reason in (*REASONS, WALK_IN_UNREGISTERED)}
