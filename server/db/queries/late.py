"""What has waited for too long."""

import datetime as dt

from sqlalchemy import text
from sqlalchemy.orm import Session

MOST_COUNTED = 1000  # of each form and state in a district: nobody reads further than "more than"

# As in `inbox`: each district, form and state is asked in an index. Of what two districts see, the village's counts.
SUBMISSIONS = text("""
    select coalesce(sum(number), 0), coalesce(max(number), 0) >= :most from (
        select (select count(*) from (
                    select from submission_index i
                    where i.workspace_id = :workspace_id and i.district_code = d.code and i.form = f.id
                      and i.state = s.state and i.received_at < :before
                      and (s.state = 'received' or exists (
                          select from submission e where e.id = i.submission_id and e.updated_at < :before))
                      and (i.village_code is null or starts_with(i.village_code, d.code))
                      and starts_with(coalesce(i.village_code, :area_code), :area_code)
                    limit :most) found) as number
        from (select code from area where workspace_id = :workspace_id and length(code) = 4
              and (starts_with(code, :area_code) or starts_with(:area_code, code))) d
        cross join (select id from form where workspace_id = :workspace_id) f
        cross join unnest(array['received', 'edited']) as s (state)) counted
""")


def submissions(session: Session, workspace_id: int, area_code: str, *, before: dt.datetime) -> tuple[int, bool]:
    """(how many of an area's submissions that came, or were edited, before then wait; whether there may be more)."""
    asked = {"workspace_id": workspace_id, "area_code": area_code, "before": before, "most": MOST_COUNTED}
    number, is_more = session.execute(SUBMISSIONS, asked).one()
    return int(number), is_more
