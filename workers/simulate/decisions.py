"""What the province, the districts and their chiefs do with invented projects: by the verbs that pages call."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import islice

from server.db.queries import project_acts, simulated
from server.db.session import transaction
from server.domain.projects import acts, paying
from server.domain.projects.paying import Decided, Paid
from workers.simulate.desk import instant
from workers.simulate.plan import Year
from workers.simulate.projects import DECIDED, PAID, ProjectStory
from workers.simulate.province import Province

AT_ONCE = 200
CONSENTED_OF_A_DISTRICT = 3


class Decisions:
    """The acts of officers on the projects of a year. Safe to do again: only projects that wait are acted on."""

    def __init__(self, province: Province, year: Year) -> None:
        self.province, self.year = province, year

    def decide(self) -> None:
        """The province's meeting."""
        day = self.year.calendar.decided_on
        for some in self.at_stage("forwarded", (one for one in self.year.projects if one.fate in DECIDED)):
            decided = {one.id: decision_on(one, day) for one in some}
            with transaction() as session:
                paying.decide_many(session, self.province.officer, decided, now=instant(day))

    def pay(self) -> None:
        """One transfer, or two; an agency's projects get none."""
        day = self.year.calendar.day(6, 12)
        paid = [one for one in self.year.projects if one.fate in PAID and has_transfer(one)]
        for some in self.at_stage("approved", paid):
            in_two = [one for one in some if one.random("transfers").random() < 0.3]
            with transaction() as session:
                payments = {one.id: payment(one, 1, day, is_half=one in in_two) for one in some}
                paying.transfer_many(session, self.province.officer, payments, now=instant(day))
                if in_two:
                    second = {one.id: payment(one, 2, day, is_half=True) for one in in_two}
                    paying.transfer_many(session, self.province.officer, second, now=instant(day))

    def at_stage(self, stage: str, projects: Iterator[ProjectStory] | Sequence[ProjectStory]) -> Iterator[list]:
        """Some projects at a time that stand at a stage."""
        every = iter(projects)
        while some := list(islice(every, AT_ONCE)):
            with transaction() as session:
                stages = simulated.stages(session, self.province.workspace_id, [one.id for one in some])
            if waiting := [one for one in some if stages.get(one.id) == stage]:
                yield waiting

    def interrupt(self) -> None:
        """Work that has stopped, and projects that are given up."""
        day = self.year.calendar.day(9, 24)
        suspended = (one for one in self.year.projects if one.fate == "suspended")
        for one in (one for some in self.at_stage("in_progress", suspended) for one in some):
            with transaction() as session:
                officer = self.province.officers[one.village.tambon[:4]]
                acts.suspend(session, officer, one.id, "รอเงินงวดถัดไป", now=instant(day))
        cancelled = (one for one in self.year.projects if one.fate == "cancelled")
        for one in (one for some in self.at_stage("approved", cancelled) for one in some):
            with transaction() as session:
                acts.cancel(session, self.province.officer, one.id, "หมู่บ้านขอถอนโครงการ", now=instant(day))

    def consent(self) -> None:
        """Each chief has looked at the first withdrawals of the list; the others still wait."""
        for district, chief in self.province.chiefs.items():
            with transaction() as session:
                asked = {"with_consented": False, "most": CONSENTED_OF_A_DISTRICT}
                waiting = project_acts.withdrawals(session, self.province.workspace_id, district, **asked)
                for row in waiting:
                    now = instant(self.year.calendar.day(9, 25))
                    paying.consent(session, chief, row.project_id, row.submission_id, now=now)


def decision_on(one: ProjectStory, day: dt.date) -> Decided:
    if one.fate == "not_approved":
        return Decided(outcome="not_approved", decided_on=day, reason="ซ้ำกับงบประมาณอื่น")
    order = f"มท.{one.random('order').randint(1, 40)}/{day.year + 543}"
    return Decided(outcome="approved", decided_on=day, order_no=order, budget_approved=one.baht * 100)


def has_transfer(one: ProjectStory) -> bool:
    return one.unit != "agency" or one.fate == "funded"


def payment(one: ProjectStory, number: int, day: dt.date, *, is_half: bool) -> Paid:
    """In two transfers the second is what the first left."""
    half = one.baht * 100 // 2
    amount = one.baht * 100 if not is_half else half if number == 1 else one.baht * 100 - half
    random = one.random(f"transfer {number}")
    reference = f"BAAC{random.randrange(10**10):010d}"
    return Paid(paid_on=day, amount=amount, bank_ref=reference, account_last4=f"{random.randrange(10_000):04d}")
