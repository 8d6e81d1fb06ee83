"""A number for every request: said to whoever asked, and kept with what the request left to be done."""

import random
import re
from contextvars import ContextVar

HEADER = "X-Request-Id"
WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{1,64}")
BITS = 48  # twelve signs, which can be read out on the telephone

_current: ContextVar[str | None] = ContextVar("request_id", default=None)


def begin(given: str | None) -> str:
    """Take the number that comes with a request, when it is well-formed, or make one; it is `current` from now on."""
    number = given if given and WELL_FORMED.fullmatch(given) else made()
    _current.set(number)
    return number


def made() -> str:
    """A new number, no secret: asking the system for one lets go of the interpreter, and all threads queue for it."""
    return f"{random.getrandbits(BITS):012x}"  # noqa: S311


def end() -> None:
    """The request is answered."""
    _current.set(None)


def current() -> str | None:
    """The number of the request that this thread is at; None in workers and commands."""
    return _current.get()
