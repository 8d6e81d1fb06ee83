"""How answers are written out: numbers, dates and times as the form kept them, made readable."""

import datetime as dt

from server.pages import formats
from server.review.answered import shown_number

PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp")


def number(text: str) -> str:
    """1500 becomes 1,500; decimals stay as they were typed."""
    whole, dot, rest = text.partition(".")
    return f"{int(whole):,}{dot}{rest}" if rest.strip("0") else f"{int(whole or 0):,}"


def day(text: str) -> str:
    """A date; one that cannot be (also one with a Buddhist year in it) stays as it was typed."""
    try:
        date = dt.date.fromisoformat(text[:10])
    except ValueError:
        return text
    return text if date.year > formats.BUDDHIST_TYPED else formats.day(date)


def moment(text: str) -> str:
    """A date and time of the phone, in Bangkok."""
    try:
        return formats.instant(dt.datetime.fromisoformat(text))
    except (ValueError, OverflowError):  # the last hours of the calendar are none in Bangkok
        return text


def is_picture(name: str) -> bool:
    return name.lower().endswith(PICTURES)


FILTERS = {
    "written_number": number,
    "written_day": day,
    "written_time": moment,
    "is_picture": is_picture,
    "shown_number": shown_number,
}
