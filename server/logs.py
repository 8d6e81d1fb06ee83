"""Logs: one line for each thing that happened, as logfmt or JSON.

What is logged is a template of ours with names, such as "not nudged job=%s why=%s"; the names become fields. Of an
error its kind and the places in our code are written, never its own words: those may be somebody's answers.
"""

import atexit
import logging
import os
import re
import sys
import threading
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TextIO

import orjson

from server import request_ids

NAMED = re.compile(r"\s*\b([a-z_]+)=%s")
STYLES = ("text", "json")
PLAIN = re.compile(r"[^\s\"=\\]+")  # what logfmt writes without quotes
HERE = f"{Path(__file__).parents[1]}/"
TALKATIVE = ("alembic.runtime.plugins", "fontTools", "weasyprint")  # tell each of their own steps
PAUSE_S = 0.05  # what is logged meanwhile is written together


def configure(style: str, *, level: int = logging.INFO, stream: TextIO | None = None) -> None:
    """Write what this process logs to stderr (or a stream), in one of STYLES."""
    handler = Written(stream or sys.stderr)
    handler.setFormatter(Lines(style))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    logging.captureWarnings(True)
    logging._srcfile = None  # as logging's own manual has it for speed: no line tells from where in a file it comes
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False


class Written(logging.Handler):
    """Writes from a thread of its own, many lines at once: no phone waits for a line to be formatted or written."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__()
        self.stream = stream
        self.waiting: SimpleQueue[logging.LogRecord] = SimpleQueue()
        self.begin()
        os.register_at_fork(after_in_child=self.begin)
        atexit.register(self.flush)

    def begin(self) -> None:
        """Locks and threads of a process do not live in the one that is forked from it."""
        self.writing, self.woken = threading.Lock(), threading.Event()
        self.writer: threading.Thread | None = None

    def createLock(self) -> None:  # noqa: N802 - logging's own name
        self.lock = None  # a queue needs none, and threads would wait for each other at it

    def emit(self, record: logging.LogRecord) -> None:
        record.request_id = request_ids.current()
        self.waiting.put(record)
        if not self.woken.is_set():
            self.woken.set()
        if self.writer is None:
            self.writer = threading.Thread(target=self.write_for_ever, name="log", daemon=True)
            self.writer.start()

    def write_for_ever(self) -> None:
        while True:
            self.woken.wait()
            self.woken.clear()
            self.flush()
            time.sleep(PAUSE_S)

    def flush(self) -> None:
        """Write what waits; what another thread is writing has been written when this returns."""
        with self.writing, suppress(OSError, ValueError):  # nobody reads it any more
            if lines := "".join(f"{self.format(record)}\n" for record in self.taken()):
                self.stream.write(lines)
                self.stream.flush()

    def taken(self) -> Iterator[logging.LogRecord]:
        with suppress(Empty):
            while True:
                yield self.waiting.get_nowait()


class Lines(logging.Formatter):
    """Renders a record as one line, in one of STYLES."""

    def __init__(self, style: str) -> None:
        super().__init__()
        self.render = {"text": logfmt, "json": in_json}[style]

    def format(self, record: logging.LogRecord) -> str:
        return self.render(fields(record))


def logfmt(named: Mapping[str, object]) -> str:
    return " ".join([f"{name}={quoted(str(value))}" for name, value in named.items()])


@lru_cache(maxsize=1_000)  # most are the same in every line
def quoted(value: str) -> str:
    """A value of logfmt: in quotes, as JSON has it, when it has blanks or quotes."""
    return value if PLAIN.fullmatch(value) else orjson.dumps(value).decode()


def in_json(named: Mapping[str, object]) -> str:
    return orjson.dumps(named, default=str).decode()


def fields(record: logging.LogRecord) -> dict[str, object]:
    """A record by name: at (UTC), level, logger, event, the number of the request, and what the template names."""
    event, names = template(str(record.msg))
    values = record.args if isinstance(record.args, tuple) else ()
    if len(names) != len(values):  # somebody else's line
        event, names, values = record.getMessage(), (), ()
    at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    found: dict[str, object] = {"at": at, "level": record.levelname.lower(), "logger": record.name, "event": event}
    if number := getattr(record, "request_id", None):
        found["request"] = number
    found.update(zip(names, values, strict=True))
    if record.exc_info and record.exc_info[0]:
        found |= {"why": record.exc_info[0].__name__, "where": places(record.exc_info[1])}
    return found


@lru_cache(maxsize=500)
def template(message: str) -> tuple[str, tuple[str, ...]]:
    """The words of a template, and the names of its values."""
    return NAMED.sub("", message).strip(), tuple(NAMED.findall(message))


def places(error: BaseException | None) -> str:
    """Where in the code an error came from, the innermost last: files, lines and functions, and nothing of the data."""
    frames = traceback.extract_tb(error.__traceback__) if error else ()
    return " > ".join(f"{frame.filename.removeprefix(HERE)}:{frame.lineno} {frame.name}" for frame in frames)
