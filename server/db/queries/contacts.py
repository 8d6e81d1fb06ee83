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
    """A form of a phone. held: the version it fetched last; sent: that of its last submission lately, received at
    sent_at; current: what phones get now; is_old: what is on the phone is an earlier one.
    """

    actor_id: int
    title: str
    held: str | None
    sent: str | None
    sent_at: dt.datetime | None
    current: str | None
    is_old: bool


USED = text("""
    with last as materialized (
        select distinct on (actor_id, form) actor_id, form, id from submission
        where workspace_id = :workspace_id and actor_id = any (:ids) and received_at >= :since
        order by actor_id, form, received_at desc),
    held as materialized (select actor_id, form, form_version_id from phone_form where actor_id = any (:ids))
    select known.actor_id, f.title, on_phone.version, filled.version, v.received_at, now_.version,
           f.state = 'open' and coalesce(known.form_version_id <> now_.id,
                                         filled.id <> now_.id and v.received_at > now_.published_at, false)
    from (last full join held using (actor_id, form)) as known
    join form f on f.id = known.form
    left join form_version on_phone on on_phone.id = known.form_version_id
    left join submission_version v on v.submission_id = known.id and v.is_current
    left join form_version filled on filled.id = v.form_version_id
    left join form_version now_ on now_.form = f.id and now_.is_current
    order by known.actor_id, f.title
""")


def used(session: Session, workspace_id: int, actor_ids: Sequence[int], since: dt.datetime) -> list[Used]:
    """The forms these phones hold, or have sent since."""
    named = {"workspace_id": workspace_id, "ids": list(actor_ids), "since": since}
    return [Used(*row) for row in session.execute(USED, named)]


FETCHED = text("""
    insert into phone_form (workspace_id, actor_id, form, form_version_id)
    select p.workspace_id, p.actor_id, d.form, d.id from phone p, form_version d
    where p.actor_id = :actor_id and d.id = :form_version_id
      and not exists (select from phone_form h where h.actor_id = p.actor_id and h.form_version_id = d.id)
    on conflict (actor_id, form) do update set form_version_id = excluded.form_version_id, fetched_at = now()
""")


def fetched(session: Session, actor_id: int, form_version_id: int) -> None:
    """Note which version of a form a phone holds now; nothing is written when it is the same, or no phone."""
    session.execute(FETCHED, {"actor_id": actor_id, "form_version_id": form_version_id})


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
