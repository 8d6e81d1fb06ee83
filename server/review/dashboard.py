"""The district at a glance: what waits, which villages are short, how teams do, what is due. Counts alone."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from flask import render_template
from sqlalchemy import Row
from sqlalchemy.orm import Session

from server.auth import person_required, scope_of
from server.db.queries import dashboard as queries
from server.db.queries import entity_history, figures, project_acts
from server.db.session import transaction
from server.domain.indicators.calendar import bangkok_midnight, fiscal_year
from server.domain.permissions import Caller
from server.pages.formats import today
from server.review.room import review

DAYS = 7


@dataclass(frozen=True)
class Village:
    """A village and its two shares. short: households that are missing officially, to both thresholds together."""

    code: str
    moo: int | None
    name_th: str
    grade: str | None
    status: str
    shares: tuple[Row, ...]

    @property
    def short(self) -> int:
        return sum(max(0, (one.needed or 0) - (one.num or 0)) for one in self.shares)


@dataclass
class Team:
    """A phone: what it sent on each of the last days, the oldest first, and what is most often wrong with it."""

    id: int
    name: str
    days: list[int]
    issues: list[tuple[str, int]] = field(default_factory=list)


@review.get("/desk")
@person_required("district.dashboard")
def dashboard(caller: Caller) -> str:
    now = dt.datetime.now(dt.UTC)
    with transaction(scope_of(caller)) as session:
        context = glance(session, caller, now)
    return render_template("review/dashboard.html", **context)


def glance(session: Session, caller: Caller, now: dt.datetime) -> dict[str, object]:
    """Everything the page shows, in a number of queries that does not grow."""
    here = (session, caller.workspace_id, caller.area_code)
    year = usual_year(session, caller)
    days = [today() - dt.timedelta(days=back) for back in reversed(range(DAYS))]
    since = bangkok_midnight(now) - dt.timedelta(days=DAYS - 1)
    villages = by_village(queries.shares(*here, year))
    return {
        "year": year,
        "days": days,
        "backlog": queries.backlog(*here, now),
        "villages": sorted(villages, key=lambda one: (one.short == 0, one.short, one.code)),
        "teams": by_team(queries.teams(*here, since), queries.issues(*here), days),
        "due": queries.due(*here, plan_year=year, now=now, today=today()),
        "consents": len(project_acts.withdrawals(*here, with_consented=False)),
        "conflicts": entity_history.conflicts(*here),
    }


def usual_year(session: Session, caller: Caller) -> int:
    """The present fiscal year, or else the latest there is."""
    known, present = [one.plan_year for one in figures.years(session, caller.workspace_id)], fiscal_year(today())
    return present if present in known or not known else known[0]


def by_village(shares: Sequence[Row]) -> list[Village]:
    found = []
    for _, some in groupby(shares, key=lambda one: one.code):
        both = tuple(some)
        first = both[0]
        found.append(Village(first.code, first.moo, first.name_th, first.grade, first.status, both))
    return found


def by_team(sent: Sequence[Row], issues: Sequence[Row], days: Sequence[dt.date]) -> list[Team]:
    teams: dict[int, Team] = {}
    for row in sent:
        team = teams.setdefault(row.id, Team(row.id, row.name, [0] * len(days)))
        if row.day in days:
            team.days[days.index(row.day)] = row.number
    for row in issues:
        if row.actor_id in teams:
            teams[row.actor_id].issues.append((row.flag, row.number))
    return list(teams.values())
