"""What a district's working group has before it: the projects of a fiscal year that are screened or are to be."""

from collections.abc import Sequence

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from server.db.queries.projects import SCREENED

IN_AREA = "p.workspace_id = :workspace_id and p.village_code >= :area_code and p.village_code < :area_code || '~'"
OF_PROJECT = "x.workspace_id = p.workspace_id and x.project_id = p.id"
LISTED = text(f"""
    select p.id, p.project_code, p.title, p.stage, p.kind, p.programme, p.village_code, v.moo, v.name_th as village,
           p.budget_requested, p.submission_id, o.state as proposal_state, a.from_plan as is_from_plan,
           y.grade, y.status, y.gate, l.mission_group, l.rank, l.outcome, l.comments, l.budget_recommended,
           l.meeting_date, l.strategy_link, l.from_plan, l.benefit, l.value, l.completeness,
           (select i.flags from submission_index i where i.submission_id = p.submission_id limit 1) as flags,
           (select count(*) from project_screening x where {OF_PROJECT} and x.submission_id is null)
           + (select count(*) from project_decision x where {OF_PROJECT})
           + (select count(*) + count(x.voided_at) from project_transfer x where {OF_PROJECT})
           + (select count(*) from project_act x where {OF_PROJECT}) as acted
    from project p
    left join village v on v.workspace_id = p.workspace_id and v.code = p.village_code
    left join submission o on o.id = p.submission_id and o.deleted_at is null
    left join project_proposal a on a.submission_id = p.submission_id
    left join village_year y on y.workspace_id = p.workspace_id and y.village_code = p.village_code
        and y.plan_year = p.fiscal_year and y.basis = 'official'
    left join lateral ({SCREENED}) l on true
    where {IN_AREA} and p.fiscal_year = :year and p.stage in ('proposed', 'returned', 'forwarded', 'not_forwarded')
    order by p.stage not in ('proposed', 'returned'), l.mission_group, l.rank, p.project_code
    limit :most offset :start
""")  # noqa: S608 - parts of our own
YEAR = text(f"""
    select fiscal_year from project p where {IN_AREA}
    order by stage = 'proposed' desc, fiscal_year desc limit 1
""")  # noqa: S608


def listed(
    session: Session, workspace_id: int, area_code: str, year: int | None, *, start: int, most: int
) -> Sequence[Row]:
    """Projects of a year that wait, then those screened, by mission group and rank. acted: see `project_acts.acted`."""
    asked = {"workspace_id": workspace_id, "area_code": area_code, "year": year, "start": start, "most": most}
    return session.execute(LISTED, asked).all()


def year(session: Session, workspace_id: int, area_code: str) -> int | None:
    """The latest fiscal year in which a project waits; the latest of all when none does."""
    return session.scalar(YEAR, {"workspace_id": workspace_id, "area_code": area_code})
