"""The doors of a form: open, closing, closed, deleted and restored; and whose phones it is for."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from server.db.models import Form
from server.db.queries import forms
from server.domain import events
from server.domain.forms import media
from server.domain.forms.needed import is_needed
from server.domain.forms.problems import FormDeleted, FormNeeded, FormNotDeleted, FormNotFound, RolesUnknown
from server.domain.permissions import ROLES

STATES = ("open", "closing", "closed")
PHONE_ROLES = tuple(name for name, role in ROLES.items() if "submission.create" in role.may)


def find(session: Session, workspace_id: int, form_id: str, *, lock: bool = False) -> Form:
    """The form of this id, deleted or not. Raises FormNotFound."""
    form = forms.by_form_id(session, workspace_id, form_id, lock=lock) if "\0" not in form_id else None
    if form is None:
        raise FormNotFound(form_id=form_id)
    return form


def set_state(session: Session, workspace_id: int, form_id: str, state: str, *, actor_id: int) -> None:
    """open: phones are offered it; closing: they keep what they hold and may send it; closed: nothing new is taken.

    Raises FormNotFound and FormDeleted.
    """
    form = find(session, workspace_id, form_id, lock=True)
    if form.state == "deleted":
        raise FormDeleted(form_id=form_id)
    if form.state != state:
        record(session, form, "form.state", actor_id, was=form.state, now=state)
        form.state = state


def set_roles(session: Session, workspace_id: int, form_id: str, roles: Sequence[str], *, actor_id: int) -> None:
    """Whose phones are offered the form and may send it. Raises FormNotFound, RolesUnknown and ListUnseen."""
    chosen = check_roles(roles)
    form = find(session, workspace_id, form_id, lock=True)
    if (current := forms.current_version(session, form)) is not None:
        media.check_seen(session, current, chosen)
    if set(form.roles) != set(chosen):
        record(session, form, "form.roles", actor_id, was=form.roles, now=chosen)
        form.roles = chosen


def check_roles(roles: Sequence[str]) -> list[str]:
    """These roles in their usual order. Raises RolesUnknown when there are none, or others than phones have."""
    if not roles or set(roles) - set(PHONE_ROLES):
        raise RolesUnknown(known=", ".join(PHONE_ROLES))
    return [role for role in PHONE_ROLES if role in roles]


def delete(session: Session, workspace_id: int, form_id: str, *, actor_id: int) -> None:
    """Take a form off phones and pages; what was sent stays, and the form can be restored.

    Raises FormNotFound and FormNeeded.
    """
    if is_needed(form_id):
        raise FormNeeded(form_id=form_id)
    form = find(session, workspace_id, form_id, lock=True)
    if form.state != "deleted":
        record(session, form, "form.delete", actor_id, was=form.state)
        form.state_before, form.state = form.state, "deleted"


def restore(session: Session, workspace_id: int, form_id: str, *, actor_id: int) -> None:
    """A deleted form as it was. Raises FormNotFound and FormNotDeleted."""
    form = find(session, workspace_id, form_id, lock=True)
    if form.state != "deleted":
        raise FormNotDeleted(form_id=form_id)
    form.state, form.state_before = form.state_before or "closed", None
    record(session, form, "form.restore", actor_id, now=form.state)


def record(session: Session, form: Form, verb: str, actor_id: int, **details: object) -> None:
    said = {"actor_id": actor_id, "workspace_id": form.workspace_id, "form_id": form.form_id, **details}
    events.record(session, verb, "form", form.id, **said)
