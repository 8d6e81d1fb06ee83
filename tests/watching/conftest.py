"""What this process logs, as it would be written."""

import io
import logging
from collections.abc import Callable, Iterator

import pytest

from server import logs


@pytest.fixture
def logged() -> Iterator[Callable[[], str]]:
    """`logged()` is all that was logged since, on every level, as lines of text."""
    stream = io.StringIO()
    handler = logs.Written(stream)
    handler.setFormatter(logs.Lines("text"))
    root = logging.getLogger()
    before, quiet = root.level, logging.getLogger("fontTools").level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)

    def written() -> str:
        handler.flush()
        return stream.getvalue()

    yield written
    root.removeHandler(handler)
    root.setLevel(before)
    logging.getLogger("fontTools").setLevel(quiet)
