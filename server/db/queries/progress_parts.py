"""The work of an area's projects, weighted by money, for each of its parts."""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.orm import Session

PHYSICAL = text("""
    select left(p.village_code, :digits) as part, sum(p.budget_approved * t.percent_physical)::bigint,
           sum(p.budget_approved)::bigint
    from project p
    join project_standing t on t.workspace_id = p.workspace_id and t.project_id = p.id and t.basis = :basis
    where p.workspace_id = :workspace_id and p.fiscal_year = :year and p.stage = any (:stages)
      and p.budget_approved > 0 and p.village_code >= :area_code and p.village_code < :area_code || '~'
    group by part
""")


def physical(
    session: Session,
    workspace_id: int,
    area_code: str,
    *,
    year: int,
    basis: str,
    digits: int,
    stages: Sequence[str],
) -> dict[str, tuple[int, int]]:
    """Part -> (percent x satang, satang) of the projects in these stages that have a budget."""
    asked = {"workspace_id": workspace_id, "area_code": area_code, "year": year, "basis": basis, "digits": digits}
    rows = session.execute(PHYSICAL, asked | {"stages": sorted(stages)})
    return {part: (weighted, satang) for part, weighted, satang in rows}
