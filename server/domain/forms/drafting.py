"""Drafts as scripts make them: refused with remarks first, copied from what is published, published under a version."""

import hashlib
import re
from xml.sax.saxutils import escape

from sqlalchemy.orm import Session

from server.db.models import Form, FormVersion
from server.db.queries import form_files, forms, locks
from server.domain import xforms
from server.domain.forms import publishing, remarks
from server.domain.forms.conversion import Converted, check
from server.domain.forms.problems import (
    DraftMissing,
    FormExists,
    FormIdOther,
    FormWarned,
    NothingPublished,
    VersionUnwritable,
)
from server.domain.forms.remarks import Remark
from server.domain.safe_xml import UnsafeXml
from server.errors import NotFound

CENTRALS = {"question_removed": "structureChanged", "entities_older": "oldEntityVersion"}
ROOT = re.compile(
    rb"""<instance(?:\s[^>]*)?>\s*(?P<tag><[^\s<>/"'=]+(?:\s+[^\s<>/"'=]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*/?>)"""
)
VERSION = re.compile(rb"""(?<=\s)version\s*=\s*(?:"[^"]*"|'[^']*')""")


def create(session: Session, workspace_id: int, converted: Converted, *, actor_id: int, accepts: bool) -> FormVersion:
    """The draft of a new form. accepts: whatever there is to remark is accepted unseen.

    Raises FormExists, FormWarned and what `publishing.draft` raises.
    """
    form_id = check(converted.xml).form_id
    locks.hold(session, "forms", workspace_id)  # of two that make the same form one is told so
    form = forms.by_form_id(session, workspace_id, form_id)
    if form is not None and form.state != "deleted":
        raise FormExists(form_id=form_id)
    made = publishing.draft(session, workspace_id, converted, actor_id=actor_id)
    warn(converted, [], made, accepts=accepts)
    return made


def replace(
    session: Session, workspace_id: int, form_id: str, converted: Converted, *, actor_id: int, accepts: bool
) -> FormVersion:
    """Make this the draft of a form that is there. accepts: see `create`.

    Raises NotFound, FormIdOther, FormWarned and what `publishing.draft` raises.
    """
    form = living(session, workspace_id, form_id)
    if (sent := check(converted.xml).form_id) != form_id:
        raise FormIdOther(sent=sent, form_id=form_id)
    current = forms.current_version(session, form)
    made = publishing.draft(session, workspace_id, converted, actor_id=actor_id)
    warn(converted, current.questions if current is not None else [], made, accepts=accepts)
    return made


def warn(converted: Converted, before: list[dict], made: FormVersion, *, accepts: bool) -> None:
    """Raises FormWarned when there is something to know that nobody accepted. Files come later, and are no remark."""
    found = remarks.of_keys(xforms.read(made.xml).public_keys) + remarks.of_changes(before, made.questions)
    workflow = [warning(one) for one in found + remarks.of_entities(made.xml)]
    if not accepts and (converted.warnings or workflow):
        raise FormWarned(converted.warnings, workflow)


def warning(remark: Remark) -> dict:
    return {
        "type": CENTRALS.get(remark.code, remark.code),
        "details": remark.details,
        "reason": remark.text("en"),
    }


def copy_published(session: Session, workspace_id: int, form_id: str, *, actor_id: int) -> FormVersion:
    """Make the version that phones get the draft, with its files, in the place of another draft.

    Raises NotFound and NothingPublished.
    """
    form = living(session, workspace_id, form_id, lock=True)
    current = forms.current_version(session, form)
    if current is None:
        raise NothingPublished(form_id=form_id)
    converted = Converted(current.xml, current.xlsx, tuple(current.warnings))
    forms.forget_draft(session, form)
    made = publishing.version_of(form, converted, xforms.read(current.xml), actor_id)
    publishing.put_with_files(session, made, form_files.of_version(session, current.id))
    return made


def publish(session: Session, workspace_id: int, form_id: str, *, actor_id: int, version: str | None) -> FormVersion:
    """Publish the draft. version: the one to write into it first, None for its own.

    Raises NotFound, DraftMissing, VersionUnwritable and what `publishing.publish_draft` raises.
    """
    form = living(session, workspace_id, form_id, lock=True)
    draft = forms.draft_of(session, form)
    if draft is None:
        raise DraftMissing(form_id=form_id)
    if version is not None and version != draft.version:
        draft.xml = under_version(draft.xml, version)
        draft.md5 = hashlib.md5(draft.xml, usedforsecurity=False).hexdigest()
        draft.version = version
        session.flush()
    return publishing.publish_draft(session, workspace_id, form_id, actor_id=actor_id)


def under_version(xml: bytes, version: str) -> bytes:
    """A definition as another version; every other byte stays. Raises VersionUnwritable."""
    found = ROOT.search(xml)
    quoted = escape(version, {'"': "&quot;"})
    written = f'version="{quoted}"'.encode()
    if found is None or not version.isprintable() or len(version) > 255:
        raise VersionUnwritable(version=version)
    tag, times = VERSION.subn(lambda _: written, found["tag"], count=1)
    if not times:
        tag = re.sub(rb"\s*(/?>)\Z", lambda end: b" " + written + end[1], tag)
    renamed = xml[: found.start("tag")] + tag + xml[found.end("tag") :]
    try:
        was, now = xforms.read(xml), xforms.read(renamed)
    except UnsafeXml as error:
        raise VersionUnwritable(version=version) from error
    if (now.version, now.form_id, now.questions) != (version, was.form_id, was.questions):
        raise VersionUnwritable(version=version)
    return renamed


def discard(session: Session, workspace_id: int, form_id: str, *, actor_id: int) -> None:
    """Throw the draft of a published form away. Raises NotFound, NothingPublished and DraftMissing."""
    form = living(session, workspace_id, form_id, lock=True)
    if forms.current_version(session, form) is None:
        raise NothingPublished(form_id=form_id)
    publishing.discard_draft(session, workspace_id, form_id, actor_id=actor_id)


def living(session: Session, workspace_id: int, form_id: str, *, lock: bool = False) -> Form:
    """The form of this id. Raises NotFound for one that is deleted, too."""
    form = forms.by_form_id(session, workspace_id, form_id, lock=lock)
    if form is None or form.state == "deleted":
        raise NotFound
    return form
