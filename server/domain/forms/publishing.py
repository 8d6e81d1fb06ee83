"""Drafts and versions: what phones fetch, and submissions name. A version never changes once it is published."""

import hashlib
from collections.abc import Sequence

from sqlalchemy import func
from sqlalchemy.orm import Session

from server.db.models import Form, FormVersion
from server.db.queries import form_files, forms
from server.db.queries.form_files import FormFile
from server.domain import entity_lists, events, xforms
from server.domain.forms import media, needed
from server.domain.forms.conversion import Converted, check, convert
from server.domain.forms.problems import DraftMissing, FormDeleted, QuestionsNeeded
from server.domain.permissions import data_class, roles_for
from server.errors import FormVersionExists


def publish(
    session: Session, workspace_id: int, source: bytes, *, file_name: str, actor_id: int, if_new: bool = False
) -> FormVersion | None:
    """Publish a workbook (.xlsx) or a definition (.xml) as the form's current version, at once.

    A draft of another version that somebody tries meanwhile stays. To whom the form was given stands in nobody's way,
    because every start publishes Yudee's own: phones whose role may not see a list are not served it.
    With `if_new`, a version that is published already is left alone and None returned.
    Raises FormInvalid, FormVersionExists, FormDeleted and QuestionsNeeded.
    """
    converted = convert(source, file_name)
    definition = check(converted.xml)
    form = forms.by_form_id(session, workspace_id, definition.form_id, lock=True)
    if if_new and form is not None and forms.version_named(session, form, definition.version) is not None:
        return None
    form = form_of(session, workspace_id, definition)
    tried = forms.draft_of(session, form)
    before = forms.current_version(session, form) or tried
    files = form_files.of_version(session, before.id) if before is not None else []
    if tried is not None and tried.version == definition.version:
        forms.forget_draft(session, form)
    return put_in_use(session, form, version_of(form, converted, definition, actor_id), files, actor_id=actor_id)


def draft(
    session: Session, workspace_id: int, converted: Converted, *, actor_id: int, roles: Sequence[str] = ()
) -> FormVersion:
    """Make this the draft of its form, in the place of another one; its files stay where it asks for them, too.

    roles: whose phones get the form, when it is new. Raises FormInvalid and FormDeleted.
    """
    definition = check(converted.xml)
    form = form_of(session, workspace_id, definition, roles)
    before = forms.draft_of(session, form) or forms.current_version(session, form)
    files = form_files.of_version(session, before.id) if before is not None else []
    forms.forget_draft(session, form)
    made = version_of(form, converted, definition, actor_id)
    put_with_files(session, made, files)
    return made


def publish_draft(
    session: Session, workspace_id: int, form_id: str, *, actor_id: int, draft: FormVersion | None = None
) -> FormVersion:
    """Make the draft the version that phones get; what was sent to try it is gone.

    draft: the one that was looked at; another one is not published. Raises DraftMissing, FormDeleted,
    FormVersionExists, QuestionsNeeded and ListUnseen.
    """
    form = forms.by_form_id(session, workspace_id, form_id, lock=True)
    made = forms.draft_of(session, form) if form is not None else None
    if form is None or made is None or (draft is not None and draft.id != made.id):
        raise DraftMissing(form_id=form_id)
    if form.state == "deleted":
        raise FormDeleted(form_id=form_id)
    forms.forget_trials(session, made)
    put_in_use(session, form, made, form_files.of_version(session, made.id), actor_id=actor_id)
    media.check_seen(session, made, form.roles)  # only now are the lists there that the form makes
    return made


def put_in_use(
    session: Session, form: Form, made: FormVersion, files: Sequence[FormFile], *, actor_id: int
) -> FormVersion:
    """Make this the version that phones get. Raises FormVersionExists and QuestionsNeeded."""
    if forms.version_named(session, form, made.version) is not None:
        raise FormVersionExists(form_id=form.form_id, version=made.version)
    if missing := needed.missing(form.form_id, made.questions):
        raise QuestionsNeeded(questions=", ".join(missing))
    definition = xforms.read(made.xml)
    forms.retire_current(session, form)
    form.title = definition.title
    made.published_at, made.published_by, made.is_current = func.now(), actor_id, True
    put_with_files(session, made, files)
    ensure_lists(session, form.workspace_id, definition)
    session.flush()
    named = {"form_id": form.form_id, "version": made.version}
    who = {"actor_id": actor_id, "workspace_id": form.workspace_id}
    events.record(session, "form.publish", "form", form.id, **who, **named)
    return made


def put_with_files(session: Session, made: FormVersion, files: Sequence[FormFile]) -> None:
    """Store a version, and those of these files beside it that it asks for."""
    session.add(made)
    session.flush()
    names = {item["name"] for item in made.media}
    form_files.put(session, made.id, [one for one in files if one.name in names])


def version_of(form: Form, converted: Converted, definition: xforms.FormDefinition, actor_id: int) -> FormVersion:
    return FormVersion(
        workspace_id=form.workspace_id,
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


def discard_draft(session: Session, workspace_id: int, form_id: str, *, actor_id: int) -> None:
    """Throw the draft away; a form that was never published goes with it. Raises DraftMissing."""
    form = forms.by_form_id(session, workspace_id, form_id, lock=True)
    if form is None or not forms.forget_draft(session, form):
        raise DraftMissing(form_id=form_id)
    named = {"actor_id": actor_id, "workspace_id": workspace_id, "form_id": form_id}
    events.record(session, "form.discard_draft", "form", form.id, **named)
    if not forms.versions(session, form):
        session.delete(form)


def form_of(session: Session, workspace_id: int, definition: xforms.FormDefinition, roles: Sequence[str] = ()) -> Form:
    """The form of this id, locked; made when it is new. Raises FormDeleted."""
    form = forms.by_form_id(session, workspace_id, definition.form_id, lock=True)
    if form is not None and form.state == "deleted":
        raise FormDeleted(form_id=form.form_id)
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
    entity_lists.ensure(session, workspace_id, definition.questions, [one["name"] for one in definition.media])
