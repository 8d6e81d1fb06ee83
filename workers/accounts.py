"""Jobs keep accounts: what each has done, how long it took, and that it failed."""

import logging
import time
from collections.abc import Callable
from functools import wraps

from server import counts
from server.logs import places

log = logging.getLogger(__name__)


def accounted(job: Callable[[], int]) -> Callable[[], int]:
    """A job that returns how many rows it has worked off: counted by its name, and logged when it did something."""
    name = job.__name__

    @wraps(job)
    def run() -> int:
        begun = time.monotonic()
        try:
            done = job()
        except Exception as error:
            counts.count("drain_failures", name)
            log.error("failed job=%s why=%s where=%s", name, type(error).__name__, places(error))  # noqa: TRY400
            raise
        finally:
            took = time.monotonic() - begun
            counts.count("drain_seconds", name, by=took)
        counts.count("drained_rows", name, by=done)
        if done:
            log.info("done job=%s rows=%s seconds=%s", name, done, round(took, 3))
        return done

    return run
