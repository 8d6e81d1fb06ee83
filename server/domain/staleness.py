"""What has to be looked at again: villages because of a submission, submissions because what they lacked is there."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from server import request_ids
from server.db.queries import facts, held_back, pending, project_results
from server.db.queries.pending import Mark
from server.db.session import after_commit
from server.queue import DRAIN_SUBMISSIONS, nudge


class Placed(NamedTuple):
    """A submission, and the village and plan year it speaks of. request_ids: see ToDigest."""

    submission_id: int
    village_code: str | None
    plan_year: int | None
    instance_id: str
    request_ids: str | None = None


def mark_for_submissions(session: Session, workspace_id: int, submissions: Sequence[Placed]) -> None:
    """Have everything computed again that these submissions have a part in: villages and projects."""
    pending.mark_stale(session, workspace_id, touched(session, workspace_id, submissions))
    project_results.mark_of_submissions(session, [one.submission_id for one in submissions])


def touched(session: Session, workspace_id: int, submissions: Sequence[Placed]) -> list[Mark]:
    """The submissions' own villages and those of their households, as their facts are now.

    A change of the register touches every year. What a page does has the number of its request.
    """
    if not submissions:
        return []
    named = facts.named_households(session, workspace_id, [one.submission_id for one in submissions])
    every_year = facts.open_years(session, workspace_id)
    marks, at_hand = [], request_ids.current()
    for one in submissions:
        households = named.get(one.submission_id, facts.NamedHouseholds())
        has_one_year = one.plan_year is not None and not households.is_about_register
        years = [one.plan_year] if has_one_year else every_year
        villages = {*households.villages, one.village_code} - {None}
        marks += [
            Mark(village, year, one.instance_id, one.request_ids or at_hand)
            for village in sorted(villages)
            for year in years
        ]
    return marks


def look_again(session: Session, workspace_id: int, *flags: str) -> None:
    """Digest once more, after the commit, what was flagged for lack of something that has now been added."""
    held_back.release(session, workspace_id, flags)
    after_commit(session, nudge, DRAIN_SUBMISSIONS)
