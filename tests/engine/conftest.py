"""A phone of the tambon team of Mae Na, with its lists, for trying the forms."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.engine import EntityList, Form, FormEngine, shared_engine
from tests.forms.converted import xform_text

BANGKOK = ZoneInfo("Asia/Bangkok")
HOUSEHOLDS = (
    "name,label,__version,amphoe_code,tambon_code,village_code,"
    "house_no,hh_seq,head_name,members,house_id11,status,geometry\n"
)
VILLAGES = """name,label,tambon_code,plan_year,gate
50040501,ม.1 บ้านแม่นะ,500405,2570,propose
50040502,ม.2 บ้านจอมคีรี,500405,2571,make_plan
50040503,ม.3 บ้านปากทาง,500405,,unknown
"""
PROJECTS = (
    "name,label,stage,__version,project_code,village_code,budget_requested,budget_approved,geometry,"
    "last_percent,last_disbursed\n"
)
PROJECT_CELLS = (
    "ฝายชะลอน้ำ,in_progress,4,2570-5004-0001,50040501,160000,150000,19.3 98.9 0 0,40,60000",
    "ลานตากข้าว,approved,3,2570-5004-0002,50040501,80000,80000,,,",
    "โรงสีชุมชน,proposed,1,,50040501,120000,,,,",
    "ประปาภูเขา,returned,2,,50040502,90000,,,,",
    "ศาลาผู้สูงอายุ,completed,9,2570-5004-0005,50040501,70000,70000,,100,70000",
    "ทางเท้า,forwarded,3,2570-5004-0006,50040501,50000,,,,",
    "ร้านค้าชุมชน,evaluated,9,2570-5004-0007,50040501,30000,30000,,100,30000",
    "สะพานไม้,cancelled,5,2570-5004-0008,50040501,30000,30000,,,",
)


def household_id(number: int) -> str:
    return f"7b000000-0000-4000-8000-{number:012d}"


def project_id(number: int) -> str:
    return f"8a000000-0000-4000-8000-{number:012d}"


def household_row(number: int, house_no: str, head_name: str, village_code: str = "50040501") -> str:
    label = f"{house_no} {head_name}"
    place = f"5004,500405,{village_code}"
    return f"{household_id(number)},{label},{number},{place},{house_no},1,{head_name},4,,active,19.25 98.95 0 0\n"


SERVED_HOUSEHOLDS = HOUSEHOLDS + "".join(household_row(n, f"{n}/1", f"หัวหน้า {n}") for n in range(1, 8))
SERVED_PROJECTS = PROJECTS + "".join(
    f"{project_id(number)},{cells}\n" for number, cells in enumerate(PROJECT_CELLS, start=1)
)


@pytest.fixture(scope="session")
def engine() -> FormEngine:
    return shared_engine()


@pytest.fixture
def households() -> EntityList:
    """Seven active households in ม.1, their versions 1 to 7, as just synced."""
    kept = EntityList("households")
    kept.sync(SERVED_HOUSEHOLDS)
    return kept


@pytest.fixture
def projects() -> EntityList:
    kept = EntityList("projects")
    kept.sync(SERVED_PROJECTS)
    return kept


@pytest.fixture
def media(tmp_path: Path, households: EntityList, projects: EntityList) -> Path:
    """The media folder of the phone."""
    (tmp_path / "areas_amphoe.csv").write_text("name,label\n5004,เชียงดาว Chiang Dao\n", encoding="utf-8")
    (tmp_path / "areas_tambon.csv").write_text("name,label,amphoe_code\n500405,แม่นะ Mae Na,5004\n", encoding="utf-8")
    (tmp_path / "villages.csv").write_text(VILLAGES, encoding="utf-8")
    (tmp_path / "households.csv").write_text(households.csv(), encoding="utf-8")
    (tmp_path / "projects.csv").write_text(projects.csv(), encoding="utf-8")
    return tmp_path


@pytest.fixture
def open_form(engine: FormEngine, media: Path) -> Callable[..., Form]:
    """open_form("household_account") opens a form on 22 November 2026, or on the day that is given."""

    def open_on(form_id: str, *day: int) -> Form:
        at = datetime(*(day or (2026, 11, 22)), 9, 30, tzinfo=BANGKOK)
        return engine.open(xform_text(form_id), media, username="ทีมแม่นะ", at=at)

    return open_on
