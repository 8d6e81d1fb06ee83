"""A part of the server and how it is: a state, a sentence, and what whoever operates it can do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

OK, UNKNOWN, LATE, BROKEN = "ok", "unknown", "late", "broken"
STATES = (OK, UNKNOWN, LATE, BROKEN)  # each worse than the one before


@dataclass(frozen=True)
class Part:
    """th, en: what is so, and, unless all is well, what to do; figures: numbers for programs.

    is_of_all: whether officers notice it, and are told.
    """

    name: str
    state: str
    th: str
    en: str
    figures: Mapping[str, float | int | str | None] = field(default_factory=dict)
    is_of_all: bool = False

    def text(self, locale: str) -> str:
        return self.th if locale == "th" else self.en


def worst(parts: Iterable[Part]) -> str:
    """The worst state among these."""
    return max((part.state for part in parts), key=STATES.index, default=OK)


def by_limits(value: float | None, *, late: float, broken: float) -> str:
    """The state of something that grows worse as it grows."""
    if value is None or value < late:
        return OK
    return LATE if value < broken else BROKEN


def spell(seconds: float, locale: str) -> str:
    """A span of time in words: minutes up to two hours, hours up to two days, then days."""
    for span, th, en in ((86_400, "วัน", "days"), (3600, "ชั่วโมง", "hours")):
        if seconds >= 2 * span:
            return f"{seconds // span:.0f} {th if locale == 'th' else en}"
    return f"{seconds // 60:.0f} {'นาที' if locale == 'th' else 'minutes'}"
