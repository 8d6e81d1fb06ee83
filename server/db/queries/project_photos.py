"""Which projects of an area have photos in counting reports, those that were reported last first."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

COUNTS = {"official": "s.state = 'approved'", "provisional": "s.state <> 'rejected'"}
LATEST = """
    select p.id, p.project_code, p.title, p.stage, p.village_code, v.moo, v.name_th as village, latest.report_date
    from (
        select r.project_id, max(r.report_date) as report_date from progress_report r
        join project p on p.workspace_id = r.workspace_id and p.id = r.project_id
        join submission s on s.id = r.submission_id
        where r.workspace_id = :workspace_id and p.fiscal_year = :year
          and p.village_code >= :area_code and p.village_code < :area_code || '~'
          and s.deleted_at is null and {counts} and not r.be_year
          and (starts_with(p.village_code, s.phone_area) or s.area_accepted_by is not null)
          and jsonb_path_exists(r.photos, '$[*] ? (@.received == true)')
        group by r.project_id) latest
    join project p on p.workspace_id = :workspace_id and p.id = latest.project_id
    left join village v on v.workspace_id = p.workspace_id and v.code = p.village_code
    where latest.report_date is not null
      and (cast(:date as date) is null or (latest.report_date, p.id) < (:date, cast(:project as uuid)))
    order by latest.report_date desc, p.id desc limit :most
"""
OF_BASIS = {basis: text(LATEST.format(counts=counts)) for basis, counts in COUNTS.items()}
After = tuple[dt.date, UUID]


def latest(
    session: Session,
    workspace_id: int,
    area_code: str,
    *,
    year: int,
    basis: str,
    after: After | None,
    most: int,
) -> Sequence[Row]:
    """Projects of a fiscal year by the date of their latest report with a photo; after: the last one seen before."""
    date, project = after or (None, None)
    asked = {"workspace_id": workspace_id, "area_code": area_code, "year": year, "most": most}
    return session.execute(OF_BASIS[basis], asked | {"date": date, "project": project}).all()
