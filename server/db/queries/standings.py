"""How the villages of an area stand on one basis, a row each; and how an area stood in each year."""

from collections.abc import Sequence

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

# The villages that rollups.SUMS counts: one that is not computed yet is there without data.
VILLAGES = text("""
    with told as (
        select village_code,
               max(num) filter (where indicator = 1) as accounts, max(needed) filter (where indicator = 1) as needed,
               max(percent) filter (where indicator = 1) as accounts_pct,
               max(num) filter (where indicator = 2) as forum, max(percent) filter (where indicator = 2) as forum_pct,
               array_agg(met order by indicator) as met
        from indicator_result
        where workspace_id = :workspace_id and plan_year = :plan_year and basis = :basis
          and village_code >= :area_code and village_code < :area_code || '~'
        group by village_code),
    before as (
        select distinct on (e.village_code) e.village_code, e.old_grade from grade_event e
        join village_year y using (workspace_id, plan_year, basis, village_code)
        where e.workspace_id = :workspace_id and e.plan_year = :plan_year and e.basis = :basis
          and e.village_code >= :area_code and e.village_code < :area_code || '~'
          and e.old_grade is not null and e.old_grade is distinct from e.new_grade
          and e.old_grade is distinct from y.grade
        order by e.village_code, e.id desc)
    select v.code, v.moo, v.name_th, v.kind, s.name_th as subdistrict, s.name_en as subdistrict_en,
           d.name_th as district, d.name_en as district_en,
           coalesce(y.status, 'no_data') as status, y.grade, coalesce(y.gate, 'unknown') as gate, y.households,
           y.reference_date, y.computed_at, told.accounts, told.accounts_pct, told.forum, told.forum_pct, told.needed,
           coalesce(told.met, array[null, null, null, null]::boolean[]) as met, before.old_grade as restated_from,
           ST_X(v.place) as lon, ST_Y(v.place) as lat
    from village v
    left join area s on s.workspace_id = v.workspace_id and s.code = left(v.code, 6)
    left join area d on d.workspace_id = v.workspace_id and d.code = left(v.code, 4)
    left join criteria c on c.workspace_id = v.workspace_id and c.plan_year = :plan_year
    left join village_year y on y.workspace_id = v.workspace_id and y.village_code = v.code
         and y.plan_year = :plan_year and y.basis = :basis
    left join told on told.village_code = y.village_code
    left join before on before.village_code = y.village_code
    where v.workspace_id = :workspace_id and v.code >= :area_code and v.code < :area_code || '~'
      and case when c.locked_on is null then v.active else y.village_code is not null end
    order by v.code
""")


def villages(session: Session, workspace_id: int, area_code: str, *, plan_year: int, basis: str) -> Sequence[Row]:
    """The villages of an area in the order of their codes. met: of the indicators 1 to 4, null when not known.

    needed: households that indicators 1 and 2 ask for; restated_from: the last other grade before the present one.
    """
    asked = {"workspace_id": workspace_id, "area_code": area_code, "plan_year": plan_year, "basis": basis}
    return session.execute(VILLAGES, asked).all()


# Of a year that is not locked, as in the roll-up, the villages that are in use.
YEARS = text("""
    select y.plan_year, count(*) filter (where grade = 'A') as grade_a, count(*) filter (where grade = 'B') as grade_b,
           count(*) filter (where grade = 'C') as grade_c, count(*) as villages
    from village_year y
    join village v on v.workspace_id = y.workspace_id and v.code = y.village_code
    left join criteria c on c.workspace_id = y.workspace_id and c.plan_year = y.plan_year
    where y.workspace_id = :workspace_id and basis = :basis
      and village_code >= :area_code and village_code < :area_code || '~' and (v.active or c.locked_on is not null)
    group by y.plan_year order by y.plan_year
""")


def years(session: Session, workspace_id: int, area_code: str, *, basis: str) -> Sequence[Row]:
    """(plan_year, grade_a, grade_b, grade_c, villages that were computed) of every year, the oldest first."""
    return session.execute(YEARS, {"workspace_id": workspace_id, "area_code": area_code, "basis": basis}).all()
