"""How the year of each invented village goes: who lives there, who keeps accounts, who comes, what the plan has.

Everything follows from the seed and the village's code, so that a village's story does not turn on its neighbours'.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from uuid import UUID

from server.domain.demo import FIRST_NAMES, LAST_NAMES, TITLES
from server.domain.imports.villages import NewVillage
from server.domain.indicators.calendar import BE_OFFSET
from server.domain.indicators.criteria import Criteria
from workers.simulate.papers import invented_uuid

ALREADY_THERE = dt.date(1900, 1, 1)
MISSED_BY_B = ((1,), (2,), (3,), (4,))
MISSED_BY_C = ((1, 2), (1, 3), (2, 3), (2, 4), (3, 4), (1, 2, 3), (1, 2, 4), (2, 3, 4), (1, 2, 3, 4))
FEW = 5  # with fewer households nobody moves: the percents would leap


@dataclass(frozen=True)
class Closing:
    """A household leaves the register."""

    reason: str
    day: dt.date
    verdict: str
    merged_into: UUID | None = None


@dataclass(frozen=True)
class Home:
    """An invented household."""

    uuid: UUID
    house_no: str
    head_name: str
    members: int
    exists_from: dt.date = ALREADY_THERE
    closing: Closing | None = None

    @property
    def label(self) -> str:
        return f"{self.house_no} {self.head_name}"

    def is_there(self, day: dt.date) -> bool:
        """Whether it is counted on this day, officially."""
        gone = self.closing is not None and self.closing.verdict == "approved"
        if gone and self.closing.reason == "duplicate":
            return False
        return self.exists_from <= day and not (gone and self.closing.day <= day)


@dataclass(frozen=True)
class VillageStory:
    """A village's year. missed: the indicators it does not meet; forum_day: None when no plan forum counts.

    with_account: the households whose account counts; came: those ticked at a plan forum that counts.
    """

    village: NewVillage
    grade: str
    missed: frozenset[int]
    homes: tuple[Home, ...]
    forum_day: dt.date | None
    plan_day: dt.date
    with_account: frozenset[UUID]
    came: frozenset[UUID]

    @property
    def tambon(self) -> str:
        return self.village.code[:6]

    @property
    def label(self) -> str:
        """As phones show the village."""
        return f"ม.{self.village.moo} {self.village.name_th}"

    @property
    def place(self) -> dict[str, str]:
        """The answers of the group `area`."""
        code = self.village.code
        return {
            "amphoe_code": code[:4],
            "tambon_code": code[:6],
            "village_code": code,
            "village_label": self.label,
        }


def grades_of(grades: dict[str, int], seed: int) -> list[str]:
    """A grade for each village, in the order of the villages."""
    dealt = [grade for grade, number in grades.items() for _ in range(number)]
    Random(f"{seed} grades").shuffle(dealt)  # noqa: S311 - invented data, the same every time
    return dealt


def story_of(village: NewVillage, grade: str, households: int, criteria: Criteria, seed: int) -> VillageStory:
    """The year of one village."""
    random = Random(f"{seed} {village.code}")  # noqa: S311
    missed = frozenset({"A": (), "B": random.choice(MISSED_BY_B), "C": random.choice(MISSED_BY_C)}[grade])
    start = dt.date(criteria.plan_year - BE_OFFSET - 1, 12, 5)
    forum_day = start + dt.timedelta(days=random.randint(0, 45))
    plan_day = forum_day + dt.timedelta(days=random.randint(10, 25))
    homes = with_changes(invented_homes(households, random), forum_day, plan_day, random)
    there = [home.uuid for home in homes if home.is_there(forum_day)]
    needed = -(-len(there) * criteria.threshold // 100)
    came = some(there, needed, random, is_met=2 not in missed)
    return VillageStory(
        village=village,
        grade=grade,
        missed=missed,
        homes=homes,
        forum_day=forum_day if came else None,
        plan_day=plan_day,
        with_account=frozenset(some(there, needed, random, is_met=1 not in missed)),
        came=frozenset(came),
    )


def some(there: Sequence[UUID], needed: int, random: Random, *, is_met: bool) -> list[UUID]:
    """So many of the households that the threshold is met, or not."""
    number = random.randint(needed, len(there)) if is_met else max(0, needed - random.choice((1, 1, 2, 3, len(there))))
    return random.sample(there, number)


def invented_homes(number: int, random: Random) -> tuple[Home, ...]:
    """Households with house numbers from 1, some with a second number behind a stroke."""
    return tuple(
        Home(
            uuid=invented_uuid(random),
            house_no=f"{count}/{random.randint(1, 9)}" if random.random() < 0.2 else str(count),
            head_name=f"{random.choice(TITLES)}{random.choice(FIRST_NAMES)} {random.choice(LAST_NAMES)}",
            members=random.randint(1, 7),
        )
        for count in range(1, number + 1)
    )


def with_changes(homes: tuple[Home, ...], forum_day: dt.date, plan_day: dt.date, random: Random) -> tuple[Home, ...]:
    """Now and then a household moved out, was registered twice, or moved in after the plan was made."""
    kind, last = random.random(), homes[-1] if homes else None
    if len(homes) < FEW or kind >= 0.17:
        return homes
    before = forum_day - dt.timedelta(days=random.randint(10, 25))
    if kind < 0.06:
        last = replace(last, closing=Closing("moved_out", before, "approved"))
    elif kind < 0.08:
        last = replace(last, closing=Closing("moved_out", before, "received"))
    elif kind < 0.09:
        last = replace(last, closing=Closing("vacant", before, "rejected"))
    elif kind < 0.12:
        last = replace(last, closing=Closing("duplicate", before, "approved", merged_into=homes[0].uuid))
    elif kind < 0.16:
        last = replace(last, exists_from=plan_day + dt.timedelta(days=random.randint(15, 40)))
    else:
        last = replace(last, closing=Closing("merged", before, "approved", merged_into=homes[0].uuid))
    return (*homes[:-1], last)
