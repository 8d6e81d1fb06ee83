"""Logs: one line for each thing that happened, as logfmt or JSON.

What is logged is a template of ours with names, such as "not nudged job=%s why=%s"; the names become fields. Of an
error its kind and the places in our code are written, never its own words: those may be somebody's answers.
"""

import logging
import re
import sys
import traceback
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TextIO

from structlog.processors import JSONRenderer, LogfmtRenderer

from server import request_ids

NAMED = re.compile(r"\s*\b([a-z_]+)=%s")
RENDERERS: dict[str, Callable] = {
    "text": LogfmtRenderer(bool_as_flag=False),
    "json": JSONRenderer(ensure_ascii=False, default=str),
}
STYLES = tuple(RENDERERS)


def configure(style: str, *, level: int = logging.INFO, stream: TextIO | None = None) -> None:
    """Write what this process logs to stderr (or a stream), in one of STYLES."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(Lines(style))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(True)


class Lines(logging.Formatter):
    """Renders a record as one line."""

    def __init__(self, style: str) -> None:
        super().__init__()
        self.render = RENDERERS[style]

    def format(self, record: logging.LogRecord) -> str:
        return self.render(None, "", fields(record))


def fields(record: logging.LogRecord) -> dict[str, object]:
    """A record by name: at (UTC), level, logger, event, the number of the request, and what the template names."""
    event, named = read_template(record)
    at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    found: dict[str, object] = {"at": at, "level": record.levelname.lower(), "logger": record.name, "event": event}
    if number := request_ids.current():
        found["request"] = number
    found |= named
    if record.exc_info and record.exc_info[0]:
        found |= {"why": record.exc_info[0].__name__, "where": places(record.exc_info[1])}
    return found


def read_template(record: logging.LogRecord) -> tuple[str, Mapping[str, object]]:
    """The words of a template, and its values by name; all of it as words when values are left without a name."""
    template, values = str(record.msg), record.args
    names = NAMED.findall(template)
    if not values or not isinstance(values, tuple) or len(names) != len(values):
        return record.getMessage(), {}
    return NAMED.sub("", template).strip(), dict(zip(names, values, strict=True))


def places(error: BaseException | None) -> str:
    """Where in the code an error came from."""
    return "".join(traceback.format_tb(error.__traceback__)) if error else ""
