"""Versions of forms as scripts see them: what phones get, drafts, and all that were published."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session, aliased

from server.db.models import Form, FormVersion


class Described(NamedTuple):
    """A form with one of its versions; a draft has no published_at. state: of a deleted one that of before; created_by:
    who made the first version there is.
    """

    form: int
    workspace_id: int
    form_id: str
    title: str
    state: str
    is_deleted: bool
    data_class: str
    created_at: datetime
    version_id: int
    version: str
    md5: str
    xml: bytes
    has_workbook: bool
    made_at: datetime
    published_at: datetime | None
    published_by: int | None
    created_by: int


_first = aliased(FormVersion)
CREATED_BY = (
    select(_first.created_by)
    .where(_first.form == Form.id)
    .order_by(_first.id)
    .limit(1)
    .correlate(Form)
    .scalar_subquery()
)
DESCRIBED = select(
    Form.id,
    Form.workspace_id,
    Form.form_id,
    Form.title,
    func.coalesce(Form.state_before, Form.state),
    Form.state == "deleted",
    Form.data_class,
    Form.created_at,
    FormVersion.id,
    FormVersion.version,
    FormVersion.md5,
    FormVersion.xml,
    FormVersion.xlsx.is_not(None),
    FormVersion.created_at,
    FormVersion.published_at,
    FormVersion.published_by,
    CREATED_BY,
).join(FormVersion, FormVersion.form == Form.id)


def listed(session: Session, workspace_id: int, *, with_drafts: bool, is_deleted: bool = False) -> list[Described]:
    """Each form by its id with the version phones get; with_drafts: those that have only a draft, too."""
    of_state = Form.state == "deleted" if is_deleted else Form.state != "deleted"
    rows = DESCRIBED.where(Form.workspace_id == workspace_id, of_state)
    shown = FormVersion.is_current | FormVersion.published_at.is_(None) if with_drafts else FormVersion.is_current
    rows = rows.where(shown).ext(distinct_on(Form.form_id)).order_by(Form.form_id, FormVersion.is_current.desc())
    return [Described(*row) for row in session.execute(rows)]


def published(session: Session, form: Form) -> list[Described]:
    """The published versions of a form, the newest first."""
    rows = DESCRIBED.where(Form.id == form.id, FormVersion.published_at.is_not(None))
    newest_first = rows.order_by(FormVersion.published_at.desc(), FormVersion.id.desc())
    return [Described(*row) for row in session.execute(newest_first)]


def one(session: Session, version_id: int) -> Described:
    """A version by its number."""
    return Described(*session.execute(DESCRIBED.where(FormVersion.id == version_id)).one())


def by_number(session: Session, workspace_id: int, number: int) -> Form | None:
    """A form by the number that the list of deleted forms gives it."""
    return session.scalar(select(Form).where(Form.workspace_id == workspace_id, Form.id == number))
