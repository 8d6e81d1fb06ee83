"""A whole invented year happening, step by step; each step is finished or not begun."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import zip_longest
from uuid import UUID

from sqlalchemy import Row

from server.db.queries import project_results, rollups, simulated
from server.db.session import transaction
from server.domain import areas
from server.errors import Problem
from server.storage import BlobStore
from workers.simulate import project_papers
from workers.simulate.decisions import Decisions
from workers.simulate.desk import Desk, drain_all
from workers.simulate.papers import Paper
from workers.simulate.plan import Asked, papers_of, year_of
from workers.simulate.projects import ProjectStory
from workers.simulate.province import furnish

ROUNDS = 3
PARTS_OF_VILLAGE, PARTS_OF_PROJECT = 10, 7  # of the bar: about as long as they take


class WorkspaceInUse(Problem):
    status, code = 409, "workspace-in-use"
    th = "จังหวัดนี้มีแบบฟอร์มที่ส่งมาจริงแล้ว ข้อมูลจำลองจะปนกับของจริง ถ้าต้องการเช่นนั้นให้ใส่ --into-existing"
    en = (
        "This province has submissions of its own. An invented year would mix with them; to do so all the same, add"
        " --into-existing."
    )


class YearLocked(Problem):
    status, code = 409, "simulated-year-locked"
    th = "ปีแผน {plan_year} ล็อกแล้ว จำลองลงไปไม่ได้ เลือกปีอื่น"
    en = "The plan year {plan_year} is locked; nothing can be invented into it. Choose another year."


@dataclass(frozen=True)
class Simulated:
    """What there is in the end. received: submissions that this run stored; grades: official, of the province."""

    villages: int
    households: int
    projects: int
    received: int
    grades: dict[str, int]


class Simulation:
    """`run` yields, after each step, how many of `length` parts it was."""

    def __init__(self, asked: Asked, store: BlobStore, secret: str, *, into_existing: bool = False) -> None:
        """Makes the room: areas, villages, phones, officers. Raises WorkspaceInUse, YearLocked, ProvinceUnknown."""
        with transaction() as session:
            workspace_id = areas.load(session, asked.province).workspace_id
            if not into_existing and simulated.has_others(session, workspace_id, asked.mark):
                raise WorkspaceInUse
            self.province = furnish(session, asked, secret=secret)
            if self.province.criteria.is_locked:
                raise YearLocked(plan_year=asked.plan_year)
        self.year = year_of(asked, self.province.villages, self.province.criteria)
        self.desk = Desk(self.province, store, asked.mark)
        self.decisions = Decisions(self.province, self.year)

    @property
    def length(self) -> int:
        return len(self.year.villages) * PARTS_OF_VILLAGE + len(self.year.projects) * PARTS_OF_PROJECT

    def run(self) -> Iterator[int]:
        """Safe to break off: the same command goes on where it stopped."""
        yield from self.collect()
        drain_all()
        for step in (self.propose, self.screen, self.decisions.decide, self.decisions.pay):
            step()
            drain_all()
            if step == self.propose:
                self.plan_anew()
            yield len(self.year.projects)
        for round_ in range(ROUNDS):
            self.report(round_)
            yield len(self.year.projects)
        self.decisions.interrupt()
        self.decisions.consent()
        self.evaluate()
        self.come_back_to_today()

    def collect(self) -> Iterator[int]:
        """The villages register, keep accounts, meet, plan; district by district reviews, while the next one sends."""
        with ThreadPoolExecutor(1) as phones:
            for district, papers in one_ahead(phones, self.sent_by, self.year.districts):
                self.desk.work_off()
                self.desk.review(district, papers)
                self.desk.edit(papers)
                self.desk.review(district, papers)
                if district == self.year.districts[0]:
                    self.plan_anew()
                yield len(self.year.villages_of(district)) * PARTS_OF_VILLAGE

    def sent_by(self, district: str) -> list[Paper]:
        """What the villages of a district send, received."""
        papers = [paper for village in self.year.villages_of(district) for paper in papers_of(self.year, village)]
        self.desk.receive(papers)
        return papers

    def plan_anew(self) -> None:
        """Have PostgreSQL count its rows: how it looks things up in empty tables is slow in full ones."""
        with transaction() as session:
            simulated.analyse(session)

    def propose(self) -> None:
        for district in self.year.districts:
            projects = self.year.projects_of(district)
            self.handle(district, [project_papers.proposal_paper(one, self.year.calendar) for one in projects])

    def screen(self) -> None:
        for district in self.year.districts:
            projects = [one for one in self.year.projects_of(district) if one.fate not in ("proposed", "held")]
            listed = self.listed(projects)
            papers = [project_papers.screening_paper(one, self.year.calendar, listed[one.id]) for one in projects]
            self.handle(district, papers)

    def report(self, round_: int) -> None:
        """The teams visit what is being built."""
        for district in self.year.districts:
            projects = self.year.projects_of(district)
            listed, calendar = self.listed(projects), self.year.calendar
            papers = [project_papers.report_paper(one, round_, calendar, listed[one.id]) for one in projects]
            self.handle(district, [paper for paper in papers if paper is not None])
        drain_all()

    def evaluate(self) -> None:
        for district in self.year.districts:
            projects = [one for one in self.year.projects_of(district) if one.fate == "evaluated"]
            listed = self.listed(projects)
            papers = [project_papers.evaluation_paper(one, self.year.calendar, listed[one.id]) for one in projects]
            self.handle(district, papers)

    def come_back_to_today(self) -> None:
        """What officers did was reckoned as of their day; how late projects are is for people of today."""
        with transaction() as session:
            project_results.mark_all(session, self.province.workspace_id, year=self.year.asked.plan_year)
        drain_all()

    def handle(self, district: str, papers: Sequence[Paper]) -> None:
        self.desk.receive(papers)
        self.desk.work_off()
        self.desk.review(district, papers)

    def listed(self, projects: Sequence[ProjectStory]) -> dict[UUID, Row]:
        with transaction() as session:
            return simulated.listed(session, self.province.workspace_id, [one.id for one in projects])

    def outcome(self) -> Simulated:
        """What there is now, as computed by the workers."""
        asked = self.year.asked
        with transaction() as session:
            named = {"plan_year": asked.plan_year, "basis": "official", "digits": 2}
            parts = rollups.parts(session, self.province.workspace_id, asked.province, **named)
        grades = {grade: parts[0][f"grade_{grade.lower()}"] for grade in "ABC"}
        households = sum(len(one.homes) for one in self.year.villages)
        return Simulated(len(self.year.villages), households, len(self.year.projects), self.desk.received, grades)


def one_ahead(
    executor: Executor, work: Callable[[str], list[Paper]], names: Sequence[str]
) -> Iterator[tuple[str, list[Paper]]]:
    """(name, what the work on it came to), in order; while one is looked at, the next is worked on."""
    coming = executor.submit(work, names[0]) if names else None
    for name, following in zip_longest(names, names[1:]):
        done = coming.result()
        coming = executor.submit(work, following) if following else None
        yield name, done
