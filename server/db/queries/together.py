"""Submissions of phones that come in the same moment, stored by one statement: one commit and one wait for the disk.

They are new and have no files, as most; what one of them is for the database is said in `receiving`.
"""

import re
from collections.abc import Sequence

from psycopg import Connection

from server.db.queries import receiving
from server.db.queries.receiving import NEW_VERSION, Arriving, Files
from server.db.queries.senders import PHONE

Key = tuple[int, int, str]  # workspace, form, instance id

SENT = {
    "token_sha256": "bytea",
    "workspace_id": "bigint",
    "form": "bigint",
    "form_version_id": "bigint",
    "instance_id": "text",
    "instance_name": "text",
    "xml": "bytea",
    "xml_sha256": "bytea",
    "answers": "text",
    "is_encrypted": "boolean",
    "device_id": "text",
    "user_agent": "text",
    "request_id": "text",
}
VALUE = re.compile(r"%\((\w+)\)s")


def column_of(row: str, statement: str) -> str:
    """A part of a statement for one submission, with the columns of a row where its values stood."""
    return VALUE.sub(rf"{row}.\1", statement)


# As arrays in binary: one statement for however many, which is prepared once, and nothing is written out in hex.
STORE = f"""
    with arriving as (
        select * from unnest({", ".join(f"%({name})b::{type_}[]" for name, type_ in SENT.items())})
            as one ({", ".join(SENT)})),
    allowed as (
        select arriving.*, sender.actor_id, sender.area_code, form.data_class
        from arriving cross join lateral ({column_of("arriving", PHONE)}) sender join form on form.id = arriving.form
        where form.state in ('open', 'closing') and sender.role = any (form.roles)),
    new_submission as (
        insert into submission (workspace_id, form, instance_id, data_class, actor_id, phone_area)
        select workspace_id, form, instance_id, data_class, actor_id, area_code from allowed
        on conflict (workspace_id, form, instance_id) do nothing
        returning id as submission_id, workspace_id, form, instance_id),
    belongs as (select * from new_submission join allowed using (workspace_id, form, instance_id)),
    {column_of("belongs", NEW_VERSION)}
    select workspace_id, form, instance_id, actor_id from belongs
"""  # noqa: S608


def key_of(arriving: Arriving) -> Key:
    return arriving.workspace_id, arriving.form, arriving.instance_id


def store(connection: Connection, some: Sequence[Arriving]) -> dict[Key, int]:
    """Store what sender, form and instance id permit; says who sent each that was stored. All or nothing else.

    some: each submission once. In the order of their keys, lest two statements wait for each other. Raises
    UniqueViolation when an edit has one of the instance ids.
    """
    if len(some) == 1:  # plain values are written more quickly than arrays
        actor_id = receiving.store(connection, some[0], Files.missing([]))
        return {} if actor_id is None else {key_of(some[0]): actor_id}
    some = sorted(some, key=key_of)
    rows = connection.execute(STORE, {name: [getattr(one, name) for one in some] for name in SENT})
    return {(row[0], row[1], row[2]): row[3] for row in rows}
