"""The receiving path in plain SQL: one statement stores a new submission, whoever sends it and whatever stands there.

These run on autocommitting connections (server.db.session.receiving): a statement is a transaction.
"""

from dataclasses import dataclass
from typing import NamedTuple

from psycopg import Connection
from psycopg.types.json import Jsonb


class Arrival(NamedTuple):
    """What the statement found and made. submission_id is None when nothing was stored."""

    actor_id: int | None
    role: str | None
    area_code: str | None
    form_state: str | None
    submission_id: int | None


class Known(NamedTuple):
    """A version that is here already."""

    version_id: int
    submission_id: int
    sha256: bytes
    is_current: bool
    is_deleted: bool


@dataclass(frozen=True)
class Files:
    """The files a submission names, in parallel lists; sha256 and the rest are None while the bytes are missing."""

    names: list[str]
    sha256s: list[bytes | None]
    sizes: list[int | None]
    types: list[str | None]


PHONE = """
    select p.actor_id, a.role, a.area_code from phone p
    join assignment a on a.actor_id = p.actor_id and a.workspace_id = p.workspace_id
    where p.token_sha256 = %(token)s and p.workspace_id = %(workspace_id)s and p.revoked_at is null
"""

FILES = """
    unnest(%(names)s::text[], %(sha256s)s::bytea[], %(sizes)s::bigint[], %(types)s::text[])
        as f (name, sha256, size, type)
"""

NEW_BLOBS = f"""
    insert into blob (workspace_id, sha256, size, content_type)
    select distinct on (f.sha256) %(workspace_id)s, f.sha256, f.size, f.type from {FILES}
    where f.sha256 is not null on conflict do nothing
"""  # noqa: S608

RECEIVE = f"""
    with phone as ({PHONE}),
    form_here as (
        select f.id, f.state, f.data_class from form f where f.id = %(form)s),
    allowed as (
        select phone.actor_id, phone.area_code, form_here.data_class from phone, form_here
        where form_here.state in ('open', 'closing') and phone.role = any (%(roles)s)
          and not exists (select from submission_version v where v.workspace_id = %(workspace_id)s
                          and v.form = %(form)s and v.instance_id = %(instance_id)s)),
    new_submission as (
        insert into submission (workspace_id, form, instance_id, data_class, actor_id, phone_area)
        select %(workspace_id)s, %(form)s, %(instance_id)s, data_class, actor_id, area_code from allowed
        on conflict (workspace_id, form, instance_id) do nothing returning id),
    new_version as (
        insert into submission_version (workspace_id, form, submission_id, form_version_id, instance_id, instance_name,
                                        xml, sha256, answers, actor_id, device_id, user_agent)
        select %(workspace_id)s, %(form)s, new_submission.id, %(form_version_id)s, %(instance_id)s, %(instance_name)s,
               %(xml)s, %(sha256)s, %(answers)s, allowed.actor_id, %(device_id)s, %(user_agent)s
        from new_submission, allowed returning id),
    new_blobs as ({NEW_BLOBS}),
    new_attachments as (
        insert into attachment (submission_version_id, name, workspace_id, sha256, received_at)
        select new_version.id, f.name, %(workspace_id)s, f.sha256, case when f.sha256 is not null then now() end
        from new_version, {FILES}),
    pending as (
        insert into pending_submission (submission_id, workspace_id)
        select id, %(workspace_id)s from new_submission)
    select (select actor_id from phone), (select role from phone), (select area_code from phone),
           (select state from form_here), (select id from new_submission)
"""  # noqa: S608

KNOWN = """
    select v.id, v.submission_id, v.sha256, v.is_current, s.deleted_at is not null
    from submission_version v join submission s on s.id = v.submission_id
    where v.workspace_id = %(workspace_id)s and v.form = %(form)s and v.instance_id = %(instance_id)s
"""

TOP_UP = f"""
    with new_blobs as ({NEW_BLOBS}),
    filled as (
        update attachment a set sha256 = f.sha256, received_at = now() from {FILES}
        where a.submission_version_id = %(version_id)s and a.name = f.name
          and f.sha256 is not null and a.sha256 is distinct from f.sha256 returning a.name)
    insert into pending_submission (submission_id, workspace_id)
    select %(submission_id)s, %(workspace_id)s where exists (select from filled)
"""  # noqa: S608


def phone(connection: Connection, token: bytes, workspace_id: int) -> Arrival | None:
    """The phone of a token's fingerprint, if it may still speak."""
    row = connection.execute(PHONE, {"token": token, "workspace_id": workspace_id}).fetchone()
    return Arrival(*row, None, None) if row else None


def receive(connection: Connection, values: dict, answers: dict, files: Files) -> Arrival:
    """Store a new submission if phone, form and instance id permit; says what stood in the way."""
    row = connection.execute(RECEIVE, values | {"answers": Jsonb(answers)} | vars(files)).fetchone()
    return Arrival(*row)


def known(connection: Connection, values: dict) -> Known | None:
    """The stored version with this instance id."""
    row = connection.execute(KNOWN, values).fetchone()
    return Known(*row) if row else None


def top_up(connection: Connection, found: Known, workspace_id: int, files: Files) -> None:
    """Fill the slots whose files came with a resend; the submission is looked at again when any did."""
    place = {"version_id": found.version_id, "submission_id": found.submission_id, "workspace_id": workspace_id}
    connection.execute(TOP_UP, place | vars(files))


LOCK_EDITED = """
    select v.id, v.submission_id, v.sha256, v.is_current, s.deleted_at is not null,
           s.phone_area, s.village_code, s.state, f.state
    from submission_version v join submission s on s.id = v.submission_id join form f on f.id = v.form
    where v.workspace_id = %(workspace_id)s and v.form = %(form)s and v.instance_id = %(deprecated_id)s
    for update of s
"""

REPLACE = f"""
    with retired as (
        update submission_version set is_current = false where id = %(old_version_id)s),
    new_blobs as ({NEW_BLOBS}),
    edited as (
        update submission set state = 'edited', edits = edits + 1, updated_at = now() where id = %(submission_id)s),
    told as (
        insert into event (workspace_id, actor_id, verb, subject, subject_id, details)
        values (%(workspace_id)s, %(actor_id)s, 'submission.edit', 'submission', %(submission_id)s::text,
                jsonb_build_object('from', %(old_state)s::text, 'to', 'edited')))
    insert into pending_submission (submission_id, workspace_id) values (%(submission_id)s, %(workspace_id)s)
"""  # noqa: S608

NEW_VERSION = f"""
    with new_version as (
        insert into submission_version (workspace_id, form, submission_id, form_version_id, instance_id, instance_name,
                                        xml, sha256, answers, actor_id, device_id, user_agent)
        values (%(workspace_id)s, %(form)s, %(submission_id)s, %(form_version_id)s, %(instance_id)s, %(instance_name)s,
                %(xml)s, %(sha256)s, %(answers)s, %(actor_id)s, %(device_id)s, %(user_agent)s)
        returning id)
    insert into attachment (submission_version_id, name, workspace_id, sha256, received_at)
    select new_version.id, f.name, %(workspace_id)s, coalesce(f.sha256, old.sha256),
           case when f.sha256 is not null then now() else old.received_at end
    from new_version, {FILES}
    left join attachment old on old.submission_version_id = %(old_version_id)s and old.name = f.name
"""  # noqa: S608


class Edited(NamedTuple):
    """The version an edit names, its submission locked until the end of the transaction."""

    version_id: int
    submission_id: int
    sha256: bytes
    is_current: bool
    is_deleted: bool
    phone_area: str
    village_code: str | None
    state: str
    form_state: str


def lock_edited(connection: Connection, values: dict) -> Edited | None:
    """The version with the deprecated id; waits for whoever edits the same submission."""
    row = connection.execute(LOCK_EDITED, values).fetchone()
    return Edited(*row) if row else None


def replace(connection: Connection, values: dict, answers: dict, files: Files) -> None:
    """Make the edit the current version; files of the same name are carried over from the old one."""
    everything = values | {"answers": Jsonb(answers)} | vars(files)
    connection.execute(REPLACE, everything)
    connection.execute(NEW_VERSION, everything)
