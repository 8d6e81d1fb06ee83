"""What phones are heard of: when, with which app, what they sent. No answers, no names of people."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session


class Contact(NamedTuple):
    """A phone and its last contact. user_agent: of that contact; today: submissions received since midnight;
    missing: files its submissions name that have not come.
    """

    actor_id: int
    name: str
    role: str
    area_code: str
    area: str | None
    revoked_at: dt.datetime | None
    last_at: dt.datetime | None
    user_agent: str | None
    today: int
    missing: int


CONTACTS = text("""
    with missing as (
        select s.actor_id, count(*) as files from attachment a
        join submission_version v on v.id = a.submission_version_id and v.is_current
        join submission s on s.id = v.submission_id
        where a.workspace_id = :workspace_id and a.sha256 is null and s.deleted_at is null group by s.actor_id)
    select p.actor_id, p.name, a.role, a.area_code, coalesce(place.name_th, village.name_th), p.revoked_at,
           greatest(p.last_seen_at, sent.received_at),
           case when sent.received_at > p.last_seen_at or p.user_agent is null
                then coalesce(sent.user_agent, p.user_agent) else p.user_agent end,
           today.count, coalesce(missing.files, 0)
    from phone p
    join assignment a on a.actor_id = p.actor_id and a.workspace_id = p.workspace_id
    left join area place on place.workspace_id = p.workspace_id and place.code = a.area_code
    left join village on village.workspace_id = p.workspace_id and village.code = a.area_code
    left join missing on missing.actor_id = p.actor_id
    left join lateral (
        select s.received_at, v.user_agent from submission s
        left join submission_version v on v.submission_id = s.id and v.is_current
        where s.workspace_id = p.workspace_id and s.actor_id = p.actor_id
        order by s.received_at desc limit 1) sent on true
    cross join lateral (
        select count(*) from submission s where s.workspace_id = p.workspace_id and s.actor_id = p.actor_id
        and s.received_at >= :midnight and s.deleted_at is null) today
    where p.workspace_id = :workspace_id and starts_with(a.area_code, :area_code)
      and (cast(:actor_id as integer) is null or p.actor_id = :actor_id)
    order by p.revoked_at is not null, a.area_code, p.name
""")


def contacts(
    session: Session, workspace_id: int, area_code: str, *, midnight: dt.datetime, actor_id: int | None = None
) -> list[Contact]:
    """The phones at home in an area, those in use first; only the one of this id when one is given."""
    named = {"workspace_id": workspace_id, "area_code": area_code, "midnight": midnight, "actor_id": actor_id}
    return [Contact(*row) for row in session.execute(CONTACTS, named)]


class Used(NamedTuple):
    """A form that a phone sent lately. version: of its last submission; current: what phones get now.

    is_old: it came after the current version was published, and was filled in with another.
    """

    actor_id: int
    title: str
    version: str
    current: str | None
    sent_at: dt.datetime
    is_old: bool


USED = text("""
    with last as materialized (
        select distinct on (actor_id, form) id, actor_id, form from submission
        where workspace_id = :workspace_id and actor_id = any (:ids) and received_at >= :since
        order by actor_id, form, received_at desc)
    select s.actor_id, f.title, d.version, now_.version, v.received_at,
           now_.id <> d.id and v.received_at > now_.published_at
    from last s
    join submission_version v on v.submission_id = s.id and v.is_current
    join form_version d on d.id = v.form_version_id
    join form f on f.id = s.form
    left join form_version now_ on now_.form = s.form and now_.is_current
    order by s.actor_id, f.title
""")


def used(session: Session, workspace_id: int, actor_ids: Sequence[int], since: dt.datetime) -> list[Used]:
    """The forms these phones have sent since, with the version each was filled in with last."""
    named = {"workspace_id": workspace_id, "ids": list(actor_ids), "since": since}
    return [Used(*row) for row in session.execute(USED, named)]


class Recent(NamedTuple):
    """A submission of a phone: what, when and how far. missing: files that have not come."""

    id: int
    instance_id: str
    title: str
    state: str
    received_at: dt.datetime
    missing: int


RECENT = text("""
    select s.id, s.instance_id, f.title, s.state, s.received_at,
           (select count(*) from attachment a join submission_version v on v.id = a.submission_version_id
            where v.submission_id = s.id and v.is_current and a.sha256 is null)
    from submission s join form f on f.id = s.form
    where s.workspace_id = :workspace_id and s.actor_id = :actor_id and s.deleted_at is null
    order by s.received_at desc limit :most
""")


def recent(session: Session, workspace_id: int, actor_id: int, most: int) -> list[Recent]:
    """What a phone sent last, newest first."""
    named = {"workspace_id": workspace_id, "actor_id": actor_id, "most": most}
    return [Recent(*row) for row in session.execute(RECENT, named)]
