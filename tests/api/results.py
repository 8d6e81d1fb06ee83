"""Results of villages as the drains store them, made without their submissions."""

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from server.db.models import IndicatorResult, VillageYear
from tests.factories import make_village

COMPUTED_AT = datetime(2026, 11, 22, 2, 11, 1, tzinfo=UTC)


def store_result(
    session: Session,
    code: str,
    *,
    grade: str | None = "A",
    status: str = "graded",
    gate: str = "propose",
    households: int = 100,
    counted: tuple[int, int] = (80, 90),
    met: tuple[bool | None, ...] = (True, True, True, True),
    plan_year: int = 2570,
    basis: str = "official",
) -> None:
    """A village year with its four indicators; the village is made when it is not there."""
    workspace_id = make_village(session, code).workspace_id
    key = {"workspace_id": workspace_id, "plan_year": plan_year, "basis": basis, "village_code": code}
    times = {"reference_date": date(2026, 11, 20), "computed_at": COMPUTED_AT}
    session.add(VillageYear(**key, **times, households=households, status=status, grade=grade, gate=gate))
    session.flush()
    for number, is_met in enumerate(met, start=1):
        shares = share(counted[number - 1], households) if number < 3 else {}
        session.add(IndicatorResult(**key, indicator=number, met=is_met, **shares))
    session.flush()


def share(num: int, den: int) -> dict:
    return {
        "num": num,
        "den": den,
        "needed": (70 * den + 99) // 100,
        "percent": num * 10000 // den / 100 if den else None,
    }
