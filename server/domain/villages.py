"""Stale villages computed again: counts by SQL, rules by pure functions, results and changes of grade stored."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby

from sqlalchemy import Row
from sqlalchemy.orm import Session

from server.db.queries import checks, indicators, pending, project_results, results
from server.db.queries.pending import Stale
from server.domain import followed
from server.domain.indicators.calendar import bangkok_date
from server.domain.indicators.criteria import BASES, Criteria
from server.domain.indicators.gate import gate
from server.domain.indicators.judgement import Judgement, judge


def compute_stale(session: Session, *, limit: int, now: dt.datetime) -> int:
    """Compute the oldest stale villages in this transaction; returns how many there were."""
    pending.take_turn(session, "villages")
    stale = pending.stale_villages(session, limit)
    for (workspace_id, plan_year), group in groupby(stale, key=lambda one: (one.workspace_id, one.plan_year)):
        compute(session, workspace_id, plan_year, list(group), now=now)
    followed.tell(session, "computed", (one.request_ids for one in stale), villages=len(stale))
    pending.computed(session, [row_id for one in stale for row_id in one.ids])
    return len(stale)


def compute(session: Session, workspace_id: int, plan_year: int, stale: Sequence[Stale], *, now: dt.datetime) -> None:
    """Both bases of some villages of one plan year, in a handful of statements however many they are.

    Of a locked year what would come out now is written beside what is published; villages that came later have no part
    in it.
    """
    criteria = results.criteria_of(session, workspace_id, plan_year)
    if criteria is None:
        return
    changed = [one.village_code for one in stale if one.accounts]
    indicators.summarise(session, workspace_id, criteria, changed)
    checks.queue(session, workspace_id, plan_year, changed)
    causes = {one.village_code: one.cause for one in stale}
    before = results.stored(session, workspace_id, plan_year, list(causes))
    if criteria.is_locked:
        there = {code: cause for code, cause in causes.items() if (code, "official") in before}
        rows = computed(session, workspace_id, criteria, there, before, now=now)
        results.put_beside(session, rows.years, rows.indicators)
    else:
        rows = computed(session, workspace_id, criteria, causes, before, now=now)
        publish(session, criteria, rows)
        tell_changes(session, rows.events, {one.village_code: one.request_ids for one in stale})


def tell_changes(session: Session, changes: Sequence[dict], behind: Mapping[str, str | None]) -> None:
    """Let the log follow requests to the grades they changed. behind: ids of requests by village."""
    named = ("village_code", "plan_year", "basis", "new_status", "new_grade")
    for change in changes:
        if request_ids := behind[change["village_code"]]:
            followed.tell(session, "grade changed", [request_ids], **{name: change[name] for name in named})


def publish(session: Session, criteria: Criteria, rows: "Rows") -> None:
    """Store what people read; a village whose gate changed may hold its projects or let them through.

    The gate may change without the grade: by the rules of the year, and by its lock.
    """
    results.publish(session, rows.years, rows.indicators, rows.events)
    project_results.mark_held(session, rows.workspace_id, criteria.plan_year, rows.gates_changed)


def compute_locked(
    session: Session, workspace_id: int, criteria: Criteria, village_codes: Sequence[str], *, now: dt.datetime
) -> None:
    """The last results of villages that are published of a year, with the evidence they rest on. criteria: locked."""
    causes = dict.fromkeys(village_codes)
    before = results.stored(session, workspace_id, criteria.plan_year, village_codes)
    count = indicators.count_and_keep
    rows = computed(session, workspace_id, criteria, causes, before, now=now, count=count)
    publish(session, criteria, rows)
    results.put_beside(session, rows.years, rows.indicators)


def computed(
    session: Session,
    workspace_id: int,
    criteria: Criteria,
    causes: Mapping[str, str | None],
    before: Mapping[tuple, Row],
    *,
    now: dt.datetime,
    count: Callable = indicators.count_villages,
) -> "Rows":
    """What is to be stored of villages. causes: by village; before: as published; count: which statement counts."""
    today = bangkok_date(now)
    counted = {
        basis: {one.village_code: one for one in count(session, workspace_id, criteria, basis, list(causes), today)}
        for basis in BASES
    }
    rows = Rows(workspace_id, criteria, now)
    for code in causes:
        judged = {basis: judge(counted[basis][code].counts, criteria) for basis in BASES}
        for basis in BASES:
            rows.add(code, basis, judged, counted[basis][code], before.get((code, basis)), causes[code])
    return rows


class Rows:
    """Collects what is to be stored of many villages."""

    def __init__(self, workspace_id: int, criteria: Criteria, now: dt.datetime) -> None:
        self.workspace_id, self.criteria, self.now = workspace_id, criteria, now
        self.years: list[dict] = []
        self.indicators: list[dict] = []
        self.events: list[dict] = []
        self.gates_changed: set[str] = set()

    def add(self, code: str, basis: str, judged: dict[str, Judgement], counted, before, cause: str | None) -> None:
        """One village on one basis. before: (status, grade, gate) as stored, None the first time."""
        key = {
            "workspace_id": self.workspace_id,
            "village_code": code,
            "plan_year": self.criteria.plan_year,
            "basis": basis,
        }
        judgement, gate = judged[basis], self.gate(judged["official"])
        if before is None or before.gate != gate:
            self.gates_changed.add(code)
        self.years.append(
            key
            | {
                "households": counted.counts.households,
                "reference_date": counted.reference_date,
                "status": judgement.status,
                "grade": judgement.grade,
                "gate": gate,
                "computed_at": self.now,
            }
        )
        self.indicators += [key | row for row in indicator_rows(judgement)]
        if before is None or (before.status, before.grade) != (judgement.status, judgement.grade):
            self.events.append(
                key
                | {
                    "old_status": before.status if before else None,
                    "old_grade": before.grade if before else None,
                    "new_status": judgement.status,
                    "new_grade": judgement.grade,
                    "cause": cause,
                    "at": self.now,
                }
            )

    def gate(self, official: Judgement) -> str:
        """The gate rests on the official result, in the rows of both bases."""
        rules = {"locked": self.criteria.is_locked, "gate_min_grade": self.criteria.gate_min_grade}
        return gate(official.status, official.grade, **rules)


def indicator_rows(judgement: Judgement) -> list[dict]:
    """The four indicators; 3 and 4 have no numbers."""
    blank = {"num": None, "den": None, "needed": None, "percent": None}
    shares = (judgement.accounts, judgement.forum)
    return [
        {"indicator": number, "met": met} | (share_row(shares[number - 1]) if number <= 2 else blank)
        for number, met in enumerate(judgement.met_flags, start=1)
    ]


def share_row(share) -> dict:
    return {"num": share.num, "den": share.den, "needed": share.needed, "percent": share.percent_shown}
