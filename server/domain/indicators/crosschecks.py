"""Cross-checks: what does not fit together in a village's facts; they warn and never change a number."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from server.domain.indicators.facts import Forum, Plan
from server.domain.indicators.households import Register, cycles
from server.domain.indicators.reasons import Reason

CrossCheckCode = Literal[
    "accounts_stated_differ",
    "sheet_photo_missing",
    "forum_position_missing",
    "fewer_people_than_households",
    "lao_not_at_forum",
    "lao_after_last_forum",
    "plan_before_first_forum",
    "household_cycle",
]


@dataclass(frozen=True)
class CrossCheck:
    """One warning and what it is about: a submission, a forum date, or the households of a cycle."""

    code: CrossCheckCode
    instance_id: str = ""
    forum_date: date | None = None
    households: tuple[str, ...] = ()


CROSS_CHECKS: tuple[Reason, ...] = (
    Reason(
        "accounts_stated_differ",
        "จำนวนครัวเรือนที่ใช้บัญชีตามแผนต่างจากที่นับได้เกินร้อยละ 10 ของครัวเรือนทั้งหมด ตรวจว่ายังมีบัญชีที่ไม่ได้ส่งหรือไม่",
        "The plan states a number of accounts that differs from the count by more than 10 % of the households. "
        "Check whether accounts have not been sent.",
    ),
    Reason(
        "sheet_photo_missing",
        "เวทีวันนี้ยังไม่มีภาพใบลงชื่อจากเครื่องใดเลย ให้ทีมส่งภาพใบลงชื่อ",
        "No phone has sent a photo of the sign-in sheet of this forum. Let the team send one.",
    ),
    Reason(
        "forum_position_missing",
        "เวทีวันนี้ไม่มีพิกัดจากเครื่องใดเลย ตรวจสถานที่กับทีม",
        "No phone has sent the position of this forum. Check the place with the team.",
    ),
    Reason(
        "fewer_people_than_households",
        "จำนวนผู้เข้าร่วมน้อยกว่าจำนวนครัวเรือนที่ติ๊ก ตรวจรายชื่อกับใบลงชื่อ",
        "Fewer people were present than households are ticked. Compare the list with the sign-in sheet.",
    ),
    Reason(
        "lao_not_at_forum",
        "แผนระบุว่า อปท. ร่วมตั้งแต่ต้น แต่ไม่มีเวทีจัดทำแผนใดที่มีผู้แทน อปท. ตรวจหลักฐาน",
        "The plan says the LAO took part from the start, but it was at no plan forum. Check the evidence.",
    ),
    Reason(
        "lao_after_last_forum",
        "แผนระบุว่า อปท. ร่วมตั้งแต่ต้น แต่วันที่ร่วมครั้งแรกอยู่หลังเวทีจัดทำแผนครั้งสุดท้าย ตรวจวันที่",
        "The plan says the LAO took part from the start, but first did so after the last plan forum. Check the date.",
    ),
    Reason(
        "plan_before_first_forum",
        "วันที่รับรองแผนอยู่ก่อนเวทีจัดทำแผนครั้งแรก ตรวจวันที่",
        "The plan was adopted before the first plan forum. Check the date.",
    ),
    Reason(
        "household_cycle",
        "ครัวเรือนเหล่านี้ถูกปิดโดยชี้เป็นวงกลม จึงนับเป็นครัวเรือนเดียว ให้ยกเลิกการปิดของครัวเรือนที่อยู่จริง",
        "These households were closed into each other in a circle and count as one. Reject the closing of the one that "
        "lives there.",
    ),
)

CROSS_CHECK_BY_CODE: dict[str, Reason] = {check.code: check for check in CROSS_CHECKS}


def cross_checks(
    plan: Plan | None, forums: Sequence[Forum], accounts_num: int, register: Register, village_code: str
) -> tuple[CrossCheck, ...]:
    """All warnings of a village. plan: the operative one; forums: the set P; accounts_num: numerator of indicator 1.

    Source: docs/indicators.md 1, cross-check.
    """
    found = checks_of_submissions(plan, forums, accounts_num, len(register.households_of(village_code)))
    found += [
        CrossCheck("household_cycle", households=cycle)
        for cycle in cycles(register.steps)
        if any(register.village_of(household) == village_code for household in cycle)
    ]
    return tuple(found)


def checks_of_submissions(
    plan: Plan | None, forums: Sequence[Forum], accounts_num: int, n_households: int
) -> list[CrossCheck]:
    """Those that are about a submission, or about the submissions of a forum's day."""
    found: list[CrossCheck] = []
    if plan and stated_differs(plan.accounts_used_n, accounts_num, n_households):
        found.append(CrossCheck("accounts_stated_differ", plan.instance_id))
    return [*found, *_checks_of_dates(forums), *_checks_of_lists(forums), *_checks_of_plan(plan, forums)]


def stated_differs(stated: int | None, counted: int, n_households: int) -> bool:
    """Whether the village states a number of accounts more than 10 % of its households away from the count."""
    return stated is not None and abs(stated - counted) * 10 > n_households


def _checks_of_dates(forums: Iterable[Forum]) -> list[CrossCheck]:
    """One phone's sheet photo and position are enough for all that were at the forum."""
    phones: defaultdict[date, list[Forum]] = defaultdict(list)
    for forum in forums:
        if forum.forum_date:
            phones[forum.forum_date].append(forum)
    found: list[CrossCheck] = []
    for day in sorted(phones):
        if not any(forum.has_sheet_photo for forum in phones[day]):
            found.append(CrossCheck("sheet_photo_missing", forum_date=day))
        if not any(forum.has_position for forum in phones[day]):
            found.append(CrossCheck("forum_position_missing", forum_date=day))
    return found


def _checks_of_lists(forums: Iterable[Forum]) -> list[CrossCheck]:
    """People are compared with the ticks of the same phone: no other phone knows how many it saw."""
    return [
        CrossCheck("fewer_people_than_households", forum.instance_id)
        for forum in sorted(forums, key=lambda forum: forum.instance_id)
        if (forum.people_male, forum.people_female) != (None, None)
        and (forum.people_male or 0) + (forum.people_female or 0) < len(forum.ticked)
    ]


def _checks_of_plan(plan: Plan | None, forums: Iterable[Forum]) -> list[CrossCheck]:
    if plan is None:
        return []
    held = list(forums)
    days = [forum.forum_date for forum in held if forum.forum_date]
    found: list[CrossCheck] = []
    if plan.lao_prepare and not any(forum.lao_present for forum in held):
        found.append(CrossCheck("lao_not_at_forum", plan.instance_id))
    if plan.lao_prepare and plan.lao_first_date and days and plan.lao_first_date > max(days):
        found.append(CrossCheck("lao_after_last_forum", plan.instance_id))
    if plan.plan_date and days and plan.plan_date < min(days):
        found.append(CrossCheck("plan_before_first_forum", plan.instance_id))
    return found
