"""A team's own page: what its phone sent, what the district said, what is to be corrected.

Its address may be passed on, so it shows no more than the team needs to find a form again on the phone: form, village,
time; the name a form gives itself only where it names no household and nobody.
"""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy.orm import Session

from server.db.queries import team_page as queries
from server.db.queries.team_page import Count, Told
from server.domain.indicators.calendar import bangkok_date, bangkok_midnight
from server.domain.permissions import PLANS, PROJECTS
from server.domain.phones import PhoneListed

NAMED = [PLANS, PROJECTS]
LATELY = dt.timedelta(days=30)
MOST = 100


@dataclass(frozen=True)
class OfForm:
    """What was sent of a form this week, and how much of it today. states: {state: how many}."""

    title: str
    week: int
    today: int
    states: dict[str, int]


@dataclass(frozen=True)
class TeamPage:
    """What the page shows."""

    phone: PhoneListed
    forms: list[OfForm]
    to_correct: list[Told]
    corrected: list[Told]
    said: list[Told]

    @property
    def today(self) -> int:
        return sum(form.today for form in self.forms)

    @property
    def week(self) -> int:
        return sum(form.week for form in self.forms)


def team_page(session: Session, phone: PhoneListed, now: dt.datetime) -> TeamPage:
    """The page of a phone as of now; the week begins on Monday, in Bangkok."""
    midnight = bangkok_midnight(now)
    monday = midnight - dt.timedelta(days=bangkok_date(now).weekday())
    own = (session, phone.workspace_id, phone.actor_id)
    asked = {"named": NAMED, "since": now - LATELY, "most": MOST}
    counts = queries.counts(*own, since=monday, midnight=midnight)
    return TeamPage(
        phone=phone,
        forms=[of_form(title, list(some)) for title, some in groupby(counts, key=lambda one: one.title)],
        to_correct=queries.to_correct(*own, **asked),
        corrected=queries.corrected(*own, **asked),
        said=queries.said(*own, **asked),
    )


def of_form(title: str, counts: list[Count]) -> OfForm:
    states = {one.state: one.count for one in counts}
    return OfForm(title, sum(states.values()), sum(one.today for one in counts), states)
