"""Publishing forms: a workbook or a definition becomes a version that phones fetch and submissions name."""

import hashlib
import io
import re
import shutil
import tempfile
from pathlib import PurePath

from sqlalchemy.orm import Session

from server.db.models import Form, FormVersion
from server.db.queries import forms
from server.domain import entity_lists, events, xforms
from server.domain.permissions import data_class
from server.domain.safe_xml import UnsafeXml
from server.errors import FormInvalid, FormVersionExists

GOOD_ID = re.compile(r"(?!.*\.(xls|xlsx|xml)$)[^/\\\x00-\x1f]{1,255}", re.IGNORECASE)
ENTITIES_VERSIONS = re.compile(r'entities-version="(2022\.1|2023\.1|2024\.1|2025\.1)')


def publish(
    session: Session, workspace_id: int, source: bytes, *, file_name: str, actor_id: int, if_new: bool = False
) -> FormVersion | None:
    """Publish a workbook (.xlsx) or a definition (.xml) as the form's current version.

    With `if_new`, a version that is published already is left alone and None returned.
    Raises FormInvalid, FormVersionExists and, about lists and properties, what `entity_lists` raises.
    """
    xml, xlsx = convert(source, file_name)
    definition = check(xml)
    form = form_of(session, workspace_id, definition)
    if forms.version_named(session, form, definition.version) is not None:
        if if_new:
            return None
        raise FormVersionExists(form_id=definition.form_id, version=definition.version)
    forms.retire_current(session, form)
    form.title = definition.title
    version = FormVersion(
        workspace_id=workspace_id,
        form=form.id,
        version=definition.version,
        xml=xml,
        md5=hashlib.md5(xml, usedforsecurity=False).hexdigest(),
        xlsx=xlsx,
        questions=definition.questions,
        media=definition.media,
        published_by=actor_id,
    )
    session.add(version)
    ensure_lists(session, workspace_id, definition)
    session.flush()
    named = {"form_id": definition.form_id, "version": definition.version}
    events.record(session, "form.publish", "form", form.id, actor_id=actor_id, workspace_id=workspace_id, **named)
    return version


def convert(source: bytes, file_name: str) -> tuple[bytes, bytes | None]:
    """(definition, workbook or None). Raises FormInvalid with pyxform's own words about sheet and row."""
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert as convert_workbook

    if PurePath(file_name).suffix.lower() == ".xml":
        return source, None
    try:
        converted = convert_workbook(io.BytesIO(source), form_name="data", file_type=".xlsx")
    except (PyXFormError, ValueError, KeyError, OSError) as error:
        raise FormInvalid(why=str(error)) from error
    return converted.xform.encode(), source


def check(xml: bytes) -> xforms.FormDefinition:
    """Read a definition and refuse what phones would stumble over.

    Raises FormInvalid and what `entity_lists.check` raises.
    """
    try:
        definition, written = xforms.read(xml), xml.decode()
    except (UnsafeXml, UnicodeDecodeError) as unreadable:
        raise FormInvalid(why=str(unreadable)) from unreadable
    for is_broken, why in (
        (
            not GOOD_ID.fullmatch(definition.form_id),
            "form_id: at most 255 characters, no slash, not ending like a file",
        ),
        (len(definition.version) > 255, "version: more than 255 characters"),
        (re.search(r"<submission\b[^>]*\baction=", written), "submission_url: phones would send to another server"),
        ("base64RsaPublicKey" in written, "public_key: encrypted forms are not taken, nobody here could read them"),
        (saves_entities(definition) and not ENTITIES_VERSIONS.search(written), "entities-version: not one phones know"),
    ):
        if is_broken:
            raise FormInvalid(why=why)
    entity_lists.check(definition.questions)
    return definition


def saves_entities(definition: xforms.FormDefinition) -> bool:
    return any("saveto" in question or "entity" in question for question in definition.questions)


def validate(xml: bytes) -> None:
    """Let the engine inside ODK Collect load the form, where a Java runtime is. Raises FormInvalid."""
    from pyxform.validators.odk_validate import ODKValidateError, check_xform

    if shutil.which("java") is None:
        return
    with tempfile.NamedTemporaryFile(suffix=".xml") as file:
        file.write(xml)
        file.flush()
        try:
            warnings = check_xform(file.name)
        except ODKValidateError as error:
            raise FormInvalid(why=str(error)) from error
    if warnings:
        raise FormInvalid(why="; ".join(warnings))


def form_of(session: Session, workspace_id: int, definition: xforms.FormDefinition) -> Form:
    """The form of this id, locked; made when it is new."""
    form = forms.by_form_id(session, workspace_id, definition.form_id, lock=True)
    if form is None:
        form = Form(
            workspace_id=workspace_id,
            form_id=definition.form_id,
            title=definition.title,
            data_class=data_class(definition.form_id),
        )
        session.add(form)
        session.flush()
    return form


def ensure_lists(session: Session, workspace_id: int, definition: xforms.FormDefinition) -> None:
    """The entity lists the form speaks of come into being with it."""
    entity_lists.ensure(session, workspace_id, definition.questions, [media["name"] for media in definition.media])
