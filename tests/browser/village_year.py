"""What happens in village 50070503 in the plan year 2570, from the register to the first report on its project."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from geoalchemy2 import WKTElement

from server.db.models import Entity
from tests.factories import make_area, make_household, make_project, make_village
from tests.fixtures.field import Field, drain, photo

HEADS = ("นายคำปัน ใจดี", "นางบัวผัน แสงคำ", "นายอินสม ปัญญา", "นางสาวจันทร์ฉาย วงค์คำ", "นายสมเพชร ไชยวงค์")
HOUSEHOLDS = 10
PROJECT = "ฝายชะลอน้ำห้วยสมมุติ"
OUTLINE = "MULTIPOLYGON(((98.79 18.99, 98.85 18.97, 98.89 19.01, 98.88 19.06, 98.83 19.07, 98.80 19.04, 98.79 18.99)))"
BY_CATEGORY = {
    "entry_mode": "totals",
    "summary_amounts": None,
    "receipt_cats": "crop_sales remittance_in state_welfare",
    "receipt_amounts": "",
    "r_crop_sales": "48000",
    "r_remittance_in": "24000",
    "r_state_welfare": "7200",
    "payment_cats": "food farm_inputs education",
    "payment_amounts": "",
    "p_food": "36000",
    "p_farm_inputs": "15500",
    "p_education": "9000",
    "receipt_total": "79200.0",
    "payment_total": "60500.0",
    "balance": "18700.0",
    "debt_cats": "baac",
    "debt_amounts": "",
    "d_baac": "120000",
    "debt_total": "120000.0",
}


@dataclass(frozen=True)
class VillageYear:
    """Ids of what the pages are about."""

    field: Field
    account: int
    outside: int
    plan: int
    project: UUID


def tell(field: Field) -> VillageYear:
    """Ten households; eight accounts, a forum with seven and a walk-in, a plan with files, a project with reports."""
    session = field.session
    make_village(session, "50070503").name_th = "บ้านสันป่าตึง"
    make_village(session, "50070504").name_th = "บ้านแม่ก๊ะ"
    for code, name_th, name_en in (
        ("50", "เชียงใหม่", "Chiang Mai"),
        ("5007", "แม่ริม", "Mae Rim"),
        ("500705", "สะลวง", "Saluang"),
    ):
        area = make_area(session, code)
        area.name_th, area.name_en = name_th, name_en
    area.boundary = WKTElement(OUTLINE, srid=4326)
    for number in range(HOUSEHOLDS):
        head = f"{HEADS[number % len(HEADS)]}"
        field.households.append(
            make_household(session, house_no=f"{number + 12}/{number % 3 + 1}", head_name=head).uuid
        )
    project = make_project(
        session,
        title=PROJECT,
        programme=3,
        stage="in_progress",
        budget_approved=25_000_000,
        planned_start=date(2026, 6, 1),
        planned_end=date(2026, 12, 31),
        funded_on=date(2026, 5, 20),
    ).id
    session.commit()
    drain()
    account = accounts(field)
    forum_and_plan = plan_of(field)
    outside = field.send("community_plan", village_code="50080101", tambon_code="500801", amphoe_code="5008")
    reports(field, project)
    return VillageYear(field, account, outside, forum_and_plan, project)


def accounts(field: Field) -> int:
    """Seven that agree, six of them approved, and one that does not; returns the one with amounts by category."""
    for number in range(6):
        field.review(field.account(number, **name_of(field, number)))
    field.account(7, consent_plan_use="no", period_start=None, **name_of(field, 7))
    return field.account(6, **BY_CATEGORY, **name_of(field, 6))


def name_of(field: Field, number: int) -> dict[str, str]:
    """What the form would call it."""
    household = field.session.get(Entity, (1, "households", field.households[number]))
    return {"instanceName": f"{household.data['house_no']} 10/2568"}


def plan_of(field: Field) -> int:
    forum = field.forum(
        range(7),
        has_walk_in="yes",
        walk_in=[{"walk_house_no": "77", "walk_name": "นายมาเอง ไม่มีชื่อ"}],
        files={"sheet_photo_1": photo("sign-in sheet")},
        place_gps="18.9412 98.8301 320 6",
    )
    files = {
        "plan_photo_1": photo("plan", colour="#3b6ea5"),
        "lao_evidence_photo": photo("invitation", colour="#8a6bb5"),
    }
    plan = field.send("community_plan", lao_name="อบต.สะลวง", lao_stages="prepare analyse adopt", files=files)
    field.review(forum)
    field.review(plan)
    return plan


def reports(field: Field, project: UUID) -> None:
    def report(day: str, percent: int, at: str, stage: str, colour: str, reporter: str = "tambon_team") -> None:
        field.send(
            "project_progress",
            project=str(project),
            report_date=day,
            percent_physical=str(percent),
            site_gps=at,
            photo_1_stage=stage,
            disbursed_total=str(percent * 2000),
            reporter_role=reporter,
            milestone="working",
            instanceName=f"{PROJECT} {day} {percent}%",
            consent_ref="มร 12/2569",
            files={"photo_1": photo(stage, colour=colour)},
        )

    report("2026-09-05", 10, "19.0101 98.8302 320 8", "before", "#a37b4f")
    report("2026-10-12", 35, "19.0104 98.8296 318 12", "during", "#5f7f6a")
    report("2026-11-15", 45, "19.0170 98.8340 322 20", "during", "#4f6f9a")
    report("2026-11-18", 60, "19.0420 98.8600 322 9", "after", "#7f4f6a", reporter="committee")
