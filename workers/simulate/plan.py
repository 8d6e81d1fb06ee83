"""An invented year before it happens: which villages, how each one's year goes, which projects there are."""

from collections.abc import Sequence
from dataclasses import dataclass

from workers.simulate.calendar import Calendar
from workers.simulate.projects import ProjectStory, project_stories
from workers.simulate.province import Province
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
    province: Province
    villages: Sequence[VillageStory]
    projects: Sequence[ProjectStory]

    @property
    def districts(self) -> list[str]:
        return sorted(self.province.officers)

    def villages_of(self, district: str) -> list[VillageStory]:
        return [one for one in self.villages if one.tambon.startswith(district)]

    def projects_of(self, district: str) -> list[ProjectStory]:
        return [one for one in self.projects if one.village.tambon.startswith(district)]


def year_of(asked: Asked, province: Province) -> Year:
    """The year that follows from the seed."""
    targets = targets_for(asked.villages)
    grades = grades_of(targets.grades, asked.seed)
    stories = [
        story_of(village, grade, asked.households, province.criteria, asked.seed)
        for village, grade in zip(province.villages, grades, strict=True)
    ]
    projects = project_stories(stories, targets, asked.seed)
    return Year(asked, Calendar(asked.plan_year), province, stories, projects)
