"""One form as those who look after it see it: its doors, its versions, and its draft with everything to know first."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from server.db.models import Form, FormVersion, Trial
from server.db.queries import forms
from server.db.queries.forms import VersionRow
from server.domain import xforms
from server.domain.forms import needed, remarks, states
from server.domain.forms.conversion import can_validate
from server.domain.forms.media import Slot, slots
from server.domain.forms.remarks import Remark
from server.domain.xforms import FormDefinition


@dataclass(frozen=True)
class DraftSheet:
    """A draft before it is published. missing: questions figures rest on; while there are some, it cannot be."""

    draft: FormVersion
    title: str
    slots: list[Slot]
    remarks: list[Remark]
    missing: list[str]
    is_taken: bool
    trials: list[Trial]

    @property
    def may_be_published(self) -> bool:
        return not self.missing and not self.is_taken


@dataclass(frozen=True)
class FormSheet:
    """A form with its versions, newest first. is_needed: figures rest on it, so that it cannot be deleted."""

    form: Form
    versions: list[VersionRow]
    draft: DraftSheet | None
    is_needed: bool


def sheet(session: Session, workspace_id: int, form_id: str) -> FormSheet:
    """Raises FormNotFound."""
    form = states.find(session, workspace_id, form_id)
    draft, current = forms.draft_of(session, form), forms.current_version(session, form)
    return FormSheet(
        form=form,
        versions=forms.versions(session, form),
        draft=draft_sheet(session, form, draft, current) if draft is not None else None,
        is_needed=needed.is_needed(form_id),
    )


def draft_sheet(session: Session, form: Form, draft: FormVersion, current: FormVersion | None) -> DraftSheet:
    beside, definition = slots(session, draft), xforms.read(draft.xml)
    return DraftSheet(
        draft=draft,
        title=definition.title,
        slots=beside,
        remarks=remarks_on(draft, definition, current, beside),
        missing=needed.missing(form.form_id, draft.questions),
        is_taken=forms.version_named(session, form, draft.version) is not None,
        trials=forms.trials(session, draft),
    )


def remarks_on(
    draft: FormVersion, definition: FormDefinition, current: FormVersion | None, beside: list[Slot]
) -> list[Remark]:
    """What to know before a draft is published, the most important first."""
    found = remarks.of_keys(definition.public_keys)
    found += remarks.of_changes(current.questions, draft.questions) if current is not None else []
    found += remarks.of_files(draft.media, {slot.name for slot in beside if slot.is_filled})
    found += remarks.of_entities(draft.xml)
    found += [] if can_validate() else [Remark("not_loaded")]
    return found + remarks.of_converter(draft.warnings)
