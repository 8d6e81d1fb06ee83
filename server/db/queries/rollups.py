"""Results of villages read for people: summed by area, or one village's with its four indicators."""

from collections.abc import Sequence

from sqlalchemy import RowMapping, select, text
from sqlalchemy.orm import Session

from server.db.models import IndicatorResult, VillageYear

# A village that is not computed yet is there without data, so that the parts always add up to the villages there are;
# of a locked year there are those of the day of the lock.
SUMS = text("""
    with told as (
        select village_code,
               max(num) filter (where indicator = 1) as accounts_num,
               max(num) filter (where indicator = 2) as forum_num,
               bool_or(met) filter (where indicator = 1) as met_1,
               bool_or(met) filter (where indicator = 2) as met_2,
               bool_or(met) filter (where indicator = 3) as met_3,
               bool_or(met) filter (where indicator = 4) as met_4
        from indicator_result
        where workspace_id = :workspace_id and plan_year = :plan_year and basis = :basis
          and village_code >= :area_code and village_code < :area_code || '~'
        group by village_code),
    one as (
        select left(v.code, :digits) as code, coalesce(y.status, 'no_data') as status, y.grade,
               coalesce(y.gate, 'unknown') as gate, coalesce(y.households, 0) as households, y.computed_at,
               told.*, y.status is not distinct from 'graded' as is_graded
        from village v
        left join criteria c on c.workspace_id = v.workspace_id and c.plan_year = :plan_year
        left join village_year y on y.workspace_id = v.workspace_id and y.village_code = v.code
             and y.plan_year = :plan_year and y.basis = :basis
        left join told on told.village_code = y.village_code
        where v.workspace_id = :workspace_id and v.code >= :area_code and v.code < :area_code || '~'
          and case when c.locked_on is null then v.active else y.village_code is not null end)
    select code, max(computed_at) as computed_at, min(status) as status, min(grade) as grade, min(gate) as gate,
           count(*) as villages_total,
           count(*) filter (where status = 'no_households') as villages_no_households,
           count(*) filter (where is_graded) as villages_graded,
           count(*) filter (where status = 'no_plan') as villages_no_plan,
           count(*) filter (where status = 'in_progress') as villages_in_progress,
           count(*) filter (where status = 'no_data') as villages_no_data,
           count(*) filter (where is_graded and grade = 'A') as grade_a,
           count(*) filter (where is_graded and grade = 'B') as grade_b,
           count(*) filter (where is_graded and grade = 'C') as grade_c,
           coalesce(sum(accounts_num) filter (where households > 0), 0)::bigint as accounts_num,
           sum(households)::bigint as accounts_den,
           coalesce(sum(forum_num) filter (where households > 0), 0)::bigint as forum_num,
           sum(households)::bigint as forum_den,
           count(*) filter (where is_graded and met_1) as met_1,
           count(*) filter (where is_graded and met_2) as met_2,
           count(*) filter (where is_graded and met_3) as met_3,
           count(*) filter (where is_graded and met_4) as met_4,
           count(*) filter (where gate = 'propose') as gate_propose,
           count(*) filter (where gate = 'make_plan') as gate_make_plan,
           count(*) filter (where gate = 'unknown') as gate_unknown
    from one group by code order by code
""")


def parts(
    session: Session, workspace_id: int, area_code: str, *, plan_year: int, basis: str, digits: int
) -> Sequence[RowMapping]:
    """The active villages of an area summed by the first `digits` of their codes, in order of the code.

    With 8 digits a part is one village, and `status`, `grade` and `gate` are its own.
    """
    named = {"workspace_id": workspace_id, "area_code": area_code, "plan_year": plan_year, "basis": basis}
    return session.execute(SUMS, named | {"digits": digits}).mappings().all()


def village_year(
    session: Session, workspace_id: int, village_code: str, *, plan_year: int, basis: str
) -> VillageYear | None:
    """The stored result of a village; None before its first computation."""
    return session.get(VillageYear, (workspace_id, plan_year, basis, village_code))


def indicators(
    session: Session, workspace_id: int, village_code: str, *, plan_year: int, basis: str
) -> Sequence[IndicatorResult]:
    """The stored indicators of a village, 1 to 4; none before its first computation."""
    there = select(IndicatorResult).where(
        IndicatorResult.workspace_id == workspace_id,
        IndicatorResult.plan_year == plan_year,
        IndicatorResult.basis == basis,
        IndicatorResult.village_code == village_code,
    )
    return session.scalars(there.order_by(IndicatorResult.indicator)).all()
