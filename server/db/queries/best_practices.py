"""Projects that the province evaluated and names as examples."""

from collections.abc import Sequence

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

# The latest approved evaluation of each project says whether it is one.
BEST = text("""
    select * from (
        select distinct on (e.project_id) e.project_id as id, p.project_code, p.title, p.village_code, v.moo,
               v.name_th as village, p.programme, p.impl_unit, p.budget_approved, e.eval_date, e.effectiveness,
               e.quality, e.efficiency, e.organisation, e.objectives_met, e.actual_households, e.continues,
               e.best_practice
        from project_evaluation e
        join submission s on s.id = e.submission_id and s.state = 'approved' and s.deleted_at is null
        join project p on p.workspace_id = e.workspace_id and p.id = e.project_id and p.stage = 'evaluated'
        left join village v on v.workspace_id = p.workspace_id and v.code = p.village_code
        where e.workspace_id = :workspace_id and p.fiscal_year = :year and not e.be_year
          and (starts_with(p.village_code, s.phone_area) or s.area_accepted_by is not null)
          and p.village_code >= :area_code and p.village_code < :area_code || '~'
        order by e.project_id, s.received_at desc, s.instance_id collate "C" desc) latest
    where best_practice
    order by effectiveness + quality + efficiency + organisation desc, project_code
""")


def of_area(session: Session, workspace_id: int, area_code: str, year: int) -> Sequence[Row]:
    """The best practices of an area in a fiscal year, those with the highest scores first."""
    return session.execute(BEST, {"workspace_id": workspace_id, "area_code": area_code, "year": year}).all()
