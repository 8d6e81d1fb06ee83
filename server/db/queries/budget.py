"""The money of projects, as the budget table adds it up."""

from collections.abc import Sequence

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

# Disbursed is what the latest official report that counts for money says; a project without a standing has none yet.
MONEY = text("""
    select left(p.village_code, :digits) as part, p.kind as proposal_kind, p.stage, p.programme,
           coalesce(p.budget_approved, 0) as approved, p.transferred, coalesce(s.disbursed, 0) as disbursed
    from project p
    left join project_standing s on s.workspace_id = p.workspace_id and s.project_id = p.id and s.basis = 'official'
    where p.workspace_id = :workspace_id and p.fiscal_year = :year and p.stage = any (:stages)
      and p.village_code >= :area_code and p.village_code < :area_code || '~'
    order by part
""")


def money(
    session: Session, workspace_id: int, area_code: str, *, year: int, digits: int, stages: Sequence[str]
) -> Sequence[Row]:
    """(part, proposal_kind, stage, programme, approved, transferred, disbursed) of an area's projects in these stages.

    part: the first `digits` of the code of its village; amounts in satang; year: fiscal, Buddhist.
    """
    asked = {"workspace_id": workspace_id, "area_code": area_code, "year": year}
    return session.execute(MONEY, asked | {"digits": digits, "stages": sorted(stages)}).all()
