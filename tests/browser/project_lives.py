"""Projects at the stages at which somebody is to do something, for the pages that do it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from server.db.models import Village
from tests.domain.projects.lives import VILLAGE, ProjectLife, make_life

TITLES = {
    "proposed": "ฝายชะลอน้ำห้วยสมมุติ",
    "to_screen": "ปลูกป่าต้นน้ำห้วยสมมุติ",
    "forwarded": "กลุ่มแปรรูปลำไยอบแห้งบ้านสันป่าตึง",
    "approved": "ศูนย์เรียนรู้เศรษฐกิจพอเพียง",
    "funded": "ปรับปรุงระบบประปาภูเขาหมู่บ้าน ระยะที่ 2",
    "completed": "ธนาคารขยะรีไซเคิล",
    "cancelled": "ลานตากผลผลิตทางการเกษตร",
}


@dataclass(frozen=True)
class Desk:
    """Ids of projects by what they wait for."""

    proposed: UUID
    to_screen: UUID
    forwarded: UUID
    approved: UUID
    funded: UUID
    completed: UUID


def furnish_desk(session: Session) -> Desk:
    """One project at each stage; the funded one has two withdrawals that wait for the chief."""
    made = {stage: at_stage(session, number, stage) for number, stage in enumerate(TITLES, start=1)}
    session.get(Village, (1, VILLAGE)).name_th = "บ้านสันป่าตึง"
    session.commit()
    return Desk(**{stage: life.id for stage, life in made.items() if stage != "cancelled"})


def at_stage(session: Session, number: int, stage: str) -> ProjectLife:
    life = make_life(session, title=TITLES[stage], number=number)
    if stage == "funded":
        life.up_to("funded")
        life.report(20, disbursed=12_000)
        life.report(45, disbursed=60_000, days=1)
        life.compute()
    elif stage == "completed":
        life.up_to("funded").report(100, milestone="completed", disbursed=42_500, state="approved")
        life.compute()
    elif stage == "cancelled":
        life.screen()
        life.decide("not_approved")
    elif stage in ("proposed", "to_screen"):
        life.screen("returned", completeness="fix")
        life.edit_proposal()
        life.review(life.proposal, "approved")
    else:
        life.up_to(stage)
    return life
