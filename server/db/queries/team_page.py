"""What a team reads about what its own phone sent: never answers, and no names of people or places in them."""

import datetime as dt
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session

from server.db.queries.corrections import ALIVE


class Count(NamedTuple):
    """Submissions of a form in a state, of those since a moment; today: of those since midnight."""

    title: str
    state: str
    count: int
    today: int


COUNTS = text("""
    select f.title, s.state, count(*), count(*) filter (where s.received_at >= :midnight)
    from submission s join form f on f.id = s.form
    where s.workspace_id = :workspace_id and s.actor_id = :actor_id and s.deleted_at is null
      and s.received_at >= :since
    group by f.title, s.state order by f.title, s.state
""")


def counts(
    session: Session, workspace_id: int, actor_id: int, *, since: dt.datetime, midnight: dt.datetime
) -> list[Count]:
    named = {"workspace_id": workspace_id, "actor_id": actor_id, "since": since, "midnight": midnight}
    return [Count(*row) for row in session.execute(COUNTS, named)]


class Told(NamedTuple):
    """A submission that something is to be said about. name: what the form calls it, where that names no person;
    missing: files that have not come; said: the last comment, and said_at: when it was made; correction: the state of
    the newest form that corrects it.
    """

    id: int
    title: str
    name: str | None
    state: str
    moo: int | None
    village: str | None
    village_code: str | None
    received_at: dt.datetime
    missing: int
    said: str | None
    said_at: dt.datetime | None
    correction: str | None


TOLD = f"""
    select s.id, f.title, case when s.data_class = any (:named) then v.instance_name end, s.state, p.moo, p.name_th,
           s.village_code, s.received_at, files.missing, c.body, c.at, n.state
    from submission s
    join form f on f.id = s.form
    join submission_version v on v.submission_id = s.id and v.is_current
    left join village p on p.workspace_id = s.workspace_id and p.code = s.village_code
    left join lateral (select body, at from comment where submission_id = s.id order by id desc limit 1) c on true
    left join lateral (
        select n.state from correction k join submission n on n.id = k.submission_id
        where k.corrects = s.id and {ALIVE} order by n.id desc limit 1) n on true
    cross join lateral (
        select count(*) as missing from attachment where submission_version_id = v.id and sha256 is null) files
    where s.workspace_id = :workspace_id and s.actor_id = :actor_id and s.deleted_at is null
"""  # noqa: S608
TO_CORRECT = text(f"""{TOLD}
    and (files.missing > 0 or n.state is null
         and (s.state = 'has_issues' or s.state = 'rejected' and s.updated_at >= :since))
    order by s.received_at desc limit :most
""")
SAID = text(f"""{TOLD}
    and s.state not in ('has_issues', 'rejected') and s.edits = 0 and n.state is null and files.missing = 0
    and c.at >= :since
    order by c.at desc limit :most
""")
CORRECTED = text(f"""{TOLD}
    and files.missing = 0 and s.updated_at >= :since
    and (n.state is not null or s.edits > 0 and c.at is not null and s.state not in ('has_issues', 'rejected'))
    order by s.updated_at desc limit :most
""")


def to_correct(
    session: Session, workspace_id: int, actor_id: int, *, named: list[str], since: dt.datetime, most: int
) -> list[Told]:
    """What was sent back, what waits for files, and what was rejected since; newest first.

    named: classes of data whose names are shown.
    """
    asked = {"workspace_id": workspace_id, "actor_id": actor_id, "named": named, "most": most, "since": since}
    return [Told(*row) for row in session.execute(TO_CORRECT, asked)]


def said(
    session: Session, workspace_id: int, actor_id: int, *, named: list[str], since: dt.datetime, most: int
) -> list[Told]:
    """What the district said lately about all other submissions."""
    asked = {"workspace_id": workspace_id, "actor_id": actor_id, "named": named, "most": most, "since": since}
    return [Told(*row) for row in session.execute(SAID, asked)]


def corrected(
    session: Session, workspace_id: int, actor_id: int, *, named: list[str], since: dt.datetime, most: int
) -> list[Told]:
    """What was said something about and was edited since, or that another form corrects."""
    asked = {"workspace_id": workspace_id, "actor_id": actor_id, "named": named, "most": most, "since": since}
    return [Told(*row) for row in session.execute(CORRECTED, asked)]
