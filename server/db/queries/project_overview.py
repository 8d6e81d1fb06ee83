"""What pages of an area's projects ask besides the projects: how the work is done, and their mission groups."""

from collections.abc import Collection, Sequence

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from server.db.queries.projects import SCREENED

ALL_KINDS = """
    p.workspace_id = :workspace_id and p.fiscal_year = :year
    and p.village_code >= :area_code and p.village_code < :area_code || '~'
"""
OF_AREA = f"{ALL_KINDS} and p.kind = 'project'"
WORK_MODES = text(f"""
    select a.work_mode as mode, count(*) as projects, sum(p.budget_requested)::bigint as requested,
           sum(a.contribution_village)::bigint as of_village, sum(a.contribution_lao)::bigint as of_lao
    from project p join project_proposal a on a.submission_id = p.submission_id
    where {OF_AREA} and a.work_mode is not null group by a.work_mode
""")  # noqa: S608 - parts of our own
GROUPS = text(f"""
    select l.mission_group as name, count(*) as projects,
           coalesce(sum(p.budget_approved) filter (where p.stage = any (:stages)), 0)::bigint as approved
    from project p
    cross join lateral ({SCREENED}) l
    where {OF_AREA} and l.mission_group is not null group by l.mission_group
""")  # noqa: S608


def work_modes(session: Session, workspace_id: int, area_code: str, year: int) -> dict[str, Row]:
    """{mode: (mode, projects, requested, of_village, of_lao)} as the proposals of a fiscal year say; satang."""
    asked = {"workspace_id": workspace_id, "area_code": area_code, "year": year}
    return {row.mode: row for row in session.execute(WORK_MODES, asked)}


def mission_groups(
    session: Session, workspace_id: int, area_code: str, year: int, *, stages: Collection[str]
) -> Sequence[Row]:
    """(name, projects, approved) of the mission groups that the latest counting screening of each project names.

    approved: satang of the projects in these stages.
    """
    asked = {"workspace_id": workspace_id, "area_code": area_code, "year": year, "stages": list(stages)}
    return session.execute(GROUPS, asked).all()


STAGES = text(f"""
    select p.stage, count(*) as projects, count(p.site) as placed from project p where {ALL_KINDS} group by p.stage
""")  # noqa: S608


def stages(session: Session, workspace_id: int, area_code: str, year: int) -> Sequence[Row]:
    """(stage, projects, placed) of a fiscal year, both kinds; placed: how many have a site."""
    asked = {"workspace_id": workspace_id, "area_code": area_code, "year": year}
    return session.execute(STAGES, asked).all()
