"""An invented tambon to try things with: real area codes, everything inside made up, the same every time."""

import datetime as dt
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from random import Random
from uuid import UUID

from sqlalchemy.orm import Session

from server.db.queries import areas as area_queries
from server.db.queries import villages as village_queries
from server.domain import areas, events, people, phones, years
from server.domain.imports import households, projects, villages
from server.domain.imports.households import NewHousehold
from server.domain.imports.projects import NewProject
from server.domain.imports.villages import NewVillage
from server.domain.indicators.calendar import bangkok_date, first_day, fiscal_year, last_day
from server.domain.phones import PhoneKey
from server.errors import Problem

PROVINCE, TAMBON = "50", "500705"  # ต.สะลวง อ.แม่ริม จ.เชียงใหม่
CENTRE = (98.83, 19.01)
VILLAGES_IN_A_TAMBON = 15
MOST_HOUSEHOLDS = 999
PHONE = "สะลวง 1"
PEOPLE = (
    ("district@yudee.example", "district_officer", "5007"),
    ("chief@yudee.example", "district_chief", "5007"),
    ("province@yudee.example", "province_officer", PROVINCE),
    ("admin@yudee.example", "admin", PROVINCE),
)
VILLAGE_NAMES = ("ดอยสมมุติ", "ทุ่งตัวอย่าง", "น้ำทดลอง", "สันจำลอง", "ห้วยสาธิต", "หนองนิทาน", "ป่าลองดู", "แม่เรื่องเล่า")
TITLES = ("นาย", "นาง", "นางสาว")
FIRST_NAMES = ("สมมุติ", "ตัวอย่าง", "ทดลอง", "จำลอง", "สาธิต", "นิทาน", "ลองดู", "ต้นแบบ", "ทดสอบ", "ฝึกหัด")
LAST_NAMES = ("เมฆขาว", "ดาวเหนือ", "สายรุ้ง", "ลมหนาว", "น้ำค้าง", "ฟ้าใส", "ดินดำ", "ใบไม้", "หินกลม", "ไผ่เขียว")
PROJECTS = (  # title, programme, implementing unit, stage, baht
    ("ธนาคารข้าวตัวอย่าง", 1, "village", "funded", 120_000),
    ("ฝายชะลอน้ำสมมุติ", 3, "joint", "in_progress", 250_000),
    ("ดูแลผู้สูงอายุจำลอง", 4, "village", "approved", 80_000),
)


class DemoNeedsRoom(Problem):
    status, code = 409, "demo-needs-room"
    th = "มีหมู่บ้านในระบบแล้ว ข้อมูลสาธิตใช้ได้กับฐานข้อมูลว่างเท่านั้น"
    en = "There are villages here already. The demo goes into an empty database only."


@dataclass(frozen=True)
class Demo:
    """What was made. logins: address -> password, told once and never stored in clear."""

    villages: int
    households: int
    projects: int
    plan_year: int
    logins: dict[str, str]
    phone: PhoneKey


def load(session: Session, *, village_count: int, household_count: int, at: dt.datetime, secret: str) -> Demo:
    """Invent villages with so many households each, projects, people and a phone.

    Raises DemoNeedsRoom when there is any village.
    """
    workspace_id = areas.load(session, PROVINCE).workspace_id
    if village_queries.any_there(session, workspace_id):
        raise DemoNeedsRoom
    plan_year, author = fiscal_year(bangkok_date(at)), people.system_actor(session).id
    years.open_year(session, workspace_id, plan_year)
    random = Random(PROVINCE)  # noqa: S311 - the same names and ids every time are the point
    invented = list(invent_villages(area_queries.codes(session, workspace_id, "subdistrict"), village_count, random))
    villages.put(session, workspace_id, invented)
    homes = [home for one in invented for home in invent_households(one.code, household_count, random)]
    households.register(session, workspace_id, homes, actor_id=author)
    works = list(invent_projects([one.code for one in invented], plan_year, random))
    projects.add(session, workspace_id, works, actor_id=author)
    logins = add_people(session, workspace_id)
    phone = phones.add(session, PHONE, area_code=TAMBON, workspace_id=workspace_id, secret=secret)
    events.record(session, "demo.load", "workspace", workspace_id, actor_id=author, workspace_id=workspace_id)
    return Demo(len(invented), len(homes), len(works), plan_year=plan_year, logins=logins, phone=phone)


def is_empty(session: Session) -> bool:
    """Whether there is no village in any workspace yet."""
    return not village_queries.any_there(session)


def invent_villages(tambons: Sequence[str], number: int, random: Random) -> Iterator[NewVillage]:
    """Villages of the demo tambon first, then of those that follow it; only the first ones have a position."""
    start = tambons.index(TAMBON)
    in_order = product([*tambons[start:], *tambons[:start]], range(1, VILLAGES_IN_A_TAMBON + 1))
    for count, (tambon, moo) in enumerate(islice(in_order, number)):
        again, name = divmod(count, len(VILLAGE_NAMES))
        shown = f"บ้าน{VILLAGE_NAMES[name]}" + (f" {again + 1}" if again else "")
        lon, lat = near_centre(random) if tambon == TAMBON else (None, None)
        yield NewVillage(code=f"{tambon}{moo:02d}", moo=moo, name_th=shown, lon=lon, lat=lat)


def invent_households(village: str, number: int, random: Random) -> Iterator[NewHousehold]:
    for count in range(1, number + 1):
        yield NewHousehold(
            village_code=village,
            house_no=str(count),
            head_name=random.choice(TITLES) + random.choice(FIRST_NAMES) + " " + random.choice(LAST_NAMES),
            members=random.randint(1, 7),
            uuid=invented_uuid(random),
        )


def invent_projects(codes: Sequence[str], plan_year: int, random: Random) -> Iterator[NewProject]:
    """The demo's projects, one in each of the first villages, all planned for the fiscal year."""
    for code, (title, programme, unit, stage, baht) in zip(codes, PROJECTS, strict=False):
        lon, lat = near_centre(random)
        yield NewProject(
            village_code=code,
            fiscal_year=plan_year,
            title=title,
            programme=programme,
            impl_unit=unit,
            stage=stage,
            budget_approved=baht,
            planned_start=first_day(plan_year),
            planned_end=last_day(plan_year),
            lon=lon,
            lat=lat,
            uuid=invented_uuid(random),
        )


def add_people(session: Session, workspace_id: int) -> dict[str, str]:
    """The people of the demo, each with a password nobody can guess."""
    logins = {}
    for email, role, area in PEOPLE:
        logins[email] = secrets.token_urlsafe(12)
        people.add(session, email, role=role, area_code=area, password=logins[email], workspace_id=workspace_id)
    return logins


def near_centre(random: Random) -> tuple[float, float]:
    """(lon, lat) within some two kilometres of the middle of the demo tambon."""
    lon, lat = (round(degrees + random.uniform(-0.02, 0.02), 6) for degrees in CENTRE)
    return lon, lat


def invented_uuid(random: Random) -> UUID:
    return UUID(int=random.getrandbits(128), version=4)
