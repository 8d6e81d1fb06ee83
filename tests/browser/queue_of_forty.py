"""Forty submissions of a village that wait for the district: 39 accounts, and a forum that is one household short."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from server.domain import phones
from tests.browser.village_year import HEADS
from tests.engine import Filled, shared_engine
from tests.engine_phone import EnginePhone
from tests.factories import SECRET, make_household
from tests.fixtures.field import Field, drain, photo
from tests.fixtures.served import Served

VILLAGE = "50070504"
HOUSEHOLDS, ACCOUNTS, AT_FORUM = 54, 39, 37  # 70 % of 54 are 38
TODAY = datetime(2026, 11, 22, 9, 30, tzinfo=ZoneInfo("Asia/Bangkok"))
PERIOD = {"period_type": "m12", "period_month": "10", "period_year_be": 2568, "book_seen": "yes"}
WITHOUT_PERIOD = {"period_start": None, "period_type": None, "period_month": None, "period_year_be": None}
PLAN_PHOTOS = {name: photo(f"{VILLAGE} {name}") for name in ("plan_photo_1", "lao_evidence_photo")}


@dataclass(frozen=True)
class Queue:
    """What waits. odd: the account with something to look at; forum: as the phone's engine filled it in."""

    field: Field
    phone: EnginePhone
    team_page: str
    odd: int
    forum: Filled
    forum_id: int
    accounts: list[int]

    @property
    def session(self) -> Session:
        return self.field.session

    def edit_forum(self) -> None:
        """Tick the household that was missing, in the form that was sent; not yet sent again."""
        form = self.phone.edit("forum_attendance", self.forum)
        form.answer("attend_households", [str(one) for one in self.field.households[: AT_FORUM + 1]])
        self.phone.finish(form)

    def send(self) -> None:
        """The phone has a signal again; the workers follow."""
        assert {reply.status for reply in self.phone.send_all()} == {201}
        drain()


def queue_of_forty(session: Session, served: Served, folder: Path) -> Queue:
    """Put the village, its approved plan and the forty there, all of them read by the workers."""
    numbers = range(HOUSEHOLDS)
    field = Field(session, served.phone(), [household(session, number) for number in numbers])
    session.commit()
    drain()
    field.review(field.send("community_plan", village_code=VILLAGE, lao_stages="prepare analyse", files=PLAN_PHOTOS))
    phone = EnginePhone(served.phone(), shared_engine(), folder, at=TODAY)
    phone.sync()
    forum = forum_of(phone, [str(one) for one in field.households[:AT_FORUM]])
    assert {reply.status for reply in phone.send_all()} == {201}
    filled = [account(field, number, WITHOUT_PERIOD if number == 0 else {}) for number in range(ACCOUNTS)]
    assert {field.phone.send(one).status for one in filled} == {201}
    drain()
    ids = [field.id_of(one) for one in filled]
    team = phones.show(session, served.made.name, workspace_id=1, secret=SECRET).page_path
    return Queue(field, phone, team, ids[0], forum, field.id_of(forum), ids)


def household(session: Session, number: int):
    return make_household(session, VILLAGE, house_no=f"{number + 1}", head_name=HEADS[number % len(HEADS)]).uuid


def account(field: Field, number: int, changes: Mapping[str, object]):
    name = f"{number + 1} {HEADS[number % len(HEADS)]} 10/2568"
    about = {"village_code": VILLAGE, "house_no": f"{number + 1}", "instanceName": name}
    return field.about(number, **about, **changes)


def forum_of(phone: EnginePhone, households: list[str]) -> Filled:
    form = phone.open("forum_attendance")
    form.fill({"village_code": VILLAGE, "forum_date": date(2026, 11, 20), "place_name": "ศาลาวัดแม่ก๊ะ"})
    form.fill({"place_gps": (19.01, 98.83, 320, 5), "lao_present": "no"})
    form.answer("attend_households", households)
    return phone.finish(form, {"sheet_photo_1": photo(f"{VILLAGE} sign-in sheet")})
