"""Buddhist fiscal years, their collection windows, and which day it is in Bangkok."""

from datetime import date, datetime, time, timedelta, timezone

BANGKOK = timezone(timedelta(hours=7), "Asia/Bangkok")  # Thailand keeps no summer time.
BE_OFFSET = 543


def fiscal_year(day: date) -> int:
    """The Buddhist fiscal year a day lies in: 1 October 2026 to 30 September 2027 is 2570.

    Source: docs/indicators.md 0, Buddhist fiscal year.
    """
    return day.year + BE_OFFSET + (1 if day.month >= 10 else 0)


def first_day(plan_year: int) -> date:
    """1 October with which a Buddhist fiscal year begins."""
    return date(plan_year - BE_OFFSET - 1, 10, 1)


def last_day(plan_year: int) -> date:
    """30 September with which a Buddhist fiscal year ends."""
    return date(plan_year - BE_OFFSET, 9, 30)


def default_window(plan_year: int) -> tuple[date, date]:
    """First and last day of collecting for a plan year: the fiscal year before, and the year itself.

    Both days belong to the window. Source: docs/indicators.md 0, collection window.
    """
    return first_day(plan_year - 1), last_day(plan_year)


def bangkok_date(instant: datetime) -> date:
    """The day an instant (with its zone) falls on in Bangkok."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs its zone")
    return instant.astimezone(BANGKOK).date()


def bangkok_midnight(instant: datetime) -> datetime:
    """When the day began that the instant falls on in Bangkok."""
    return datetime.combine(bangkok_date(instant), time.min, BANGKOK)


def collected_on(today: date | None, received_at: datetime) -> date:
    """The day of collection: the phone's `today`, or where it did not say, the day of receipt.

    Source: docs/indicators.md 0a.3.
    """
    return today or bangkok_date(received_at)


def is_be_date(day: date) -> bool:
    """Whether a Buddhist year was typed into a Gregorian date: any year over 2400."""
    return day.year > 2400
