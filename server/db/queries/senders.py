"""Who sends a submission, as a part of the statements that receive it: a phone, or a person with a password."""

from functools import cache
from typing import NamedTuple

from psycopg import Connection


class Sender(NamedTuple):
    """Who sends: the phone whose token has this sha256, or else a person whose password was compared."""

    token_sha256: bytes | None
    person_id: int | None = None


PHONE = """
    select p.actor_id, a.role, a.area_code from phone p
    join assignment a on a.actor_id = p.actor_id and a.workspace_id = p.workspace_id
    where p.token_sha256 = %(token_sha256)s and p.workspace_id = %(workspace_id)s and p.revoked_at is null
"""

PERSON = """
    select p.actor_id, a.role, a.area_code from person p
    join assignment a on a.actor_id = p.actor_id and a.workspace_id = %(workspace_id)s
    where p.actor_id = %(person_id)s and p.disabled_at is null
"""

MAY_SEND = f"""
    select f.id is null or sender.role = any (f.roles) from ({PHONE}) sender
    left join form f on f.workspace_id = %(workspace_id)s and f.form_id = %(form_id)s
"""  # noqa: S608


@cache
def by_person(statement: str) -> str:
    """The same statement where a person sends; that of phones knows nothing of people, and costs nothing more."""
    return statement.replace(PHONE, PERSON)


def by_sender(statement: str, token_sha256: bytes | None) -> str:
    """A statement made for phones, for whoever sends."""
    return by_person(statement) if token_sha256 is None else statement


def may_send(connection: Connection, sender: Sender, workspace_id: int, form_id: str = "") -> bool | None:
    """Whether the sender is one of those the form is for; None when no living phone, or nobody, is meant.

    A form that does not exist is no secret to phones.
    """
    asked = sender._asdict() | {"workspace_id": workspace_id, "form_id": form_id}
    row = connection.execute(by_sender(MAY_SEND, sender.token_sha256), asked).fetchone()
    return row[0] if row else None
