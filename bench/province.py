"""A province of facts, put straight into the tables by COPY: no XML, no answers, no digesting, keys not asked."""

import datetime as dt
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import md5
from itertools import islice, product
from uuid import UUID

import psycopg

from server.db.models import Form
from server.db.queries import areas as area_queries
from server.db.session import transaction
from server.domain import areas, people, phones, years
from server.domain.imports import villages
from server.domain.imports.villages import NewVillage

YEAR = 2570
MONTHS = [dt.date(2026, 10, 1) if m == 0 else dt.date(2026 + (9 + m) // 12, (9 + m) % 12 + 1, 1) for m in range(12)]
TODAY = dt.date(2027, 10, 1)
BLOCK = 2_000  # rows that are sent to PostgreSQL at once
STATES = ("approved",) * 46 + ("received", "received", "has_issues", "rejected")
MONEY = (
    '{"r": {"crop_sales": 420000, "general_wage": 900000}, "p": {"food": 380000, "transport_fuel": 120000}, "d": {}}'
)


@dataclass(frozen=True)
class Size:
    """How large a province is. accounts: of each household, one a month."""

    villages: int
    households: int
    accounts: int = 12

    @property
    def all_households(self) -> int:
        return self.villages * self.households

    @property
    def all_accounts(self) -> int:
        return self.all_households * self.accounts


@dataclass(frozen=True)
class Province:
    """What was loaded, and how long the facts took."""

    workspace_id: int
    villages: list[str]
    rows: int
    seconds: float


class Loader:
    """Writes one province. Its rows follow from their numbers alone, so that each table is a pass of its own."""

    def __init__(self, connection: psycopg.Connection, province: str, size: Size, secret: str) -> None:
        self.connection, self.province, self.size = connection, province, size
        self.rows = 0
        with transaction() as session:
            self.workspace_id = areas.load(session, province).workspace_id
            tambons = area_queries.codes(session, self.workspace_id, "subdistrict")
            invented = [
                NewVillage(code=f"{t}{m:02d}", moo=m, name_th=f"บ้าน {t}{m:02d}") for m, t in places(tambons, size)
            ]
            villages.put(session, self.workspace_id, invented)
            years.open_year(session, self.workspace_id, YEAR)
            named = {"area_code": tambons[0], "workspace_id": self.workspace_id, "secret": secret}
            self.actor_id = phones.add(session, "phone", **named).phone.actor_id
            self.forms = {form_id: form_of(session, self.workspace_id, form_id) for form_id in FORMS}
            people.system_actor(session)
        self.villages = sorted(village.code for village in invented)
        self.first_id = connection.execute("select coalesce(max(id), 0) + 1 from submission").fetchone()[0]

    def load(self) -> Province:
        start = time.perf_counter()
        accounts, forums = self.first_id, self.first_id + self.size.all_accounts
        plans = forums + len(self.villages)
        self.copy(
            "household_registration (workspace_id, household_id, village_code, exists_from, recorded_at)",
            self.registrations(),
        )
        self.copy(
            "household_closing (workspace_id, household_id, close_reason, exists_to, recorded_at)", self.closings()
        )
        self.copy(
            f"submission ({SUBMISSION})", self.submissions("household_account", "amounts", accounts, self.of_accounts())
        )
        self.copy(
            f"submission ({SUBMISSION})", self.submissions("forum_attendance", "names", forums, self.of_villages())
        )
        self.copy(f"submission ({SUBMISSION})", self.submissions("community_plan", "plans", plans, self.of_villages()))
        self.copy(f"household_account ({ACCOUNT})", self.accounts(accounts))
        self.copy(f"household_money ({MONEY_COLUMNS})", self.money(accounts))
        self.copy(f"forum ({FORUM})", self.forums(forums))
        self.copy("forum_attendance (submission_id, household_id)", self.ticks(forums))
        self.copy(f"community_plan ({PLAN})", self.plans(plans))
        seconds = time.perf_counter() - start
        self.connection.execute(
            "select setval(pg_get_serial_sequence('submission', 'id'), %s)", [plans + len(self.villages)]
        )
        return Province(self.workspace_id, self.villages, self.rows, seconds)

    def copy(self, table: str, lines: Iterator[str]) -> None:
        with self.connection.cursor().copy(f"copy {table} from stdin") as copy:
            while block := list(islice(lines, BLOCK)):
                copy.write("".join(block))
                self.rows += len(block)

    def household(self, village: str, number: int) -> UUID:
        """The id of a household: an invented one, the same in every pass."""
        return UUID(bytes=md5(f"{self.province}{village}-{number}".encode()).digest(), version=4)

    def of_accounts(self) -> Iterator[tuple[str, str]]:
        """(village, state) month by month through the province, as they come in."""
        for month, (place, village), number in self.each_account():
            yield village, STATES[(place * 7 + number * 3 + month) % 50] if number % 10 < place % 9 + 4 else "received"

    def each_account(self) -> Iterator[tuple[int, tuple[int, str], int]]:
        return product(range(self.size.accounts), enumerate(self.villages), range(self.size.households))

    def of_villages(self) -> Iterator[tuple[str, str]]:
        return ((village, "approved") for village in self.villages)

    def registrations(self) -> Iterator[str]:
        for village, number in product(self.villages, range(self.size.households)):
            yield f"{self.workspace_id}\t{self.household(village, number)}\t{village}\t1900-01-01\t2026-10-01\n"

    def closings(self) -> Iterator[str]:
        """One household in thirty has moved out."""
        for village, number in product(self.villages, range(29, self.size.households, 30)):
            yield f"{self.workspace_id}\t{self.household(village, number)}\tmoved_out\t2026-12-01\t2027-01-05\n"

    def submissions(
        self, form_id: str, data_class: str, first: int, places: Iterable[tuple[str, str]]
    ) -> Iterator[str]:
        form = self.forms[form_id]
        for number, (village, state) in enumerate(places, start=first):
            name = md5(f"{number}".encode()).hexdigest()
            yield (
                f"{number}\t{self.workspace_id}\t{form}\tuuid:{name[:8]}-{name[8:12]}-{name[12:16]}-{name[16:20]}-{name[20:]}"
                f"\t{data_class}\t{state}\t{self.actor_id}\t{self.province}\t{village}\t{YEAR}\t2027-03-01\n"
            )

    def accounts(self, first: int) -> Iterator[str]:
        homes = {v: [self.household(v, n) for n in range(self.size.households)] for v in self.villages}
        for row, (month, (_, village), number) in enumerate(self.each_account(), start=first):
            consent = "f" if number % 40 == 39 else "t"
            yield (
                f"{row}\t{self.workspace_id}\t{village}\t{homes[village][number]}\t{YEAR}\t{consent}\t{MONTHS[month]}"
                f"\t1\tf\t{TODAY}\ttotals\tt\n"
            )

    def money(self, first: int) -> Iterator[str]:
        for row in range(first, first + self.size.all_accounts):
            yield f"{row}\t{self.workspace_id}\t1320000\t500000\t0\t0\t{MONEY}\n"

    def forums(self, first: int) -> Iterator[str]:
        for row, village in enumerate(self.villages, start=first):
            yield f"{row}\t{self.workspace_id}\t{village}\t{YEAR}\tplan\t2027-01-10\t{TODAY}\tt\n"

    def ticks(self, first: int) -> Iterator[str]:
        for place, village in enumerate(self.villages):
            for number in range(self.size.households * (65 + place % 20) // 100):
                yield f"{first + place}\t{self.household(village, number)}\n"

    def plans(self, first: int) -> Iterator[str]:
        for place, village in enumerate(self.villages):
            said = "\t".join("f" if place % every == 0 else "t" for every in (7, 9, 11, 13))
            yield f"{first + place}\t{self.workspace_id}\t{village}\t{YEAR}\t2027-01-20\t{said}\n"


FORMS = {"household_account": "amounts", "forum_attendance": "names", "community_plan": "plans"}
SUBMISSION = (
    "id, workspace_id, form, instance_id, data_class, state, actor_id, phone_area, village_code, plan_year, received_at"
)
ACCOUNT = (
    "submission_id, workspace_id, village_code, household_id, plan_year, consent, period_start, months, be_year,"
    " collected_on, entry_mode, book_seen"
)
MONEY_COLUMNS = "submission_id, workspace_id, income, expense, debt, savings, by_category"
FORUM = "submission_id, workspace_id, village_code, plan_year, forum_type, forum_date, collected_on, lao_present"
PLAN = "submission_id, workspace_id, village_code, plan_year, plan_date, lao_prepare, lao_evidence, written,"
PLAN += " written_evidence"


def places(tambons: list[str], size: Size) -> Iterator[tuple[int, str]]:
    """(moo, tambon): the first village of every tambon, then the second …"""
    return islice(product(range(1, 100), tambons), size.villages)


def form_of(session, workspace_id: int, form_id: str) -> int:
    """A form without a version: nobody sends it, its submissions only want to belong to one."""
    form = Form(workspace_id=workspace_id, form_id=form_id, title=form_id, data_class=FORMS[form_id])
    session.add(form)
    session.flush()
    return form.id
