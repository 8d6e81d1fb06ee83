"""The way back to where one came from, and what happened there a moment ago."""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import request, url_for
from sqlalchemy.orm import Session

from server.domain import batches
from server.domain.permissions import Caller
from server.review.listing import MOST_ID


@dataclass(frozen=True)
class Batch:
    """A decision of a moment ago, as a page tells it. is_open: it can still be undone."""

    id: int
    state: str
    number: int
    skipped: int
    is_undone: bool
    is_open: bool


def after(path: str, **told: object) -> str:
    """A page of review to go back to, with what happened in its address; the list when the path leads anywhere else."""
    try:
        parts = urlsplit(path)
    except ValueError:
        return after("", **told)
    is_ours = not (parts.scheme or parts.netloc) and parts.path.startswith(url_for("review.inbox"))
    said = {name: value for name, value in parse_qsl(parts.query) if name not in ("batch", "skipped", "done")}
    said |= {name: str(value) for name, value in told.items()}
    base = parts.path if is_ours and "\\" not in path else url_for("review.inbox")
    return f"{base}?{urlencode(said)}" if said else base


def batch(session: Session, caller: Caller) -> Batch | None:
    """What the address says was decided just now, if the caller did."""
    number = request.args.get("batch", type=int)
    found = batches.of(session, caller, number) if number and 0 < number < MOST_ID else None
    if found is None:
        return None
    skipped = request.args.get("skipped", default=0, type=int)
    is_open = batches.is_open(found, datetime.now(UTC))
    return Batch(found.id, found.state, len(found.submission_ids), skipped, found.undone_at is not None, is_open)
