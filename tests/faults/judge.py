"""What must be so once everything has come to rest, whatever was killed: each sentence is a fault."""

import datetime as dt
import hashlib
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from psycopg import Connection, OperationalError
from pyrage.x25519 import Identity

from server.backup import reading
from server.backup.contents import index_of
from server.backup.file import UNFINISHED
from server.domain.blobs import remove_strays
from server.domain.recompute import recompute
from server.errors import Problem
from server.storage import BlobStore
from tests.faults.told import Told, sha256

QUEUES = ("pending_submission", "stale_village", "stale_project", "stale_check")
UNFINISHED_ROWS = {"export": "finished_at is null", "form_upload": "outcome is null"}
WAITING = " union all ".join(
    [f"select '{table}', count(*) from {table}" for table in QUEUES]
    + [f"select '{table}', count(*) from {table} where {waits}" for table, waits in UNFINISHED_ROWS.items()]
)
VERSIONS = """
    select v.instance_id, v.xml, v.sha256, count(*) over (partition by v.instance_id),
           array(select a.name || ' ' || encode(a.sha256, 'hex') from attachment a
                 where a.submission_version_id = v.id and a.sha256 is not null)
    from submission_version v where v.instance_id = any (%s)
"""
# Every decision is one event for each of its submissions, and each approval a batch that names them.
HALF = """
    select b.id from review_batch b where exists (
        select from unnest(b.submission_ids) as one (id) where not exists (
            select from event e where e.workspace_id = b.workspace_id and e.verb = 'submission.review'
            and e.subject = 'submission' and e.subject_id = one.id::text and e.details->>'to' = b.state))
"""
# The state of a submission is what the book says of it last; an edit in the moment of a decision may stand before it.
UNTOLD = """
    select s.instance_id, s.state from submission s where s.instance_id = any (%s) and s.state <> 'received'
    and s.state is distinct from (
        select e.details->>'to' from event e where e.workspace_id = s.workspace_id and e.subject = 'submission'
        and e.subject_id = s.id::text and e.verb = 'submission.review' order by e.id desc limit 1)
    and not (s.state = 'edited' and exists (
        select from event e where e.workspace_id = s.workspace_id and e.subject = 'submission'
        and e.subject_id = s.id::text and e.verb = 'submission.edit'))
"""
DECIDED = """
    select s.instance_id, e.details->>'to', count(*) from event e join submission s on s.id = e.subject_id::bigint
    where e.verb = 'submission.review' and s.instance_id = any (%s) group by 1, 2
"""
COUNTED = """
    select basis, households from village_year where village_code = %s
    union all
    select 'entities', count(*) from entity where list_name = 'households' and village_code = %s
    union all
    select 'registrations', count(*) from household_registration where village_code = %s
    union all
    select 'submissions', count(*) from submission where village_code = %s
"""


def waiting(connection: Connection) -> dict[str, int]:
    """What is still to do, by table."""
    return {table: number for table, number in connection.execute(WAITING) if number}


def lost(connection: Connection, told: Told, store: BlobStore) -> Iterator[str]:
    """What was acknowledged and is not there, or not with these bytes."""
    rows = {row[0]: row[1:] for row in connection.execute(VERSIONS, [list(told.versions)])}
    for instance_id, form in told.versions.items():
        if instance_id not in rows:
            yield f"{instance_id} is not there"
            continue
        xml, digest, _, files = rows[instance_id]
        if not sha256(bytes(xml)) == bytes(digest) == sha256(form.xml):
            yield f"{instance_id} has another XML"
        there = dict(one.split(" ") for one in files)
        for name, content in form.files.items():
            if there.get(name) != sha256(content).hex():
                yield f"{name} of {instance_id} is {there.get(name)}"
    decided = {(one, state): number for one, state, number in connection.execute(DECIDED, [list(told.first)])}
    for (one, state), number in told.decisions.items():
        if decided.get((one, state), 0) < number:
            yield f"{one} was {state} {number} times, the book says {decided.get((one, state), 0)}"
    batches = {row[0] for row in connection.execute("select id from review_batch")}
    yield from (f"the approval {one} is not there" for one in told.batches - batches)
    exports = {f"/exports/{row[0]}" for row in connection.execute("select id from export where sha256 is not null")}
    yield from (f"{one} has no file" for one in told.exports - exports)
    yield from unlike(connection, store)


def unlike(connection: Connection, store: BlobStore) -> Iterator[str]:
    """Files that rows name, and that do not lie there with their bytes."""
    for (name,) in connection.execute("select distinct sha256 from blob"):
        path = store.path(bytes(name))
        if not path.exists() or hashlib.sha256(path.read_bytes()).digest() != bytes(name):
            yield f"the file {bytes(name).hex()} is not there as it was"


def twice(connection: Connection, told: Told, village: str) -> Iterator[str]:
    """What is there more than once, or counted otherwise than once."""
    rows = connection.execute(VERSIONS, [list(told.versions)]).fetchall()
    yield from (f"{row[0]} is there {row[3]} times" for row in rows if row[3] > 1)
    counted = dict(connection.execute(COUNTED, [village] * 4).fetchall())
    forms = Counter(told.first.values())
    registered = forms["household_register"]
    expected = {"submissions": forms.total(), "entities": registered, "registrations": registered}
    expected |= {"provisional": registered, "official": registered}
    for name, number in expected.items():
        if counted.get(name, 0) != number:
            yield f"{name}: {counted.get(name, 0)} instead of {number}"


def half(connection: Connection, told: Told) -> Iterator[str]:
    """Decisions of which a part is there, and states of which the book knows nothing."""
    yield from (f"the decision {row[0]} is there in part" for row in connection.execute(HALF))
    untold = connection.execute(UNTOLD, [list(told.first)])
    yield from (f"{instance_id} is {state}, and nobody said so" for instance_id, state in untold)


def recomputed(village: str | None) -> Iterator[str]:
    """What comes out otherwise when it is computed anew: of a village, or of all."""
    for change in recompute(1, village_code=village, now=dt.datetime.now(dt.UTC)).changes:
        yield f"computed anew: {change}"


def strays(connection: Connection, store: BlobStore) -> Iterator[str]:
    """What lies on the disk a day later although no row names it."""
    for path in [*store.folder.glob("??/*"), *store.folder.glob(".*")]:
        if path.is_file():
            os.utime(path, (0, 0))
    try:
        remove_strays(store)
    except OperationalError:  # the connection that this process kept died in the round
        remove_strays(store)
    named = {bytes(row[0]).hex() for row in connection.execute("select distinct sha256 from blob")}
    lying = {path.name for path in store.folder.rglob("*") if path.is_file()}
    yield from (f"nobody names {name}" for name in lying - named)


def backups(folder: Path, file: Path, status: int, identity: Identity) -> Iterator[str]:
    """A backup that said it was done can be read to its end; any other left nothing under the final name."""
    if status == 0 and not file.exists():
        yield f"{file.name} was made and is not there"
    if file.exists():
        try:
            reading.read(file, [identity], lambda _: None, lambda name, part: part.stream.read())
        except Problem as problem:
            yield f"{file.name}: {problem.text('en')}"
        if not index_of(file).exists():
            yield f"{file.name} has no index"
    unfinished = [one for one in folder.glob(f".*{UNFINISHED}") if status == 0]
    yield from (f"{one.name} was left behind" for one in unfinished)
