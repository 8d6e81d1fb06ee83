"""The receiving path in plain SQL: one statement stores a new submission, another says why it did not.

These run on autocommitting connections (server.db.session.receiving): a statement is a transaction.
"""

from dataclasses import dataclass
from typing import NamedTuple

from psycopg import Connection

from server.db.queries.senders import PHONE, by_sender


@dataclass(frozen=True)
class Arriving:
    """A submission on its way in. form, form_version_id: our numbers; answers: as JSON.

    token_sha256, person_id: see Sender. request_id: of the request that brings it.
    """

    token_sha256: bytes | None
    workspace_id: int
    form: int
    form_version_id: int
    instance_id: str
    deprecated_id: str | None
    instance_name: str | None
    xml: bytes
    xml_sha256: bytes
    answers: str
    is_encrypted: bool
    device_id: str | None
    user_agent: str | None
    person_id: int | None = None
    request_id: str | None = None


@dataclass(frozen=True)
class Files:
    """The files a submission names, in parallel lists; sha256 and the rest are None while the bytes are missing."""

    names: list[str]
    sha256s: list[bytes | None]
    sizes: list[int | None]
    types: list[str | None]

    @classmethod
    def missing(cls, names: list[str]) -> "Files":
        """Named, and not here yet."""
        nothing = [None] * len(names)
        return cls(names, nothing, nothing, nothing)


class Stored(NamedTuple):
    """A version that is here already. phone_area: of whoever sent it first; open_files: those still missing."""

    version_id: int
    submission_id: int
    xml_sha256: bytes
    is_current: bool
    is_deleted: bool
    is_erased: bool
    phone_area: str
    files: list[str]
    open_files: list[str]


@dataclass(frozen=True)
class Found:
    """What stands in the database when a submission arrives; None is what does not.

    may_send: whether the phone's role is one of the form's; known: the version with its instance id; edited: the
    version it replaces; actor_id: who sends.
    """

    may_send: bool | None
    area_code: str | None
    form_state: str | None
    known: Stored | None
    edited: Stored | None
    actor_id: int | None = None


# Each id is searched for by itself: by a list of two, PostgreSQL may filter all versions of the form.
VERSION = """
    select v.instance_id, v.id, v.submission_id, v.sha256, v.is_current, s.deleted_at, s.erased_at,
           s.phone_area
    from submission_version v join submission s on s.id = v.submission_id
    where v.workspace_id = %(workspace_id)s and v.form = %(form)s and v.instance_id = %({0})s
"""

LOOK = f"""
    with sender as ({PHONE})
    select sender.role = any (f.roles), sender.area_code, f.state, sender.actor_id,
           v.instance_id, v.id, v.submission_id, v.sha256, v.is_current,
           v.deleted_at is not null, v.erased_at is not null, v.phone_area,
           array(select name from attachment where submission_version_id = v.id),
           array(select name from attachment where submission_version_id = v.id and sha256 is null)
    from (select) anything left join sender on true left join form f on f.id = %(form)s
    left join ({VERSION.format("instance_id")} union all {VERSION.format("deprecated_id")}) v on true
"""  # noqa: S608


def look(connection: Connection, arriving: Arriving) -> Found:
    """What stands in the way of a submission, or is there of it already."""
    rows = connection.execute(by_sender(LOOK, arriving.token_sha256), vars(arriving)).fetchall()
    here = {row[4]: Stored(*row[5:]) for row in rows if row[4] is not None}
    *stands, actor_id = rows[0][:4]
    return Found(*stands, here.get(arriving.instance_id), here.get(arriving.deprecated_id), actor_id)


FILES = """
    unnest(%(names)s::text[], %(sha256s)s::bytea[], %(sizes)s::bigint[], %(types)s::text[])
        as file (name, sha256, size, type)
"""

ALLOWED = f"""
    sender as ({PHONE}),
    allowed as (
        select sender.actor_id, sender.area_code, form.data_class from sender, form
        where form.id = %(form)s and form.state in ('open', 'closing') and sender.role = any (form.roles))
"""  # noqa: S608

# A version of `belongs` (submission_id, actor_id, old_version_id), and the note that it is to be digested.
NEW_VERSION = """
    new_version as (
        insert into submission_version (workspace_id, form, submission_id, form_version_id, instance_id, instance_name,
                                        xml, sha256, answers, is_encrypted, actor_id, device_id, user_agent)
        select %(workspace_id)s, %(form)s, belongs.submission_id, %(form_version_id)s, %(instance_id)s,
               %(instance_name)s, %(xml)s, %(xml_sha256)s, %(answers)s::jsonb, %(is_encrypted)s, belongs.actor_id,
               %(device_id)s, %(user_agent)s
        from belongs returning id),
    pending as (
        insert into pending_submission (submission_id, workspace_id, request_id)
        select submission_id, %(workspace_id)s, %(request_id)s from belongs)
"""

# Blobs are put in one order, lest two uploads that share photos wait for each other.
ITS_FILES = f"""
    new_blobs as (
        insert into blob (workspace_id, sha256, size, content_type)
        select distinct on (file.sha256) %(workspace_id)s, file.sha256, file.size, file.type from belongs, {FILES}
        where file.sha256 is not null order by file.sha256 on conflict do nothing),
    new_attachments as (
        insert into attachment (submission_version_id, name, workspace_id, sha256, received_at)
        select new_version.id, file.name, %(workspace_id)s, coalesce(file.sha256, old.sha256),
               case when file.sha256 is not null then now() else old.received_at end
        from belongs cross join new_version cross join {FILES}
        left join attachment old on old.submission_version_id = belongs.old_version_id and old.name = file.name)
"""  # noqa: S608

NEW_SUBMISSION = f"""
    with {ALLOWED},
    belongs as (
        insert into submission (workspace_id, form, instance_id, data_class, actor_id, phone_area)
        select %(workspace_id)s, %(form)s, %(instance_id)s, data_class, actor_id, area_code from allowed
        on conflict (workspace_id, form, instance_id) do nothing
        returning id as submission_id, actor_id, null::bigint as old_version_id),
"""  # noqa: S608

STORED = "select belongs.actor_id from belongs, new_version"
STORE = f"{NEW_SUBMISSION} {NEW_VERSION}, {ITS_FILES} {STORED}"
STORE_WITHOUT_FILES = f"{NEW_SUBMISSION} {NEW_VERSION} {STORED}"  # the usual case; what is not asked costs nothing


def values(arriving: Arriving, files: Files) -> dict[str, object]:
    """What is stored, by name."""
    return vars(arriving) | vars(files)


def store(connection: Connection, arriving: Arriving, files: Files) -> int | None:
    """Store a new submission if sender, form and instance id permit; says who sent it, None when nothing was stored.

    Raises UniqueViolation when an edit has the instance id.
    """
    statement = STORE if files.names else STORE_WITHOUT_FILES
    return sender_of(connection, by_sender(statement, arriving.token_sha256), values(arriving, files))


REPLACE = f"""
    with {ALLOWED},
    belongs as (
        update submission_version v set is_current = false from allowed, submission s
        where v.workspace_id = %(workspace_id)s and v.form = %(form)s and v.instance_id = %(deprecated_id)s
          and v.is_current and s.id = v.submission_id and s.deleted_at is null
        returning v.submission_id, allowed.actor_id, v.id as old_version_id, s.state),
    {NEW_VERSION}, {ITS_FILES},
    edited as (
        update submission s set state = 'edited', edits = edits + 1, updated_at = now(), area_accepted_by = null
        from belongs where s.id = belongs.submission_id),
    told as (
        insert into event (workspace_id, actor_id, verb, subject, subject_id, details)
        select %(workspace_id)s, actor_id, 'submission.edit', 'submission', submission_id::text,
               jsonb_build_object('from', state, 'to', 'edited') from belongs)
    select belongs.actor_id from belongs, new_version
"""  # noqa: S608


def replace(connection: Connection, arriving: Arriving, files: Files) -> int | None:
    """Make an edit the current version, with the old one's files of the same names; says who sent it, None when not.

    Whoever edits the same version in the same moment waits, and then finds it is not current any more. Raises
    UniqueViolation when another submission takes the instance id in the same moment.
    """
    return sender_of(connection, by_sender(REPLACE, arriving.token_sha256), values(arriving, files))


def sender_of(connection: Connection, statement: str, named: dict[str, object]) -> int | None:
    row = connection.execute(statement, named).fetchone()
    return row[0] if row else None


KNOWN_BLOBS = "select distinct sha256 from blob where sha256 = any (%(sha256s)s)"


def known_blobs(connection: Connection, sha256s: list[bytes]) -> set[bytes]:
    """Those of these blobs that some workspace has."""
    return {row[0] for row in connection.execute(KNOWN_BLOBS, {"sha256s": sha256s})}
