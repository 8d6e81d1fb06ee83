"""People's accounts for whoever looks after them: narrowed down, page by page, and one of them in full."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Row, text
from sqlalchemy.orm import Session


class Listed(NamedTuple):
    """An account in a workspace. area: the name of the place; reset_until: a link or code given out and not yet used;
    has_password: somebody can sign in with it; provinces: how many the person works in.
    """

    actor_id: int
    name: str
    email: str
    role: str
    area_code: str
    area: str | None
    created_at: dt.datetime
    disabled_at: dt.datetime | None
    has_password: bool
    last_sign_in_at: dt.datetime | None
    reset_kind: str | None
    reset_until: dt.datetime | None
    provinces: int


COLUMNS = """
    a.id, a.display_name, p.email, g.role, g.area_code, coalesce(place.name_th, village.name_th), a.created_at,
    p.disabled_at, p.password_hash <> '', p.last_sign_in_at, given.kind, given.expires_at,
    (select count(*) from assignment other where other.actor_id = a.id)
"""
THERE = """
    from person p
    join actor a on a.id = p.actor_id
    join assignment g on g.actor_id = p.actor_id and g.workspace_id = :workspace_id
    left join area place on place.workspace_id = g.workspace_id and place.code = g.area_code
    left join village on village.workspace_id = g.workspace_id and village.code = g.area_code
    left join password_reset given on given.actor_id = p.actor_id and given.expires_at > now()
    where starts_with(g.area_code, :area_code)
      and (cast(:actor_id as integer) is null or p.actor_id = :actor_id)
      and (:word = '' or strpos(lower(p.email), :word) > 0 or strpos(lower(a.display_name), :word) > 0)
      and (:role = '' or g.role = :role)
      and (:closed = 'all' or (p.disabled_at is not null) = (:closed = 'closed'))
      and (:came = '' or :came = 'never' and p.last_sign_in_at is null
           or :came = 'long_ago' and p.last_sign_in_at < now() - interval '90 days')
"""
PEOPLE = text(f"select {COLUMNS} {THERE} order by p.email offset :offset limit :most")  # noqa: S608 - ours alone
COUNT = text(f"select count(*) {THERE}")  # noqa: S608


class Wanted(NamedTuple):
    """What a list is narrowed by. closed: `open`, `closed` or `all`; came: `never`, `long_ago` or all of them."""

    word: str = ""
    role: str = ""
    closed: str = "open"
    came: str = ""


def people(
    session: Session, workspace_id: int, area_code: str, wanted: Wanted, *, offset: int, most: int
) -> list[Listed]:
    """The accounts with a duty in an area, by address."""
    asked = asked_for(workspace_id, area_code, wanted) | {"offset": offset, "most": most}
    return [Listed(*row) for row in session.execute(PEOPLE, asked)]


def count(session: Session, workspace_id: int, area_code: str, wanted: Wanted) -> int:
    return session.execute(COUNT, asked_for(workspace_id, area_code, wanted)).scalar_one()


def one(session: Session, workspace_id: int, area_code: str, actor_id: int) -> Listed | None:
    """One of them, closed or not."""
    asked = asked_for(workspace_id, area_code, Wanted(closed="all"), actor_id) | {"offset": 0, "most": 1}
    found = session.execute(PEOPLE, asked).first()
    return Listed(*found) if found else None


def asked_for(workspace_id: int, area_code: str, wanted: Wanted, actor_id: int | None = None) -> dict:
    asked = wanted._asdict() | {"word": wanted.word.lower()}
    return asked | {"workspace_id": workspace_id, "area_code": area_code, "actor_id": actor_id}


HISTORY = text("""
    select e.at, e.verb, a.display_name as by, a.kind as by_kind, e.details
    from event e join actor a on a.id = e.actor_id
    where (e.workspace_id is null or e.workspace_id = :workspace_id) and e.subject = 'person'
      and e.subject_id = cast(:actor_id as text) and starts_with(e.verb, 'person.')
    order by e.id desc limit :most
""")


def history(session: Session, workspace_id: int, actor_id: int, most: int) -> Sequence[Row]:
    """(at, verb, by, by_kind, details) of what was done with an account, the newest first; without signing in."""
    named = {"workspace_id": workspace_id, "actor_id": actor_id, "most": most}
    return session.execute(HISTORY, named).all()


ROLES = text("""
    select g.role, count(*) from assignment g join person p on p.actor_id = g.actor_id and p.disabled_at is null
    where g.workspace_id = :workspace_id and starts_with(g.area_code, :area_code) group by g.role
""")


def number_by_role(session: Session, workspace_id: int, area_code: str) -> dict[str, int]:
    """role -> how many people in an area have it and may sign in."""
    rows = session.execute(ROLES, {"workspace_id": workspace_id, "area_code": area_code})
    return {role: number for role, number in rows}
