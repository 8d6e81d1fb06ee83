"""Everything computed once more from what was sent and decided: on a healthy system nothing comes out otherwise."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from sqlalchemy.orm import Session

from server.db.models import Village
from server.db.queries import pending, project_results, results
from server.db.session import transaction
from server.domain import villages as village_domain
from server.domain import years
from server.domain.checks import check_stale
from server.domain.digest import digest_waiting
from server.domain.projects import standing
from server.errors import Problem

SUBMISSIONS_AT_ONCE = 500
VILLAGES_AT_ONCE = 4_000
PROJECTS_AT_ONCE = 400
CHECKS_AT_ONCE = 50


class VillageUnknown(Problem):
    status, code = 404, "village-unknown"
    th = "ไม่มีหมู่บ้านรหัส {village_code} ในจังหวัดนี้"
    en = "There is no village with the code {village_code} in this province."


@dataclass(frozen=True)
class Change:
    """A figure of a village, or of one of its projects, that came out otherwise; None: there was or is none."""

    village_code: str
    plan_year: int
    basis: str
    figure: str
    before: object
    after: object


@dataclass(frozen=True)
class Recomputed:
    """How much was looked at again, and what changed. villages: villages times plan years."""

    submissions: int
    villages: int
    projects: int
    changes: tuple[Change, ...]


def recompute(
    workspace_id: int, *, village_code: str | None = None, plan_year: int | None = None, now: dt.datetime
) -> Recomputed:
    """Digest and compute a workspace again, or one village, or one plan year; beside working drains if need be.

    In many transactions: an end halfway leaves rows that any drain goes on with. What is published of locked years
    stays; what they would have now is computed again too.
    Raises VillageUnknown and YearNotOpen.
    """
    with transaction() as session:
        check(session, workspace_id, village_code, plan_year)
        before = figures(session, workspace_id, plan_year, village_code)
        submissions = pending.queue_again(session, workspace_id, village_code)
    while digest_batch():
        pass
    with transaction() as session:
        villages = results.mark_all_stale(session, workspace_id, plan_year, village_code)
    while compute_batch(now):
        pass
    while checks_batch():
        pass
    with transaction() as session:
        projects = project_results.mark_all(session, workspace_id, village_code, plan_year)
    while projects_batch(now):
        pass
    with transaction() as session:
        after = figures(session, workspace_id, plan_year, village_code)
    return Recomputed(submissions, villages, projects, changes(before, after))


def finish_waiting(now: dt.datetime) -> None:
    """Do what waits to be done, in all workspaces, as the drains would."""
    for batch in (digest_batch, partial(compute_batch, now), checks_batch, partial(projects_batch, now)):
        while batch():
            pass


def figures(session: Session, workspace_id: int, plan_year: int | None, village_code: str | None) -> results.Figures:
    """All that was computed of villages and of projects."""
    asked = (session, workspace_id, plan_year, village_code)
    return results.figures(*asked) | project_results.figures(*asked)


def check(session: Session, workspace_id: int, village_code: str | None, plan_year: int | None) -> None:
    if village_code and session.get(Village, (workspace_id, village_code)) is None:
        raise VillageUnknown(village_code=village_code)
    if plan_year:
        years.must_be_open(session, workspace_id, plan_year)


def digest_batch() -> int:
    with transaction() as session:
        return digest_waiting(session, limit=SUBMISSIONS_AT_ONCE)


def compute_batch(now: dt.datetime) -> int:
    with transaction() as session:
        return village_domain.compute_stale(session, limit=VILLAGES_AT_ONCE, now=now)


def checks_batch() -> int:
    with transaction() as session:
        return check_stale(session, limit=CHECKS_AT_ONCE)


def projects_batch(now: dt.datetime) -> int:
    with transaction() as session:
        return standing.compute_stale(session, limit=PROJECTS_AT_ONCE, now=now)


def changes(before: Mapping[tuple, object], after: Mapping[tuple, object]) -> tuple[Change, ...]:
    """The figures that differ, by village, year and basis."""
    different = sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))
    return tuple(Change(*key, before=before.get(key), after=after.get(key)) for key in different)
