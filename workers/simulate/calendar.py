"""When things happen in an invented year."""

import datetime as dt
from random import Random

from server.domain.indicators.calendar import BE_OFFSET


class Calendar:
    """The days of a plan year (B.E.): accounts and forums from October, projects from February to September."""

    def __init__(self, plan_year: int) -> None:
        self.plan_year, self.year = plan_year, plan_year - BE_OFFSET
        self.decided_on = dt.date(self.year, 5, 24)  # the day on which the province decided in 2550

    def between(self, random: Random, first: tuple[int, int], last: tuple[int, int]) -> dt.date:
        """A day between two (month, day), both included; months from October on lie in the year before."""
        start = self.day(*first)
        return start + dt.timedelta(days=random.randint(0, (self.day(*last) - start).days))

    def day(self, month: int, day: int) -> dt.date:
        return dt.date(self.year - (month >= 10), month, day)
