"""Many new submissions at once: what has to be known of them in a few statements, their rows by COPY."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from psycopg import Connection

from server.db.queries.receiving import Arriving, Files


class Sender(NamedTuple):
    """A living phone."""

    actor_id: int
    role: str
    area_code: str


class Open(NamedTuple):
    """Whether a form takes submissions and from whom, and what they reveal."""

    state: str
    data_class: str
    roles: list[str]


class New(NamedTuple):
    """A submission that is to be stored, with everything its rows hold."""

    arriving: Arriving
    files: Files
    sender: Sender
    data_class: str
    received_at: datetime


SENDERS = """
    select p.token_sha256, p.actor_id, a.role, a.area_code from phone p
    join assignment a on a.actor_id = p.actor_id and a.workspace_id = p.workspace_id
    where p.token_sha256 = any (%(tokens)s) and p.workspace_id = %(workspace_id)s and p.revoked_at is null
"""


def senders(connection: Connection, workspace_id: int, tokens: Collection[bytes]) -> dict[bytes, Sender]:
    """The living phones that hold these tokens (their sha256)."""
    rows = connection.execute(SENDERS, {"tokens": list(tokens), "workspace_id": workspace_id})
    return {bytes(token): Sender(*rest) for token, *rest in rows}


def forms(connection: Connection, ids: Collection[int]) -> dict[int, Open]:
    """The forms of these numbers; a share lock keeps them as they are until the transaction ends."""
    rows = connection.execute(
        "select id, state, data_class, roles from form where id = any (%s) for share", [list(ids)]
    )
    return {form: Open(*rest) for form, *rest in rows}


KNOWN = """
    select v.form, v.instance_id
    from unnest(%(forms)s::bigint[], %(ids)s::text[]) as asked (form, instance_id)
    join submission_version v on v.workspace_id = %(workspace_id)s and v.form = asked.form
        and v.instance_id = asked.instance_id
"""


def known(connection: Connection, workspace_id: int, arriving: Sequence[Arriving]) -> set[tuple[int, str]]:
    """(form, instance id) of those of which a version is here already."""
    asked = {"forms": [one.form for one in arriving], "ids": [one.instance_id for one in arriving]}
    rows = connection.execute(KNOWN, asked | {"workspace_id": workspace_id})
    return {(form, instance_id) for form, instance_id in rows}


SUBMISSION = "id, workspace_id, form, instance_id, data_class, actor_id, phone_area, received_at"
VERSION = (
    "id, workspace_id, form, submission_id, form_version_id, instance_id, instance_name, xml, sha256, answers,"
    " is_encrypted, actor_id, device_id, user_agent, received_at"
)
ATTACHMENT = "submission_version_id, name, workspace_id, sha256, received_at"


def store(connection: Connection, new: Sequence[New]) -> None:
    """Write the rows that `receiving.store` writes of each. Raises UniqueViolation when one is here by now."""
    submissions = numbers(connection, "submission", len(new))
    versions = numbers(connection, "submission_version", len(new))
    numbered = list(zip(submissions, versions, new, strict=True))
    put_blobs(connection, new)
    copy(connection, f"submission ({SUBMISSION})", (submission_row(number, one) for number, _, one in numbered))
    copy(connection, f"submission_version ({VERSION})", (version_row(*ids, one) for *ids, one in numbered))
    copy(connection, f"attachment ({ATTACHMENT})", (row for _, ids, one in numbered for row in attachments(ids, one)))
    waiting = ((number, one.arriving.workspace_id) for number, _, one in numbered)
    copy(connection, "pending_submission (submission_id, workspace_id)", waiting)


def numbers(connection: Connection, table: str, count: int) -> list[int]:
    """New ids of a table."""
    drawn = "select nextval(pg_get_serial_sequence(%s, 'id')) from generate_series(1, %s)"
    return [row[0] for row in connection.execute(drawn, [table, count])]


def copy(connection: Connection, table: str, rows: Iterable[tuple]) -> None:
    with connection.cursor().copy(f"copy {table} from stdin") as target:
        for row in rows:
            target.write_row(row)


def submission_row(number: int, new: New) -> tuple:
    one, sender = new.arriving, new.sender
    key = (number, one.workspace_id, one.form, one.instance_id)
    return (*key, new.data_class, sender.actor_id, sender.area_code, new.received_at)


def version_row(submission: int, number: int, new: New) -> tuple:
    one = new.arriving
    key = (number, one.workspace_id, one.form, submission, one.form_version_id, one.instance_id, one.instance_name)
    content = (one.xml, one.xml_sha256, one.answers, one.is_encrypted)
    return (*key, *content, new.sender.actor_id, one.device_id, one.user_agent, new.received_at)


def attachments(version: int, new: New) -> Iterable[tuple]:
    for name, sha256 in zip(new.files.names, new.files.sha256s, strict=True):
        yield version, name, new.arriving.workspace_id, sha256, new.received_at if sha256 else None


BLOBS = """
    insert into blob (workspace_id, sha256, size, content_type)
    select distinct on (sha256) * from unnest(%s::integer[], %s::bytea[], %s::bigint[], %s::text[])
        as file (workspace_id, sha256, size, type)
    order by sha256 on conflict do nothing
"""


def put_blobs(connection: Connection, new: Sequence[New]) -> None:
    """The files that have come, each once, in one order, lest two that share files wait for each other."""
    files = {
        sha256: (one.arriving.workspace_id, sha256, size, kind)
        for one in new
        for sha256, size, kind in zip(one.files.sha256s, one.files.sizes, one.files.types, strict=True)
        if sha256
    }
    if files:
        connection.execute(BLOBS, [list(column) for column in zip(*files.values(), strict=True)])
