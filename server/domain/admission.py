"""Which submissions are let in, and why the others are not: rules on what was found, without database or disk."""

import re
from collections.abc import Iterable

from server import errors
from server.db.queries.receiving import Arriving, Found, Stored

MAX_NAME = 255
PATH_OR_CONTROL = re.compile(r"[/\\\x00-\x1f\x7f]")
OPEN_STATES = ("open", "closing")


def check_names(names: Iterable[str]) -> None:
    """Raises FileNameUnsafe: phones name files, never paths."""
    for name in names:
        if name in (".", "..") or len(name) > MAX_NAME or PATH_OR_CONTROL.search(name):
            raise errors.FileNameUnsafe


def check_phone(may_send: bool | None) -> None:
    """Raises PhoneUnknown and FormNotOffered."""
    if may_send is None:
        raise errors.PhoneUnknown
    if not may_send:
        raise errors.FormNotOffered


def admit(found: Found, arriving: Arriving, form_id: str) -> None:
    """Raises the Problem that keeps a submission out; a resend of what is here is let in, whatever happened since."""
    check_phone(found.may_send)
    if found.known is not None:
        check_resend(found.known, found.edited, arriving)
    elif found.form_state not in OPEN_STATES:
        raise errors.FormClosed(form_id=form_id)
    elif arriving.deprecated_id is not None:
        check_edit(found.edited, found.area_code)


def check_resend(known: Stored, edited: Stored | None, arriving: Arriving) -> None:
    """The instance id is here: with these very bytes, or it is a clash.

    What was erased is answered as if it were here still, so that the phone lets go of it; of what was deleted the phone
    is told so.
    """
    is_the_same = known.xml_sha256 == arriving.xml_sha256
    if known.is_deleted and not (known.is_erased and is_the_same):
        raise errors.SubmissionDeleted
    if is_the_same:
        return
    if edited is not None and edited.submission_id != known.submission_id:
        raise errors.InstanceIdTaken(instance_id=arriving.instance_id)
    raise errors.SubmissionConflict(instance_id=arriving.instance_id)


def check_edit(edited: Stored | None, phone_area: str | None) -> None:
    """Phones edit what phones of the same area (and so of the same role) sent, and only the newest version."""
    if edited is None or edited.phone_area != phone_area:
        raise errors.EditedSubmissionUnknown
    if edited.is_deleted:
        raise errors.SubmissionDeleted
    if not edited.is_current:
        raise errors.SubmissionSuperseded
