"""Answers to take away: the submissions as CSV, or a zip with a CSV of each repeat, the files and the logs."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import orjson
from flask import Response, g, request

from server.auth import allows
from server.central import zips
from server.central.ahead import ahead
from server.central.feed import Feed, feed_of, note_taking, tree_of_form
from server.central.streams import lines, streamed, told_if_broken
from server.central.submissions import SUBMISSIONS, TO_WIRE
from server.central.told import WORD, YES_OR_NO, told
from server.central.wire import central, is_asked, moment
from server.db.queries import answer_rows
from server.db.queries.answer_rows import Answered
from server.db.session import transaction
from server.domain.answer_tables import keys
from server.domain.answer_tables.csv_rows import Columns, Options
from server.domain.answer_tables.names import file_name, table_files
from server.domain.answer_tables.tree import Group
from server.exports.cells import BYTE_ORDER_MARK, safe

QUERY: Mapping = dict.fromkeys(
    ("attachments", "groupPaths", "deletedFields", "splitSelectMultiples", "spreadsheet"), YES_OR_NO
) | {"$filter": WORD}
FIRST = "SubmissionDate"
LAST = ("KEY", "SubmitterID", "SubmitterName", "AttachmentsPresent", "AttachmentsExpected")
LAST += ("Status", "ReviewState", "DeviceID", "Edits", "FormVersion")


@dataclass(frozen=True)
class Asked:
    """What the query asks for. for_spreadsheets: cells that one would run are marked as text."""

    form_id: str
    feed: Feed
    root: Group
    options: Options
    with_media: bool
    for_spreadsheets: bool


@central.route(f"{SUBMISSIONS}.csv", methods=["GET", "POST"])
@allows("submission.list")
@told(kind="text/csv", query=QUERY, also=(501,))
def submissions_csv(workspace_id: int, form_id: str) -> Response:
    """The submissions of a form as CSV, the newest first; repeats are in `submissions.csv.zip`."""
    asked = read_query(workspace_id, form_id, "csv")
    chunks = (text.encode() for text in table_text(asked, asked.root))
    return streamed(told_if_broken(chunks), "text/csv; charset=utf-8", f"{file_name(form_id)}.csv")


@central.route(f"{SUBMISSIONS}.csv.zip", methods=["GET", "POST"])
@allows("submission.list")
@told(kind="application/zip", query=QUERY, also=(501,))
def submissions_zip(workspace_id: int, form_id: str) -> Response:
    """The submissions of a form and their repeats as CSV files, with what was sent beside them."""
    asked = read_query(workspace_id, form_id, "csv.zip")
    chunks = zips.zipped(entries(asked, sees_originals=g.caller.may("file.original")))
    return streamed(chunks, "application/zip", f"{file_name(form_id)}.zip")


def entries(asked: Asked, *, sees_originals: bool) -> Iterator[zips.Entry]:
    for table, name in table_files(asked.form_id, asked.root):
        yield zips.Entry(name, (text.encode() for text in table_text(asked, table)))
    if asked.with_media and asked.feed.with_files:
        yield from zips.media(asked.feed, sees_originals=sees_originals)
        if sees_originals:
            yield from zips.logs(asked.feed, file_name(asked.form_id))


def read_query(workspace_id: int, form_id: str, kind: str) -> Asked:
    with transaction() as session:
        form, feed = feed_of(session, workspace_id, form_id, request.values.get("$filter"))
        root = tree_of_form(session, form, with_older=is_asked("deletedFields"))
        split = is_asked("splitSelectMultiples")
        note_taking(session, form, kind)
    seen = seen_choices(feed, root) if split else {}
    return Asked(
        form_id,
        feed,
        root,
        Options(with_groups=is_asked("groupPaths", otherwise=True), split=split, seen=seen),
        with_media=is_asked("attachments", otherwise=True),
        for_spreadsheets=is_asked("spreadsheet"),
    )


def seen_choices(feed: Feed, root: Group) -> dict[tuple[str, ...], tuple[str, ...]]:
    """What was chosen in each select of several, also what its form does not name."""
    selects = [field for table in root.tables() for field in table.fields() if field.is_select_multiple]
    with transaction(feed.scope) as session:
        return {one.path: answer_rows.chosen(session, feed.scope, feed.where, one.path) for one in selects}


def table_text(asked: Asked, table: Group) -> Iterator[str]:
    """A table as the text of a CSV file, some thousand submissions at a time."""
    columns = Columns(table, asked.options)
    own = ["PARENT_KEY", "KEY"] if table.is_repeat else LAST
    yield written([[*([] if table.is_repeat else [FIRST]), *columns.headers, *own]], asked, begins=True)
    rows_of = repeat_rows if table.is_repeat else root_rows
    for batch in ahead(asked.feed.newest_first()):
        yield written(rows_of(table, columns, batch), asked)


def root_rows(_table: Group, columns: Columns, batch: list[Answered]) -> Iterator[list]:
    for one in batch:
        yield [moment(one.received_at), *columns.cells(orjson.loads(one.answers)), *system_cells(one)]


def system_cells(one: Answered) -> tuple:
    return (
        one.instance_id,
        one.actor_id,
        one.sender,
        one.present,
        one.expected,
        "not decrypted" if one.is_encrypted else None,
        TO_WIRE[one.state],
        one.device_id,
        one.edits,
        one.version,
    )


def repeat_rows(table: Group, columns: Columns, batch: list[Answered]) -> Iterator[list]:
    for one in batch:
        for found, key, above in keys.rows(orjson.loads(one.answers), one.instance_id, table.steps):
            yield [*columns.cells(found), above, key]


def written(rows: Iterable[list], asked: Asked, *, begins: bool = False) -> str:
    if not asked.for_spreadsheets:
        return lines(rows)
    return (BYTE_ORDER_MARK if begins else "") + lines([safe(cell) for cell in row] for row in rows)
