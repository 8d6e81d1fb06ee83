"""A village's year from the phone to the official grade, with ODK Collect's own form engine over real HTTP."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from server import queue
from server.db import session as sessions
from server.db.models import Person, Submission
from server.db.session import transaction
from server.domain import reviews
from server.domain.imports.projects import NewProject
from server.domain.imports.projects import add as add_projects
from server.domain.indicators.calendar import bangkok_date
from server.domain.people import system_actor
from server.domain.permissions import Caller
from server.domain.projects import sheet
from tests import servers as run
from tests.engine import Filled, shared_engine
from tests.engine_phone import EnginePhone
from tests.factories import make_person, make_phone, make_village
from tests.fixtures.phones import furnish
from tests.phone import Collect
from tests.running import Running, running
from tests.wire import SocketWire

COLLECTED = datetime(2027, 3, 1, 9, 30, tzinfo=ZoneInfo("Asia/Bangkok"))
VILLAGES = [f"500705{moo:02d}" for moo in range(1, 8)]
GRADE = "select coalesce(grade, status) from village_year where village_code = :village and basis = :basis"
SHARE = (
    "select num || '/' || den from indicator_result"
    " where village_code = :village and basis = :basis and indicator = :indicator"
)


@pytest.fixture(scope="module")
def stack(servers, worker_id, tmp_path_factory) -> Iterator[Running]:
    """Web and workers, kept for this module; every test has a village of its own in it."""
    folder = tmp_path_factory.mktemp("stack")
    number = 0 if worker_id == "master" else 1 + int(worker_id.removeprefix("gw"))
    with run.database_of(servers, f"end_to_end_{worker_id}") as database_url:
        engine = sessions.connect(database_url, pooled=False)
        with Session(engine) as session:
            for village in VILLAGES:
                make_village(session, village)
            furnish(session)
            make_person(session, "district@example.org")
            session.commit()
        with running(database_url, servers.redis.url(32 + number), folder) as stack:
            yield stack
        engine.dispose()


@pytest.fixture(scope="module")
def unused() -> Iterator[str]:
    return iter(VILLAGES)


@dataclass
class Story:
    """One village, the phone of its team, and the district office."""

    stack: Running
    phone: EnginePhone
    village: str
    households: list[str]

    def register(self, number: int) -> Filled:
        form = self.phone.open("household_register")
        form.fill({"village_code": self.village, "house_no": f"{number}", "head_name": f"นายสมมุติ ที่{number}"})
        done = self.phone.finish(form)
        self.households.append(done.entity["id"])
        return done

    def account(self, number: int) -> Filled:
        form = self.phone.open("household_account")
        form.fill({"village_code": self.village, "household": self.households[number - 1], "consent_plan_use": "yes"})
        form.fill({"period_type": "m3", "period_month": "11", "period_year_be": 2569, "book_seen": "yes"})
        form.fill({"entry_mode": "summary", "r_all": 60000, "p_all": 45000, "d_all": 0, "totals_confirmed": "yes"})
        return self.phone.finish(form)

    def forum(self, *numbers: int) -> Filled:
        form = self.phone.open("forum_attendance")
        form.fill({"village_code": self.village, "forum_date": date(2026, 12, 10), "place_name": "ศาลาวัด"})
        form.fill({"place_gps": (19.01, 98.83, 320, 5), "lao_present": "no"})
        form.answer("attend_households", [self.households[number - 1] for number in numbers])
        return self.phone.finish(form, {"sheet_photo_1": photo()})

    def plan(self) -> Filled:
        form = self.phone.open("community_plan")
        form.fill({"village_code": self.village, "has_written_plan": "yes", "plan_date": date(2026, 12, 20)})
        form.fill({"lao_name": "อบต.สมมุติ", "lao_stages": ["prepare", "adopt"], "lao_first_date": date(2026, 10, 5)})
        form.fill({"accounts_used_n": 7, "households_stated_n": 10})
        return self.phone.finish(form, {"plan_file": b"%PDF-1.7 a plan", "lao_evidence_photo": photo()})

    def collect(self, *forums: list[int]) -> dict[str, list[Filled]]:
        """The base case of the definitions, filled in without a signal; the forums may be others."""
        registered = [self.register(number) for number in range(1, 11)]
        accounts = [self.account(number) for number in range(1, 8)]
        held = [self.forum(*numbers) for numbers in forums or [range(1, 8)]]
        return {"register": registered, "accounts": accounts, "forums": held, "plan": [self.plan()]}

    def send(self) -> None:
        assert {reply.status for reply in self.phone.send_all()} == {201}

    def decide(self, state: str, *forms: Filled) -> None:
        """The district decides on these forms, or on all that came from this village's phone."""
        with self.domain() as session:
            mine = select(Submission.id).where(Submission.village_code == self.village).order_by(Submission.id)
            if forms:
                mine = mine.where(Submission.instance_id.in_([form.instance_id for form in forms]))
            officer = session.scalar(select(Person.actor_id))
            caller = Caller(officer, "person", "อำเภอ", 1, "district_officer", "5007")
            for submission in list(session.scalars(mine)):
                reviews.review(session, caller, submission, state, "เหตุผล")

    def domain(self):
        """A transaction of the domain's verbs on the stack's database, nudging its workers."""
        sessions.connect(self.stack.settings.database_url, pooled=False)
        queue.connect(self.stack.settings.redis_url)
        return transaction()

    def comes_to(self, basis: str, grade: str, accounts: str = "7/10", forum: str = "7/10") -> None:
        """Wait for this result."""
        self.stack.becomes(grade, GRADE, village=self.village, basis=basis)
        for indicator, share in ((1, accounts), (2, forum)):
            self.stack.becomes(share, SHARE, village=self.village, basis=basis, indicator=indicator)


@pytest.fixture
def new_phone(stack, tmp_path) -> Callable[[], EnginePhone]:
    """Phones of the tambon team that have scanned their codes and fetched their forms."""
    numbers = count(1)

    def scan() -> EnginePhone:
        sessions.connect(stack.settings.database_url, pooled=False)
        with transaction() as session:
            made = make_phone(session, f"{tmp_path.name} {next(numbers)}")
        collect = Collect(SocketWire(stack.url), f"{stack.url}/v1/key/{made.token}/projects/{made.workspace_id}")
        phone = EnginePhone(collect, shared_engine(), tmp_path / made.name, at=COLLECTED)
        phone.sync()
        return phone

    return scan


@pytest.fixture
def story(stack, unused, new_phone) -> Story:
    return Story(stack, new_phone(), next(unused), [])


def photo() -> bytes:
    """A picture as a phone takes it."""
    out = io.BytesIO()
    Image.new("RGB", (640, 480), "#7b9e87").save(out, "JPEG")
    return out.getvalue()


def test_a_village_collected_offline_earns_its_grade(story):
    story.collect()
    offered = story.phone.open("household_account")
    offered.answer("village_code", story.village)
    assert list(offered.choices("household")) == story.households  # nothing was sent yet: the list grew on the phone

    story.send()
    story.comes_to("provisional", "A")
    assert story.stack.value(GRADE, village=story.village, basis="official") == "no_data"

    story.decide("approved")
    story.comes_to("official", "A")

    story.phone.sync()
    on_phone = story.phone.lists["households"].entities
    assert {on_phone[household].is_offline for household in story.households} == {False}
    proposal = story.phone.collect.table("household_account", "villages.csv")[story.village]
    assert (proposal["plan_year"], proposal["gate"]) == ("2570", "propose")


def test_six_households_at_the_forum_are_not_enough(story):
    """Scenario S2."""
    story.collect([1, 2, 3, 4, 5, 6])
    story.send()
    story.comes_to("provisional", "B", forum="6/10")

    story.decide("approved")
    story.comes_to("official", "B", forum="6/10")


def test_two_phones_at_one_forum_are_united_not_added(story, new_phone):
    """Scenario S5: the second phone ticks two other members of households that are ticked already."""
    story.collect([1, 2, 3, 4, 5, 6])
    story.send()
    story.comes_to("provisional", "B", forum="6/10")

    first, story.phone = story.phone, new_phone()
    story.forum(1, 6)
    story.send()
    story.decide("approved")

    story.comes_to("official", "B", forum="6/10")
    story.comes_to("provisional", "B", forum="6/10")
    assert first.outbox == []


def test_an_approval_that_is_withdrawn_leaves_the_official_figure(story):
    """Scenario S7."""
    forms = story.collect()
    story.send()
    story.comes_to("provisional", "A")
    story.decide("approved")
    story.comes_to("official", "A")

    story.decide("has_issues", forms["accounts"][6])

    story.comes_to("official", "B", accounts="6/10")
    story.comes_to("provisional", "A")


def test_a_forum_corrected_after_its_approval_waits_for_the_district_again(story):
    (forum,) = story.collect()["forums"]
    story.send()
    story.comes_to("provisional", "A")
    story.decide("approved")
    story.comes_to("official", "A")

    correction = story.phone.edit("forum_attendance", forum)
    correction.answer("attend_households", story.households[:8])
    edited = story.phone.finish(correction)
    story.send()

    story.comes_to("provisional", "A", forum="8/10")
    story.comes_to("official", "B", forum="0/10")
    assert edited.deprecated_id == forum.instance_id

    story.decide("approved", forum)
    story.comes_to("official", "A", forum="8/10")


def test_a_report_from_the_site_with_a_photo_is_geo_tagged_progress(story):
    with story.domain() as session:
        planned = {"village_code": story.village, "fiscal_year": 2570, "title": f"ฝาย {story.village}", "programme": 3}
        money = {"impl_unit": "village", "stage": "funded", "budget_approved": 50_000, "lon": 98.83, "lat": 19.01}
        project = NewProject(**planned, **money)
        add_projects(session, 1, [project], actor_id=system_actor(session).id)
    story.phone.sync()

    form = story.phone.open("project_progress")
    form.fill({"project": str(project.uuid), "reporter_role": "tambon_team", "report_date": date(2027, 2, 27)})
    form.fill({"milestone": "working", "percent_physical": 40, "disbursed_total": 20000, "consent_ref": "ชม 0418/55"})
    form.fill({"site_gps": (19.0118, 98.8301, 320, 5), "problems": ["none"]})
    story.phone.finish(form, {"photo_1": photo()})
    story.send()

    story.stack.becomes("in_progress", "select stage from project where id = :id", id=project.uuid)
    with story.domain() as session:
        officer = Caller(0, "person", "อำเภอ", 1, "district_officer", "5007")
        shown = sheet.sheet(session, officer, project.uuid, basis="provisional", today=bangkok_date(datetime.now(UTC)))
    (report,) = shown.reports
    progress = shown.progress["provisional"]
    assert (report.where, report.distance_m, report.geo_tagged) == ("on_site", 200, True)
    assert (progress.percent_physical, str(progress.percent_disbursed)) == (40, "40.00")

    story.phone.sync()
    on_phone = story.phone.lists["projects"].entities[str(project.uuid)]
    assert (on_phone.version, on_phone.properties["last_percent"]) == (3, "40")  # what the next report begins with
