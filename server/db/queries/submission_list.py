"""Submissions listed for those who look after the server: where they stand, never what they say."""

from collections.abc import Sequence

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

LISTED = text("""
    select s.id, f.form_id, s.instance_id, s.state, s.village_code, s.plan_year, s.received_at,
           array(select g.code from submission_flag g where g.submission_id = s.id order by g.code) as flags
    from submission s join form f on f.id = s.form
    where s.workspace_id = :workspace_id and s.deleted_at is null
      and (cast(:state as text) is null or s.state = :state)
      and (cast(:form_id as text) is null or f.form_id = :form_id)
      and (cast(:village as text) is null or starts_with(s.village_code, :village))
    order by s.id desc limit :limit
""")


def newest(
    session: Session, workspace_id: int, *, limit: int, state: str | None, form_id: str | None, village: str | None
) -> Sequence[Row]:
    """(id, form_id, instance_id, state, village_code, plan_year, received_at, flags), the newest first.

    village: a village's code, or what it begins with.
    """
    wanted = {"state": state, "form_id": form_id, "village": village}
    return session.execute(LISTED, wanted | {"workspace_id": workspace_id, "limit": limit}).all()
