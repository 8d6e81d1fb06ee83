"""Forms and their versions, as phones list them and as submissions name them."""

import datetime as dt
from datetime import datetime
from typing import NamedTuple

from psycopg import Connection
from sqlalchemy import any_, delete, func, select, text
from sqlalchemy.orm import Session, aliased

from server.db.models import Actor, Form, FormUpload, FormVersion, SubmissionVersion, Trial


class ListedForm(NamedTuple):
    """A form as a phone's list shows it. media: [{"name": …}]."""

    form_version_id: int
    form_id: str
    title: str
    version: str
    md5: str
    media: list[dict]


class Published(NamedTuple):
    """A form with its current version, as scripts see it."""

    workspace_id: int
    form_id: str
    title: str
    state: str
    created_at: datetime
    version: str
    md5: str
    xml: bytes
    published_at: datetime


class Definition(NamedTuple):
    """What receiving needs of one published version; none of it ever changes."""

    form: int
    form_version_id: int
    questions: list[dict]


DEFINITION = """
    select f.id, v.id, v.questions from form f left join form_version v on v.form = f.id and v.version = %(version)s
        and v.published_at is not null
    where f.workspace_id = %(workspace_id)s and f.form_id = %(form_id)s
"""


def definition(connection: Connection, workspace_id: int, form_id: str, version: str) -> Definition | None:
    """The definition a submission was filled in with; form_version_id is None when only the version is unknown."""
    named = {"workspace_id": workspace_id, "form_id": form_id, "version": version}
    row = connection.execute(DEFINITION, named).fetchone()
    return Definition(*row) if row else None


LISTED = select(FormVersion.id, Form.form_id, Form.title, FormVersion.version, FormVersion.md5, FormVersion.media).join(
    FormVersion, (FormVersion.form == Form.id) & FormVersion.is_current
)
RECEIVING = ("open", "closing")


def listed(session: Session, workspace_id: int, role: str) -> list[ListedForm]:
    """The open forms for phones of this role, by name: what they may fill in."""
    these = Form.workspace_id == workspace_id, Form.state == "open", any_(Form.roles) == role
    return [ListedForm(*row) for row in session.execute(LISTED.where(*these).order_by(Form.title, Form.form_id))]


def served(session: Session, workspace_id: int, form_id: str, role: str) -> ListedForm | None:
    """A form that phones of this role may still fetch: one that is open, or closing."""
    this = Form.workspace_id == workspace_id, Form.state.in_(RECEIVING), Form.form_id == form_id
    row = session.execute(LISTED.where(*this, any_(Form.roles) == role)).first()
    return ListedForm(*row) if row else None


def xml(session: Session, workspace_id: int, md5: str) -> bytes:
    """The definition with this md5, as published."""
    these = FormVersion.workspace_id == workspace_id, FormVersion.md5 == md5
    return session.scalars(select(FormVersion.xml).where(*these).limit(1)).one()


class FormRow(NamedTuple):
    """A form as staff list it. version: what phones get, None when it was never published."""

    form_id: str
    title: str
    state: str
    roles: list[str]
    version: str | None
    published_at: dt.datetime | None
    draft: str | None


def overview(session: Session, workspace_id: int) -> list[FormRow]:
    """Every form with the version phones get and the one that is tried; the deleted ones last."""
    draft = aliased(FormVersion)
    current = FormVersion.version, FormVersion.published_at
    rows = (
        select(Form.form_id, Form.title, Form.state, Form.roles, *current, draft.version)
        .outerjoin(FormVersion, (FormVersion.form == Form.id) & FormVersion.is_current)
        .outerjoin(draft, (draft.form == Form.id) & draft.published_at.is_(None))
        .where(Form.workspace_id == workspace_id)
        .order_by(Form.state == "deleted", Form.title, Form.form_id)
    )
    return [FormRow(*row) for row in session.execute(rows)]


class VersionRow(NamedTuple):
    """A published version, and how many submissions were filled in with it."""

    id: int
    version: str
    is_current: bool
    published_at: dt.datetime
    published_by: str
    has_workbook: bool
    submissions: int


def versions(session: Session, form: Form) -> list[VersionRow]:
    """The published versions of a form, the newest first."""
    sent = (
        select(func.count(SubmissionVersion.id))
        .where(SubmissionVersion.workspace_id == form.workspace_id, SubmissionVersion.form == form.id)
        .where(SubmissionVersion.form_version_id == FormVersion.id)
        .scalar_subquery()
    )
    this = (FormVersion.id, FormVersion.version, FormVersion.is_current, FormVersion.published_at)
    rows = (
        select(*this, Actor.display_name, FormVersion.xlsx.is_not(None), sent)
        .join(Actor, Actor.id == FormVersion.published_by)
        .where(FormVersion.form == form.id)
        .order_by(FormVersion.published_at.desc(), FormVersion.id.desc())
    )
    return [VersionRow(*row) for row in session.execute(rows)]


def version_of(session: Session, form: Form, version_id: int) -> FormVersion | None:
    """A version of a form, or its draft."""
    return session.scalar(select(FormVersion).where(FormVersion.form == form.id, FormVersion.id == version_id))


def trial(session: Session, draft: FormVersion, instance_id: str) -> Trial | None:
    """What a tester sent under this id."""
    return session.scalar(select(Trial).where(Trial.form_version_id == draft.id, Trial.instance_id == instance_id))


def count_trials(session: Session, draft: FormVersion) -> int:
    """How many submissions testers have sent of a draft."""
    return session.scalar(select(func.count(Trial.id)).where(Trial.form_version_id == draft.id)) or 0


def trials(session: Session, draft: FormVersion, limit: int = 20) -> list[Trial]:
    """What testers sent of a draft, the newest first."""
    rows = select(Trial).where(Trial.form_version_id == draft.id).order_by(Trial.id.desc()).limit(limit)
    return list(session.scalars(rows))


def published(session: Session, workspace_id: int, form_id: str | None = None) -> list[Published]:
    """The forms of a workspace that are not deleted, by their ids; only the one of this id when one is given."""
    form = (Form.workspace_id, Form.form_id, Form.title, Form.state, Form.created_at)
    version = (FormVersion.version, FormVersion.md5, FormVersion.xml, FormVersion.published_at)
    rows = select(*form, *version).join(FormVersion, (FormVersion.form == Form.id) & FormVersion.is_current)
    rows = rows.where(Form.workspace_id == workspace_id, Form.state != "deleted").order_by(Form.form_id)
    rows = rows if form_id is None else rows.where(Form.form_id == form_id)
    return [Published(*row) for row in session.execute(rows)]


def by_form_id(session: Session, workspace_id: int, form_id: str, *, lock: bool = False) -> Form | None:
    """A form by the id phones know."""
    named = select(Form).where(Form.workspace_id == workspace_id, Form.form_id == form_id)
    return session.scalar(named.with_for_update() if lock else named)


def lock(session: Session, form: int) -> Form | None:
    """A form, locked until the transaction ends; None when it is gone."""
    return session.scalar(select(Form).where(Form.id == form).with_for_update())


def current_version(session: Session, form: Form) -> FormVersion | None:
    """The version new phones get."""
    return session.scalar(select(FormVersion).where(FormVersion.form == form.id, FormVersion.is_current))


def version_named(session: Session, form: Form, version: str) -> FormVersion | None:
    """One published version."""
    this = FormVersion.form == form.id, FormVersion.version == version, FormVersion.published_at.is_not(None)
    return session.scalar(select(FormVersion).where(*this))


def draft_of(session: Session, form: Form) -> FormVersion | None:
    """What is to become the next version."""
    return session.scalar(select(FormVersion).where(FormVersion.form == form.id, FormVersion.published_at.is_(None)))


def draft_named(session: Session, workspace_id: int, form_id: str) -> FormVersion | None:
    """The draft of the form of this id."""
    this = Form.workspace_id == workspace_id, Form.form_id == form_id, FormVersion.published_at.is_(None)
    return session.scalar(select(FormVersion).join(Form, Form.id == FormVersion.form).where(*this))


def forget_draft(session: Session, form: Form) -> bool:
    """Delete the draft with its files and what was sent to try it; says whether there was one."""
    gone = session.execute(
        delete(FormVersion).where(FormVersion.form == form.id, FormVersion.published_at.is_(None))
    ).rowcount
    return bool(gone)


def forget_trials(session: Session, version: FormVersion) -> None:
    """Delete what was sent to try a draft."""
    session.execute(delete(Trial).where(Trial.form_version_id == version.id))


def next_upload(session: Session) -> FormUpload | None:
    """The oldest upload that waits and that nobody else has in hand; locked."""
    waiting = select(FormUpload).where(FormUpload.outcome.is_(None)).order_by(FormUpload.id).limit(1)
    return session.scalar(waiting.with_for_update(skip_locked=True))


def retire_current(session: Session, form: Form) -> None:
    """Make room for a new current version; phones that still hold the old one may send it for months."""
    session.execute(text("update form_version set is_current = false where form = :form"), {"form": form.id})


def questions(session: Session, form: Form) -> list[list[dict]]:
    """The questions of every published version: those that phones get first, then the newest of the others."""
    rows = select(FormVersion.questions).where(FormVersion.form == form.id, FormVersion.published_at.is_not(None))
    return list(session.scalars(rows.order_by(FormVersion.is_current.desc(), FormVersion.id.desc())))


def has_files(session: Session, form: Form) -> bool:
    """Whether a submission of the form can have files: a version asks for one, keeps a log, or is encrypted."""
    has = text("""
        select exists (select from form_version v, jsonb_array_elements(v.questions) q
                       where v.form = :form and (q->>'type' = 'binary' or q->>'path' = '/meta/audit'))
            or exists (select from form_version v where v.form = :form and v.xml like '%base64RsaPublicKey%'::bytea)
    """)
    return bool(session.scalar(has, {"form": form.id}))
