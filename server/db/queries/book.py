"""The book of events, read: who did what, the newest first."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

# Of households and their entities nothing is told, not even their ids.
READ = text("""
    select e.id, e.at, e.actor_id, e.verb, e.subject, e.subject_id, e.details from event e
    where e.workspace_id = :workspace_id and e.subject <> 'entity' and not starts_with(e.subject, 'household')
      and (cast(:verb as text) is null or e.verb = :verb or starts_with(e.verb, :verb || '.'))
      and not (:skips_reading and split_part(e.verb, '.', 2) in ('read', 'show', 'take', 'ask', 'view'))
      and (cast(:start as timestamptz) is null or e.at >= :start)
      and (cast(:until as timestamptz) is null or e.at <= :until)
    order by e.id desc offset :offset limit :limit
""")


def newest_first(
    session: Session,
    workspace_id: int,
    *,
    verb: str | None = None,
    skips_reading: bool = False,
    start: dt.datetime | None = None,
    until: dt.datetime | None = None,
    offset: int | None = None,
    limit: int | None = None,
) -> Sequence[Row]:
    """(id, at, actor_id, verb, subject, subject_id, details) of the events of a workspace.

    verb: one, or the word that several begin with ("form" of "form.publish"); skips_reading: without those who looked.
    """
    asked = {"workspace_id": workspace_id, "verb": verb, "skips_reading": skips_reading, "start": start}
    return session.execute(READ, asked | {"until": until, "offset": offset, "limit": limit}).all()
