"""Forms in Central's words; with extended metadata, what the caller may know of their submissions."""

import hashlib
import re

from flask import current_app
from sqlalchemy.orm import Session

from server.auth import scope_of
from server.central.actors import actor_shape
from server.central.wire import moment, wants_more
from server.db.queries import form_versions, numbers, submissions
from server.db.queries.form_versions import Described
from server.domain import xforms
from server.domain.permissions import Caller
from server.domain.tokens import draft_token

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENTITY = re.compile(rb"<(?:[\w.-]+:)?entity[\s/>]")


def listed(session: Session, caller: Caller, *, is_deleted: bool = False) -> list[dict]:
    """The forms of the caller's project; those that have only a draft for whoever manages forms."""
    with_drafts = caller.may("forms.manage")
    found = form_versions.listed(session, caller.workspace_id, with_drafts=with_drafts, is_deleted=is_deleted)
    return shapes(session, caller, found)


def one(session: Session, caller: Caller, version_id: int) -> dict:
    """A form with this version."""
    (found,) = shapes(session, caller, [form_versions.one(session, version_id)])
    return found


def shapes(session: Session, caller: Caller, found: list[Described]) -> list[dict]:
    """These forms, with more when it is asked for."""
    plain = [shape(form) for form in found]
    if wants_more() and found:
        counts = counted(session, caller, found)
        ids = {form.created_by for form in found} | {form.published_by for form in found if form.published_by}
        actors = submissions.actors(session, ids)
        for one, form in zip(plain, found, strict=True):
            one |= counts.get(form.form, {}) | {
                "excelContentType": XLSX if form.has_workbook else None,
                "entityRelated": ENTITY.search(form.xml) is not None,
                "publicLinks": 0,
                "createdBy": actor_shape(actors[form.created_by]),
                "publishedBy": actor_shape(actors[form.published_by]) if form.published_by else None,
            }
    return plain


def counted(session: Session, caller: Caller, found: list[Described]) -> dict[int, dict]:
    """The numbers of each form whose submissions the caller may list, in the caller's area."""
    if not caller.may("submission.list"):
        return {}
    sent = numbers.sent(session, scope_of(caller), found[0].form if len(found) == 1 else None)
    seen = (form.form for form in found if form.data_class in caller.sees)
    return {form: in_numbers(sent.get(form, numbers.NONE)) for form in seen}


def in_numbers(sent: numbers.Sent) -> dict:
    return {
        "submissions": sent.submissions,
        "reviewStates": {"received": sent.received, "hasIssues": sent.has_issues, "edited": sent.edited},
        "lastSubmission": moment(sent.last_at),
    }


def shape(form: Described) -> dict:
    """A draft is known by its draftToken: only those who manage forms are shown one. id: of a deleted form."""
    is_draft = form.published_at is None
    title = xforms.read(form.xml).title if is_draft else form.title
    token = draft_token(current_app.config["SECRET_KEY"], form.version_id) if is_draft else None
    numbered = {"id": form.form} if form.is_deleted else {}
    return numbered | {
        "projectId": form.workspace_id,
        "xmlFormId": form.form_id,
        "name": title or None,
        "version": form.version,
        "hash": form.md5,
        "sha": hashlib.sha1(form.xml, usedforsecurity=False).hexdigest(),
        "sha256": hashlib.sha256(form.xml).hexdigest(),
        "keyId": None,
        "state": form.state,
        "enketoId": None,
        "enketoOnceId": None,
        "draftToken": token,
        "webformsEnabled": False,
        "publishedAt": moment(form.published_at),
        "createdAt": moment(form.created_at),
        "updatedAt": moment(form.published_at or form.made_at),
    }
