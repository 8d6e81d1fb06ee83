"""How dates, times, numbers and money are written for people: Buddhist years, Bangkok time, thousands separated."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date
from flask_babel import get_locale

from server.domain.indicators.budget import million_baht
from server.domain.indicators.household_month import half_up
from server.domain.projects.money import THAI_DIGITS

BANGKOK = ZoneInfo("Asia/Bangkok")
BUDDHIST_OFFSET = 543
BUDDHIST_TYPED = 2400  # a Gregorian year above this was typed as a Buddhist one
ERA = {"th": "", "en": " BE"}  # Thai readers expect Buddhist years, others must be told


def language() -> str:
    """`th` or `en`: what this page is written in."""
    return str(get_locale() or "th")


def day(date: dt.date | None) -> str:
    """10 ธ.ค. 2569 · 10 Dec 2569 BE. A missing date is empty."""
    if date is None:
        return ""
    told = language()
    return f"{format_date(date, 'd MMM', locale=told)} {date.year + BUDDHIST_OFFSET}{ERA[told]}"


def day_in(moment: dt.datetime, spoken: str) -> str:
    """The day in Bangkok, in `th` or `en` whatever the reader's language: for what is printed."""
    here = moment.astimezone(BANGKOK).date()
    return f"{format_date(here, 'd MMMM', locale=spoken)} {here.year + BUDDHIST_OFFSET}{ERA[spoken]}"


def instant(moment: dt.datetime | None) -> str:
    """A date and the time in Bangkok: 10 ธ.ค. 2569 14:05."""
    if moment is None:
        return ""
    here = moment.astimezone(BANGKOK)
    return f"{day(here.date())} {here:%H:%M}"


def today() -> dt.date:
    """The day in Bangkok."""
    return dt.datetime.now(BANGKOK).date()


def day_short(date: dt.date) -> str:
    """10 ธ.ค. · 10 Dec."""
    return format_date(date, "d MMM", locale=language())


def day_typed(text: str) -> dt.date | None:
    """A day as an address or a form says it (ISO), also with a Buddhist year; None when it is none."""
    try:
        date = dt.date.fromisoformat(text)
        return date.replace(year=date.year - BUDDHIST_OFFSET) if date.year > BUDDHIST_TYPED else date
    except ValueError:  # also the 29th of February in a year that has none
        return None


def arabic(text: str) -> str:
    """Thai digits as 0 to 9: in forms both are typed."""
    return text.translate(THAI_DIGITS)


def number(value: int | Decimal | None) -> str:
    """1,234. Decimals stay as many as they are; a missing number is empty."""
    return "" if value is None else f"{value:,}"


def percent(value: Decimal | int | None) -> str:
    """70.00% as it was cut before; a missing percent is a dash."""
    return "–" if value is None else f"{value}%"


def baht(satang: int | None) -> str:
    """Satang as baht: 100,000, or 12.50 when there is less than a whole one."""
    if satang is None:
        return ""
    whole, rest = divmod(satang, 100)
    return f"{whole:,}.{rest:02d}" if rest else f"{whole:,}"


def whole_baht(satang: int | None) -> str:
    """Satang as baht to the nearest whole one, a half up: of means, whose satang say nothing."""
    return "" if satang is None else f"{half_up(satang, 100):,}"


def million(satang: int) -> str:
    """Satang as million baht with three decimals, as the budget's table has them."""
    return f"{million_baht(satang):,}"


FILTERS = {"day": day, "day_short": day_short, "instant": instant, "number": number, "percent": percent, "baht": baht}
FILTERS |= {"whole_baht": whole_baht, "million": million}
