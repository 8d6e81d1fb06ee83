"""The OData service of a form: its submissions, and a table of each repeat."""

import re
from collections.abc import Callable, Iterator
from itertools import islice
from urllib.parse import quote

import orjson
from flask import Response

from server.auth import allows
from server.central.ahead import ahead
from server.central.feed import Feed, feed_of, note_taking, tree_of_form
from server.central.forms import FORMS
from server.central.odata import metadata
from server.central.submissions import TO_WIRE
from server.central.told import ODATA, told
from server.central.wire import central, moment
from server.db.queries import answer_rows, odata_filter
from server.db.queries.answer_rows import Answered
from server.db.session import transaction
from server.domain.answer_tables.odata_rows import SUBMISSIONS, Table, tables_of
from server.errors import NotFound
from server.odata import problems, query, writing
from server.odata.query import Position, Query

SERVICE = f"{FORMS}/<form_id>.svc"
ONE = re.compile(r"([^'()]+)(?:\('((?:[^']|'')*)'\))?")
ALWAYS = (("__id",), ("__system",))


@central.get(SERVICE)
@allows("submission.list")
@told(kind=writing.KIND, also=(406, 501))
def service(workspace_id: int, form_id: str) -> Response:
    """The tables of a form: its submissions, and each repeat."""
    query.check_format("json")
    with transaction() as session:
        form, _ = feed_of(session, workspace_id, form_id, None)
        tables = tables_of(tree_of_form(session, form, with_older=False))
    return writing.service(address(workspace_id, form_id), tables)


@central.get(f"{SERVICE}/$metadata")
@allows("submission.list")
@told(kind="application/xml", also=(406,))
def describe(workspace_id: int, form_id: str) -> Response:
    """What the tables of a form are made of, as EDMX."""
    query.check_format("xml")
    with transaction() as session:
        form, _ = feed_of(session, workspace_id, form_id, None)
        tables = tables_of(tree_of_form(session, form, with_older=False))
    return metadata.of_submissions(form_id, tables)


@central.get(f"{SERVICE}/<path:table>")
@allows("submission.list")
@told(kind=writing.KIND, query=ODATA, also=(406, 501))
def table(workspace_id: int, form_id: str, table: str) -> Response:
    """The rows of a table, the newest first; `Submissions('uuid:…')` and what is below it are of one submission."""
    asked = query.read(odata_filter.OF_SUBMISSIONS, int)
    with transaction() as session:
        form, feed = feed_of(session, workspace_id, form_id, asked.filter)
        root = tree_of_form(session, form, with_older=False)
        note_taking(session, form, "odata")
    named, instance_id, place = place_of(table)
    tables = tables_of(root, wkt=asked.wkt, expand=asked.expand, select=selected(asked))
    found = tables.get(named)
    if found is None:
        raise NotFound
    check_select(asked, found)
    context = f"{address(workspace_id, form_id)}/$metadata#{quote(named)}"
    if instance_id is not None:
        return below_one(feed, found, asked, instance_id, place, context)
    count = count_of(feed, found) if asked.count else None
    return writing.table(rows(feed, found, asked), asked, context, count)


def address(workspace_id: int, form_id: str) -> str:
    return f"{query.origin()}/v1/projects/{workspace_id}/forms/{quote(form_id, safe='')}.svc"


def place_of(said: str) -> tuple[str, str | None, str]:
    """(table, instance id, address of the rows) of "Submissions('uuid:1')/visit('ab12')/g/member"; of a whole table
    only its name. Raises NotFound."""
    parts = [ONE.fullmatch(one) for one in said.split("/")]
    if not all(parts):
        raise NotFound
    names = [part[1] for part in parts if part]
    first = parts[0][2] if parts[0] else None
    if first is None:
        if len(parts) > 1:
            raise NotFound
        return said, None, ""
    instance_id = first.replace("''", "'")
    below = [f"{part[1]}('{part[2]}')" if part[2] is not None else part[1] for part in parts[1:] if part]
    return ".".join(names), instance_id, "/".join([f"{SUBMISSIONS}('{quote(instance_id, safe='')}')", *below])


def selected(asked: Query) -> tuple[tuple[str, ...], ...] | None:
    return None if asked.select is None else tuple(one for one in asked.select if not one[0].startswith("__"))


def check_select(asked: Query, table: Table) -> None:
    """Raises SelectUnknown."""
    known = {*table.paths, *ALWAYS, (table.parent_key,), *(("__system", name) for name, _ in metadata.OF_SUBMISSIONS)}
    for path in asked.select or ():
        if path not in known:
            raise problems.SelectUnknown(name="/".join(path)[:100])


def count_of(feed: Feed, table: Table) -> int:
    with transaction(feed.scope) as session:
        if table.parent is None:
            return answer_rows.count(session, feed.scope, feed.where)
        return answer_rows.count_inside(session, feed.scope, feed.where, table.group.path)


def rows(feed: Feed, table: Table, asked: Query) -> Iterator[writing.Row]:
    """The rows of a table from where the query begins."""
    finish = finisher(table, asked)
    if asked.order is not None and table.parent is None:
        batches, skip = feed.in_order(asked.order, asked.skip), 0
    elif asked.order is not None:
        batches, skip = feed.in_order(asked.order), asked.skip
    else:
        before, skip = beginning(feed, table, asked)
        batches = feed.newest_first(before, page_of(asked, table))
    in_time = batches if asked.top is not None else ahead(batches)  # a page has no need of the batch behind it
    for number, row in enumerate(each_row(in_time, table, finish)):
        if number >= skip:
            yield row


def page_of(asked: Query, table: Table) -> int | None:
    """A page of submissions reads no more than them, the one that it goes on from, and one to know of more."""
    return asked.top + 2 if asked.top is not None and table.parent is None else None


def beginning(feed: Feed, table: Table, asked: Query) -> tuple[int | None, int]:
    """(the id before which the rows begin, how many of them are skipped)."""
    if asked.after is not None:
        return int(asked.after.id) + 1, asked.after.rows
    if not asked.skip or table.parent is not None:
        return None, asked.skip
    with transaction(feed.scope) as session:
        last = answer_rows.id_after(session, feed.scope, feed.where, asked.skip)
    return (0 if last is None else last), 0


def each_row(batches: Iterator[list[Answered]], table: Table, finish: Callable) -> Iterator[writing.Row]:
    for batch in batches:
        for one in batch:
            for number, row in enumerate(table.rows(orjson.loads(one.answers), one.instance_id), start=1):
                yield Position(one.id, number), finish(row, one)


def below_one(feed: Feed, table: Table, asked: Query, instance_id: str, place: str, context: str) -> Response:
    """One submission, or the rows of one of its repeats, or one of them. Raises NotFound."""
    with transaction(feed.scope) as session:
        found = answer_rows.one(session, feed.scope, feed.where, instance_id, with_files=feed.with_files)
    if found is None:
        raise NotFound
    finish = finisher(table, asked)
    answers = orjson.loads(found.answers)
    if table.parent and not any(
        place.startswith(f"{one.address}/") for _, one in table.parent.found(answers, instance_id)
    ):
        raise NotFound
    at = list(table.found(answers, instance_id))
    if place.endswith("')"):
        rows = [table.row(answers, where) for answers, where in at if where.address == place]
        if not rows:
            raise NotFound
        return writing.document({"@odata.context": f"{context}/$entity"} | finish(rows[0], found))
    inside = [table.row(answers, where) for answers, where in at if where.address.rpartition("('")[0] == place]
    each = ((Position(found.id, number), finish(row, found)) for number, row in enumerate(inside, start=1))
    return writing.table(islice(each, asked.skip, None), asked, context, len(inside) if asked.count else None)


def finisher(table: Table, asked: Query) -> Callable[[dict, Answered], dict]:
    """What adds to a row what the server says of its submission, and leaves out what was not selected."""
    select = asked.select
    with_system = table.parent is None and (select is None or any(one[0] == "__system" for one in select))
    parts = {one[1] for one in select or () if one[0] == "__system" and len(one) > 1}
    if select is None or ("__system",) in select:
        parts = set()
    dropped = [] if select is None else [one for one in ("__id", table.parent_key) if (one,) not in select]

    def finish(row: dict, one: Answered) -> dict:
        if with_system:
            said = system_of(one)
            row["__system"] = {name: said[name] for name in parts} if parts else said
        for name in dropped:
            row.pop(name, None)
        return row

    return finish


def system_of(one: Answered) -> dict:
    return {
        "submissionDate": moment(one.received_at),
        "updatedAt": moment(one.updated_at),
        "submitterId": str(one.actor_id),
        "submitterName": one.sender,
        "attachmentsPresent": one.present,
        "attachmentsExpected": one.expected,
        "status": "notDecrypted" if one.is_encrypted else None,
        "reviewState": TO_WIRE[one.state],
        "deviceId": one.device_id,
        "edits": one.edits,
        "formVersion": one.version,
        "deletedAt": None,
    }
