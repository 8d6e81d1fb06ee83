"""Submissions with their answers, batch by batch: the next batch is read while the last one is being written."""

from collections.abc import Iterator
from dataclasses import dataclass
from time import monotonic

from flask import g
from sqlalchemy.orm import Session

from server.auth import scope_of
from server.db.models import Form
from server.db.queries import answer_rows, forms, odata_filter
from server.db.queries.answer_rows import Answered, Where
from server.db.session import Scope, read_only
from server.domain import events
from server.domain.answer_tables.tree import Group, tree_of
from server.domain.forms.drafting import living
from server.domain.permissions import AMOUNTS
from server.errors import NotFound
from server.odata.query import telling

AT_ONCE, FEW = 1_000, 100  # submissions that are in memory; a batch is one statement
QUICK_S = 0.5  # in which a quick reader has taken a batch
PART = 64  # of what was taken, the next batch: some megabytes lie in the network's buffers, however slow a reader is


@dataclass(frozen=True)
class Feed:
    """The submissions of a form that somebody may see, and that a filter leaves."""

    scope: Scope
    where: Where
    with_files: bool

    def newest_first(self, before: int | None = None, page: int | None = None) -> Iterator[list[Answered]]:
        """From the newest on, or from the one after this id. What comes meanwhile is newer, and not among them.

        page: how many a batch has; else that grows while its reader is quick, so that many slow ones take no memory.
        """
        at_once = FEW if page is None else min(page, AT_ONCE)
        taken = 0
        while True:
            begun = monotonic()
            with read_only(self.scope) as session:
                named = {"with_files": self.with_files}
                batch = answer_rows.below(session, self.scope, self.where, before, at_once, **named)
            number, before = len(batch), batch[-1].id if batch else None
            if batch:
                yield batch
            del batch
            if number < at_once:
                return
            if page is None:
                taken = taken + number if monotonic() - begun < QUICK_S else 0
                at_once = min(max(taken // PART, FEW), AT_ONCE)

    def in_order(self, order: str, skip: int = 0) -> Iterator[list[Answered]]:
        """In another order, as it is now: of each only the id is held."""
        with read_only(self.scope) as session:
            ids = answer_rows.ids(session, self.scope, self.where, order)[skip:]
        for start in range(0, len(ids), AT_ONCE):
            with read_only(self.scope) as session:
                some = ids[start : start + AT_ONCE]
                batch = answer_rows.these(session, self.scope, self.where, some, with_files=self.with_files)
            yield batch

    def files(self, name: str | None = None) -> Iterator[list[tuple[str, str, bytes]]]:
        """(instance id, name, sha256) of the files that have come, those of the newest first; of one name only."""
        after: tuple[int, str] | None = None
        while True:
            with read_only(self.scope) as session:
                batch = answer_rows.files(session, self.scope, self.where, after, AT_ONCE, name)
            yield [(one.instance_id, one.name, one.sha256) for one in batch]
            if len(batch) < AT_ONCE:
                return
            after = batch[-1].id, batch[-1].name

    def file_names_twice(self) -> set[str]:
        """The names that files of several submissions have."""
        with read_only(self.scope) as session:
            return answer_rows.file_names_twice(session, self.scope, self.where)


def feed_of(session: Session, workspace_id: int, form_id: str, filter_: str | None) -> tuple[Form, Feed]:
    """The form, and what the caller may see of it. Raises NotFound, and what `condition_of` raises."""
    form = living(session, workspace_id, form_id)
    if forms.current_version(session, form) is None:
        raise NotFound
    asked = condition_of(filter_, odata_filter.OF_SUBMISSIONS)
    where = Where(form.id, asked.sql, asked.values)
    return form, Feed(scope_of(g.caller), where, forms.has_files(session, form))


def condition_of(said: str | None, properties: odata_filter.Properties) -> odata_filter.Condition:
    """A `$filter`. Raises FilterNotRead and PropertyNotFilterable."""
    if not said:
        return odata_filter.Condition()
    with telling(properties):
        return odata_filter.condition(said, properties)


def tree_of_form(session: Session, form: Form, *, with_older: bool) -> Group:
    """The questions of the version that phones get, or of every one there was."""
    versions = forms.questions(session, form)
    return tree_of(versions if with_older else versions[:1])


def note_taking(session: Session, form: Form, kind: str) -> None:
    """Whoever takes amounts of households away is written into the book, once for all of them."""
    if form.data_class == AMOUNTS:
        who = {"actor_id": g.caller.actor_id, "workspace_id": g.caller.workspace_id}
        events.record(session, "submission.take", "form", form.id, **who, form_id=form.form_id, kind=kind)
