"""Submissions made findable for reviewers: by place, state, words, and by how much there is to look at."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from server.db.queries import submission_index
from server.domain.flags import FLAGS
from server.domain.permissions import DATA_CLASSES

WEIGHTS = {flag.code: flag.weight for flag in FLAGS}


def index(session: Session, submission_ids: Collection[int]) -> None:
    """Call whenever the state, the place or the flags of submissions changed, in the same transaction."""
    submission_index.put(session, submission_ids, weights=WEIGHTS, own=DATA_CLASSES)
