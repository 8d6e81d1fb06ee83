"""How quickly a form was filled in, beside how much was answered. Pure; a flag, never a count."""

import csv
import datetime as dt
from collections.abc import Iterable, Iterator

from server.domain.answers import value_at
from server.domain.facts.reading import Facts

FEWEST_ANSWERS = 10
LEAST_S = 2.0  # an answer: to read the question aloud alone takes longer
ASKED = ("input", "select1", "select", "rank", "range", "upload")
ON_SCREEN = ("question", "group questions")  # events of Collect's audit trail with a question before the eyes
AUDIT = "/meta/audit"


def flag_pace(answers: dict, questions: list[dict], facts: Facts, audit: str | None = None) -> None:
    """Note a form that was filled in faster than anybody asks. audit: the audit trail, where the form keeps one.

    Without a trail, the time from start to end is taken; where a clock was set back in between, nobody knows it.
    """
    seconds = seconds_on_screen(audit) if audit else None
    if seconds is None:
        seconds = seconds_between(value_at(answers, "/start"), value_at(answers, "/end"))
    if seconds is not None and is_fast(seconds, answered(answers, questions)):
        facts.flag("filled_fast")


def is_fast(seconds: float, answers: int) -> bool:
    """Whether so many answers take longer than that; of a few answers nobody can tell."""
    return answers >= FEWEST_ANSWERS and 0 <= seconds < LEAST_S * answers


def answered(answers: dict, questions: list[dict]) -> int:
    """How many questions somebody answered, each time a repeat was gone through; what is calculated is not asked."""
    asked = {question["path"] for question in questions if question["kind"] in ASKED and not question.get("readonly")}
    return sum(path in asked for path in given(answers))


def given(answers: dict, above: str = "") -> Iterator[str]:
    """The path of every answer that is not blank; of repeats, once for each instance."""
    for name, value in answers.items():
        path = f"{above}/{name}"
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                yield from given(one, path)
            elif isinstance(one, str) and one.strip():
                yield path


def seconds_between(start: str | None, end: str | None) -> float | None:
    """From one instant of the phone to the other; None when one is missing, or only one of them names its zone."""
    try:
        return (dt.datetime.fromisoformat(end or "") - dt.datetime.fromisoformat(start or "")).total_seconds()
    except (ValueError, TypeError):
        return None


def seconds_on_screen(audit: str) -> float | None:
    """How long questions were on the screen, by the audit trail of ODK Collect; None when it tells of none.

    Questions of one screen are there at the same time, which counts once.
    """
    total, until = 0, 0
    spans = sorted(spans_of(csv.DictReader(audit.splitlines())))
    for start, end in spans:
        total += max(0, end - max(start, until))
        until = max(until, end)
    return total / 1000 if spans else None


def spans_of(rows: Iterable[dict]) -> Iterator[tuple[int, int]]:
    """(from, until) in milliseconds; a span that ends before it begins is a clock that was set."""
    for row in rows:
        start, end = row.get("start") or "", row.get("end") or ""
        is_span = start.isascii() and start.isdigit() and end.isascii() and end.isdigit()
        if row.get("event") in ON_SCREEN and is_span and int(start) <= int(end):
            yield int(start), int(end)
