"""An invented year before it happens: which villages, how each one's year goes, which projects there are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random

from server.domain import areas
from server.domain.imports.villages import NewVillage
from server.domain.indicators.criteria import Criteria, default_criteria
from workers.simulate import account_papers, household_papers, village_papers
from workers.simulate.calendar import Calendar
from workers.simulate.papers import Paper
from workers.simulate.places import invented_villages, tambons_of
from workers.simulate.projects import ProjectStory, project_stories
from workers.simulate.stories import VillageStory, grades_of, story_of
from workers.simulate.targets import targets_for


@dataclass(frozen=True)
class Asked:
    """What is to be invented. plan_year: Buddhist; seed: the same seed makes the same year."""

    province: str
    villages: int
    households: int
    plan_year: int
    seed: int

    @property
    def mark(self) -> str:
        """By what its submissions are known: what the phone says of itself."""
        return f"yudee-simulate/{self.plan_year}-{self.seed}"


@dataclass(frozen=True)
class Year:
    """Everything that will happen."""

    asked: Asked
    calendar: Calendar
    villages: Sequence[VillageStory]
    projects: Sequence[ProjectStory]

    @property
    def districts(self) -> list[str]:
        return sorted({one.tambon[:4] for one in self.villages})

    def villages_of(self, district: str) -> list[VillageStory]:
        return [one for one in self.villages if one.tambon.startswith(district)]

    def projects_of(self, district: str) -> list[ProjectStory]:
        return [one for one in self.projects if one.village.tambon.startswith(district)]

    def neighbours(self, tambon: str) -> list[str]:
        """The other subdistricts of the district in which somebody collects."""
        return sorted({one.tambon for one in self.villages_of(tambon[:4])} - {tambon})


def year_of(asked: Asked, villages: Sequence[NewVillage], criteria: Criteria) -> Year:
    """The year of these villages that follows from the seed."""
    targets = targets_for(asked.villages)
    grades = grades_of(targets.grades, asked.seed)
    stories = [
        story_of(village, grade, asked.households, criteria, asked.seed)
        for village, grade in zip(villages, grades, strict=True)
    ]
    return Year(asked, Calendar(asked.plan_year), stories, project_stories(stories, targets, asked.seed))


def year_without_server(asked: Asked) -> Year:
    """The same year in an empty province with the usual rules, told without a database. Raises ProvinceUnknown."""
    tambons = tambons_of(areas.codes_of(asked.province, "subdistrict"), asked.plan_year)
    villages = sorted(islice(invented_villages(tambons), asked.villages), key=lambda village: village.code)
    return year_of(asked, villages, default_criteria(asked.plan_year))


def papers_of(year: Year, story: VillageStory) -> Iterator[Paper]:
    """What a village sends before its projects, in this order."""
    calendar, random = year.calendar, Random(f"{year.asked.seed} papers {story.village.code}")  # noqa: S311
    yield from household_papers.register_papers(story, calendar, random)
    yield from household_papers.closing_papers(story, random)
    yield from account_papers.account_papers(story, calendar, random, year.neighbours(story.tambon))
    yield from village_papers.forum_papers(story, calendar, random)
    yield from village_papers.plan_papers(story, calendar, random)
