"""Files that arrive after their submission: put into the open slots, carried over to its edits."""

from psycopg import Connection

from server.db.queries.receiving import FILES, Arriving, Files, Stored
from server.db.queries.senders import PHONE, by_sender

# Other bytes for a file that was here are an edit: what somebody decided on is not what is here now. Whoever waits for
# an erasure finds it done, and then nothing to edit.
FILL = f"""
    with sender as ({PHONE}),
    replaced as (
        select from attachment a, {FILES}
        where a.submission_version_id = %(version_id)s and a.name = file.name and a.sha256 <> file.sha256),
    edited as (
        update submission s set state = 'edited', edits = s.edits + 1, updated_at = now(), area_accepted_by = null
        from submission old
        where s.id = %(submission_id)s and old.id = s.id and %(is_current)s and exists (select from replaced)
          and s.deleted_at is null
        returning old.state),
    told as (
        insert into event (workspace_id, actor_id, verb, subject, subject_id, details)
        select %(workspace_id)s, sender.actor_id, 'submission.edit', 'submission', %(submission_id)s::text,
               jsonb_build_object('from', edited.state, 'to', 'edited') from sender, edited),
    new_blobs as (
        insert into blob (workspace_id, sha256, size, content_type)
        select distinct on (file.sha256) %(workspace_id)s, file.sha256, file.size, file.type from {FILES}
        where file.sha256 is not null order by file.sha256 on conflict do nothing),
    filled as (
        update attachment a set sha256 = file.sha256, received_at = now() from {FILES}
        where a.submission_version_id = %(version_id)s and a.name = file.name
          and file.sha256 is not null and a.sha256 is distinct from file.sha256 returning a.name)
    insert into pending_submission (submission_id, workspace_id, request_id)
    select %(submission_id)s, %(workspace_id)s, %(request_id)s where exists (select from filled)
"""  # noqa: S608


def fill(connection: Connection, stored: Stored, arriving: Arriving, files: Files) -> bool:
    """Put files that came later into the slots of a version; says whether any was new."""
    statement = by_sender(FILL, arriving.token_sha256)
    return connection.execute(statement, stored._asdict() | vars(arriving) | vars(files)).rowcount == 1


CARRY = """
    with missing as (
        select distinct on (a.submission_version_id, a.name)
               a.submission_version_id, a.name, old.sha256, old.received_at
        from submission_version v join attachment a on a.submission_version_id = v.id and a.sha256 is null
        join submission_version before on before.submission_id = v.submission_id and before.id < v.id
        join attachment old on old.submission_version_id = before.id and old.name = a.name and old.sha256 is not null
        where v.submission_id = %(submission_id)s order by a.submission_version_id, a.name, before.id desc),
    carried as (
        update attachment a set sha256 = missing.sha256, received_at = missing.received_at from missing
        where a.submission_version_id = missing.submission_version_id and a.name = missing.name and a.sha256 is null
        returning a.name)
    insert into pending_submission (submission_id, workspace_id, request_id)
    select s.id, s.workspace_id, %(request_id)s from submission s
    where s.id = %(submission_id)s and exists (select from carried)
"""


def carry(connection: Connection, submission_id: int, request_id: str | None = None) -> bool:
    """Give edits the files of their predecessors that they name and nobody sent again; says whether any was.

    A file and an edit that arrive in one moment do not see each other: so each side calls this after its own commit.
    """
    named = {"submission_id": submission_id, "request_id": request_id}
    return connection.execute(CARRY, named).rowcount == 1
