"""Requests followed through the logs: whatever is worked off names the requests that brought it."""

import logging
from collections.abc import Iterable

from sqlalchemy.orm import Session

from server.db.session import after_commit

MOST_IN_A_LINE = 40  # lines of several workers stay apart up to 4 kB

log = logging.getLogger(__name__)


def tell(session: Session, what: str, request_ids: Iterable[str | None], **facts: object) -> None:
    """After the commit, log that something was done on account of these requests; nothing when there is none.

    request_ids: each one id, or several with blanks between them; facts: numbers, codes and states.
    """
    ids = list(dict.fromkeys(number for some in request_ids if some for number in some.split()))
    template = " ".join((what, *(f"{name}=%s" for name in facts), "requests=%s"))
    for start in range(0, len(ids), MOST_IN_A_LINE):
        some = ",".join(ids[start : start + MOST_IN_A_LINE])
        after_commit(session, log.info, template, *facts.values(), some)
