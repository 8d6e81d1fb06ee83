"""How quickly a form was filled in: against what was answered, by the clock of the phone or its audit trail."""

import pytest

from server.domain.facts.pace import FEWEST_ANSWERS, answered, flag_pace, is_fast, seconds_between, seconds_on_screen
from server.domain.facts.reading import Facts

START = "2026-11-22T09:00:00.000+07:00"
QUESTIONS = [
    {"path": "/start", "kind": "calculate"},
    {"path": "/head", "kind": "group"},
    *({"path": f"/head/q{number}", "kind": "input"} for number in range(12)),
    {"path": "/note", "kind": "input", "readonly": True},
    {"path": "/line", "kind": "repeat"},
    {"path": "/line/amount", "kind": "input"},
]
TEN = {"start": START, "head": {f"q{number}": "1" for number in range(10)}}


@pytest.mark.parametrize(
    ("seconds", "answers", "fast"),
    [
        (19.9, 10, True),
        (20, 10, False),
        (0, 10, True),
        (-1, 10, False),
        (0, FEWEST_ANSWERS - 1, False),
        (59, 30, True),
        (86_400, 30, False),
    ],
    ids=["just below", "just long enough", "no time", "clock set back", "few answers", "many answers", "the next day"],
)
def test_less_than_two_seconds_an_answer_is_fast(seconds, answers, fast):
    assert is_fast(seconds, answers) is fast


@pytest.mark.parametrize(
    ("answers", "number"),
    [
        ({}, 0),
        (TEN, 10),
        (TEN | {"note": "read"}, 10),
        ({"head": {"q1": " ", "q2": None, "q3": "1"}}, 1),
        ({"line": [{"amount": "1"}, {"amount": "2"}, {"amount": ""}, {}]}, 2),
        ({"unknown": "1"}, 0),
    ],
    ids=["nothing", "ten", "what is only shown", "blank", "a repeat", "not in the form"],
)
def test_what_somebody_answered_is_counted(answers, number):
    assert answered(answers, QUESTIONS) == number


@pytest.mark.parametrize(
    ("start", "end", "seconds"),
    [
        (START, "2026-11-22T09:01:30.500+07:00", 90.5),
        (START, "2026-11-22T08:59:00.000+07:00", -60),
        (START, "2026-11-22T02:01:00Z", 60),
        (START, "2026-11-22T09:01:30", None),
        (START, None, None),
        ("yesterday", START, None),
    ],
    ids=["later", "clock set back", "another zone", "no zone", "no end", "unreadable"],
)
def test_the_time_between_start_and_end(start, end, seconds):
    assert seconds_between(start, end) == seconds


@pytest.mark.parametrize(
    ("rows", "seconds"),
    [
        ([], None),
        (["form start,,1000,", "end screen,,9000,10000"], None),
        (["question,/a,1000,3500", "question,/b,4000,5000"], 3.5),
        (["group questions,/g,1000,5000", "question,/g/a,1000,5000", "question,/g/b,1000,5000"], 4),
        (["question,/b,4000,6000", "question,/a,1000,5000"], 5),
        (["question,/a,5000,1000", "question,/b,x,2000", "question,/c,1000"], None),
    ],
    ids=["empty", "no question", "two", "a screen of two", "overlapping", "unreadable"],
)
def test_the_time_questions_were_on_the_screen(rows, seconds):
    assert seconds_on_screen("\n".join(["event,node,start,end", *rows])) == seconds


def test_the_audit_trail_is_believed_before_the_clock():
    """A form may lie open for an hour, and be filled in within seconds."""
    slow, quick = TEN | {"end": "2026-11-22T10:00:00.000+07:00"}, TEN | {"end": "2026-11-22T09:00:05.000+07:00"}
    trail = "event,node,start,end\nquestion,/head/q1,1000,{}"

    assert flags(slow) == {}
    assert flags(quick) == {"filled_fast": {}}
    assert flags(slow, trail.format(4000)) == {"filled_fast": {}}
    assert flags(quick, trail.format(90_000)) == {}
    assert flags(quick, "event,node,start,end") == {"filled_fast": {}}


def flags(answers: dict, audit: str | None = None) -> dict:
    facts = Facts()
    flag_pace(answers, QUESTIONS, facts, audit)
    return facts.flags
