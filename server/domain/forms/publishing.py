"""Drafts and versions: what phones fetch, and submissions name. A version never changes once it is published."""

import hashlib
from collections.abc import Sequence

from sqlalchemy import func
from sqlalchemy.orm import Session

from server.db.models import Form, FormVersion
from server.db.queries import form_files, forms
from server.domain import entity_lists, events, xforms
from server.domain.forms import needed
from server.domain.forms.conversion import Converted, check, convert
from server.domain.forms.problems import DraftMissing, FormDeleted, QuestionsNeeded
from server.domain.permissions import data_class, roles_for
from server.errors import FormVersionExists


def publish(
    session: Session, workspace_id: int, source: bytes, *, file_name: str, actor_id: int, if_new: bool = False
) -> FormVersion | None:
    """Publish a workbook (.xlsx) or a definition (.xml) as the form's current version, at once.

    With `if_new`, a version that is published already is left alone and None returned.
    Raises FormInvalid, FormVersionExists, FormDeleted and QuestionsNeeded.
    """
    converted = convert(source, file_name)
    definition = check(converted.xml)
    form = forms.by_form_id(session, workspace_id, definition.form_id, lock=True)
    if form is not None and forms.version_named(session, form, definition.version) is not None:
        if if_new:
            return None
        raise FormVersionExists(form_id=definition.form_id, version=definition.version)
    made = draft(session, workspace_id, converted, actor_id=actor_id)
    return publish_draft(session, workspace_id, definition.form_id, actor_id=actor_id, draft=made)


def draft(
    session: Session, workspace_id: int, converted: Converted, *, actor_id: int, roles: Sequence[str] = ()
) -> FormVersion:
    """Make this the draft of its form, in the place of another one; its files stay where it asks for them, too.

    roles: whose phones get the form, when it is new. Raises FormInvalid and FormDeleted.
    """
    definition = check(converted.xml)
    form = form_of(session, workspace_id, definition, roles)
    if form.state == "deleted":
        raise FormDeleted(form_id=form.form_id)
    before = forms.draft_of(session, form) or forms.current_version(session, form)
    made = FormVersion(
        workspace_id=workspace_id,
        form=form.id,
        version=definition.version,
        xml=converted.xml,
        md5=hashlib.md5(converted.xml, usedforsecurity=False).hexdigest(),
        xlsx=converted.xlsx,
        questions=definition.questions,
        media=definition.media,
        warnings=list(converted.warnings),
        created_by=actor_id,
    )
    files = form_files.of_version(session, before.id) if before is not None else []
    forms.forget_draft(session, form)
    session.add(made)
    session.flush()
    names = {item["name"] for item in definition.media}
    form_files.put(session, made.id, [one for one in files if one.name in names])
    return made


def publish_draft(
    session: Session, workspace_id: int, form_id: str, *, actor_id: int, draft: FormVersion | None = None
) -> FormVersion:
    """Make the draft the version that phones get; what was sent to try it is gone.

    draft: the one that was looked at; another one is not published. Raises DraftMissing, FormVersionExists, and
    QuestionsNeeded.
    """
    form = forms.by_form_id(session, workspace_id, form_id, lock=True)
    made = forms.draft_of(session, form) if form is not None else None
    if made is None or (draft is not None and draft.id != made.id):
        raise DraftMissing(form_id=form_id)
    if forms.version_named(session, form, made.version) is not None:
        raise FormVersionExists(form_id=form_id, version=made.version)
    if missing := needed.missing(form_id, made.questions):
        raise QuestionsNeeded(questions=", ".join(missing))
    definition = xforms.read(made.xml)
    forms.retire_current(session, form)
    form.title = definition.title
    made.published_at, made.published_by, made.is_current = func.now(), actor_id, True
    forms.forget_trials(session, made)
    ensure_lists(session, workspace_id, definition)
    session.flush()
    named = {"form_id": form_id, "version": made.version}
    events.record(session, "form.publish", "form", form.id, actor_id=actor_id, workspace_id=workspace_id, **named)
    return made


def discard_draft(session: Session, workspace_id: int, form_id: str, *, actor_id: int) -> None:
    """Throw the draft away; a form that was never published goes with it. Raises DraftMissing."""
    form = forms.by_form_id(session, workspace_id, form_id, lock=True)
    if form is None or not forms.forget_draft(session, form):
        raise DraftMissing(form_id=form_id)
    named = {"actor_id": actor_id, "workspace_id": workspace_id, "form_id": form_id}
    events.record(session, "form.discard_draft", "form", form.id, **named)
    if not forms.versions(session, form):
        session.delete(form)


def form_of(session: Session, workspace_id: int, definition: xforms.FormDefinition, roles: Sequence[str]) -> Form:
    """The form of this id, locked; made when it is new."""
    form = forms.by_form_id(session, workspace_id, definition.form_id, lock=True)
    if form is None:
        form = Form(
            workspace_id=workspace_id,
            form_id=definition.form_id,
            title=definition.title,
            roles=list(roles) or roles_for(definition.form_id),
            data_class=data_class(definition.form_id),
        )
        session.add(form)
        session.flush()
    return form


def ensure_lists(session: Session, workspace_id: int, definition: xforms.FormDefinition) -> None:
    """The entity lists the form speaks of come into being with it."""
    entity_lists.ensure(session, workspace_id, definition.questions, [media["name"] for media in definition.media])
