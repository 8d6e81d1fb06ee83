"""The base case of the definitions on the real path: ten households, what a phone sends about them, the district."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.db.models import IndicatorResult, Submission, VillageYear
from server.db.session import transaction
from server.domain import reviews
from server.domain.permissions import Caller
from tests.factories import make_household, make_person
from tests.filled import Filled
from tests.phone import Collect
from workers.drains import drain_checks, drain_submissions, drain_villages

VILLAGE, YEAR = "50070503", 2570
COLLECTED = {"today": "2027-03-01"}
EVIDENCE = {"lao_evidence_photo": b"an invitation", "plan_file": b"a plan"}


@dataclass
class Village:
    """A village with households h1 … h10 in the register, and what is done about it.

    village.send(village.account(1), village.forum(1, 2), village.plan())
    village.review("approved")
    village.grade("official"), village.shares("provisional")
    """

    session: Session
    phone: Collect
    officer: Caller
    households: list[str]

    def account(self, number: int, **answers: object) -> Filled:
        usual = {"household": self.households[number - 1], "period_start": "2026-11-01"} | COLLECTED
        return self.phone.fill("household_account", **(usual | answers))

    def forum(self, *numbers: int, **answers: object) -> Filled:
        ticks = " ".join(self.households[number - 1] for number in numbers)
        usual = {"attend_households": ticks, "forum_date": "2026-12-10"} | COLLECTED
        return self.phone.fill("forum_attendance", **(usual | answers))

    def plan(self, files: dict[str, bytes] = EVIDENCE, **answers: object) -> Filled:
        usual = {"plan_date": "2026-12-20", "lao_stages": "prepare", "accounts_used_n": "7"} | COLLECTED
        return self.phone.fill("community_plan", files=files, **(usual | answers))

    def close(self, number: int, reason: str, **answers: object) -> Filled:
        of = {"id": self.households[number - 1], "create": "0", "update": "1", "trunkVersion": "1"}
        closing = {"action": "close", "household": of["id"], "closing": "", "close_reason": reason, "status": "closed"}
        return self.phone.fill("household_register", entity=of, **(closing | COLLECTED | answers))

    def base_case(self) -> list[Filled]:
        """What earns the village its A once it is approved."""
        return [*(self.account(number) for number in range(1, 8)), self.forum(1, 2, 3, 4, 5, 6, 7), self.plan()]

    def send(self, *forms: Filled) -> None:
        """Send and have everything computed."""
        assert [self.phone.send(form).status for form in forms] == [201] * len(forms)
        drain()

    def review(self, state: str, *forms: Filled) -> None:
        """Decide on these forms, or on everything, and have it computed."""
        wanted = select(Submission.id).order_by(Submission.id)
        if forms:
            wanted = wanted.where(Submission.instance_id.in_([form.instance_id for form in forms]))
        for submission in list(self.session.scalars(wanted)):
            with transaction() as session:
                reviews.review(session, self.officer, submission, state, "เหตุผล")
        drain()

    def result(self, basis: str, year: int = YEAR) -> VillageYear | None:
        self.session.rollback()
        self.session.expire_all()
        return self.session.get(VillageYear, (1, year, basis, VILLAGE))

    def grade(self, basis: str) -> str | None:
        return self.result(basis).grade

    def shares(self, basis: str) -> list[tuple[int | None, int | None]]:
        """(num, den) of indicators 1 and 2."""
        self.session.rollback()
        numbers = select(IndicatorResult.num, IndicatorResult.den).where(
            IndicatorResult.village_code == VILLAGE,
            IndicatorResult.plan_year == YEAR,
            IndicatorResult.basis == basis,
            IndicatorResult.indicator <= 2,
        )
        return [tuple(row) for row in self.session.execute(numbers.order_by(IndicatorResult.indicator))]


@pytest.fixture
def village(phone: Collect, session: Session, sign_in: Callable[..., Caller]) -> Village:
    households = [str(make_household(session, VILLAGE).uuid) for _ in range(10)]
    session.commit()
    return Village(session, phone, sign_in(), households)


@pytest.fixture
def sign_in(session: Session) -> Callable[..., Caller]:
    """Somebody of the district office, or of another one: `sign_in(area="5006")`."""

    def person(role: str = "district_officer", area: str = "5007") -> Caller:
        made = make_person(session, role=role, area=area)
        session.commit()
        return Caller(made.actor_id, "person", "เจ้าหน้าที่", 1, role, area)

    return person


def drain() -> None:
    """Work off what waits, as the workers do."""
    drain_submissions()
    drain_villages()
    drain_checks()


def rows(session: Session, tables: Iterable[type], *without: str) -> dict[str, list[tuple]]:
    """Everything in these tables, except columns that say when or under which number it was written."""
    session.rollback()
    return {
        table.__tablename__: sorted((tuple(row) for row in session.execute(select(*columns(table, without)))), key=repr)
        for table in tables
    }


def columns(table: type, without: tuple[str, ...]) -> list:
    return [column for column in table.__table__.columns if column.name not in without]
