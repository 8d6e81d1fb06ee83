"""Receiving: a submission is stored once, however often, in whatever pieces and in whatever order it arrives."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO
from uuid import UUID

from psycopg import Connection, OperationalError
from psycopg.errors import UniqueViolation

from server import errors
from server.db.queries import forms, receiving
from server.db.queries.receiving import Files
from server.db.session import receiving as connection
from server.domain import answers
from server.domain.permissions import ROLES
from server.domain.safe_xml import UnsafeXml
from server.domain.tokens import fingerprint, is_well_formed
from server.storage import BlobStore

MAX_HEADER = 255


@dataclass(frozen=True)
class FilePart:
    """A file beside the XML. content: readable from its start."""

    name: str
    content_type: str
    content: BinaryIO


@dataclass(frozen=True)
class Upload:
    """What a phone sent in one POST."""

    workspace_id: int
    token: str
    xml: bytes
    files: tuple[FilePart, ...] = ()
    device_id: str | None = None
    user_agent: str | None = None


@dataclass(frozen=True)
class Receipt:
    """is_new: something was stored that waits for a drain."""

    instance_id: str
    is_new: bool


def receive(upload: Upload, store: BlobStore) -> Receipt:
    """Store an upload; when this returns, it is safe on disk.

    Raises the Problems of the wire contract: PhoneUnknown, FormUnknown, FormVersionUnknown, FormClosed, FormNotOffered,
    XmlUnreadable, SubmissionConflict, SubmissionSuperseded, SubmissionDeleted, EditedSubmissionUnknown,
    InstanceIdTaken, StorageFull, ServiceAway.
    """
    try:
        instance = answers.read_instance(upload.xml)
    except UnsafeXml as unsafe:
        raise errors.XmlUnreadable(why=str(unsafe)) from unsafe
    return retried(partial(Receiving(upload, instance, store).run))


def retried(work: Callable[[Connection], Receipt]) -> Receipt:
    """Run with a connection, once more when that one turned out dead. Safe: a stored submission is recognised."""
    try:
        with connection() as one:
            return work(one)
    except OperationalError:
        pass
    try:
        with connection() as another:
            return work(another)
    except OperationalError as error:
        raise errors.ServiceAway from error


class Receiving:
    """One upload on its way into the database."""

    def __init__(self, upload: Upload, instance: answers.Instance, store: BlobStore) -> None:
        self.upload, self.instance, self.store = upload, instance, store
        self.instance_id = instance.instance_id or made_up_id(upload.xml)

    def run(self, connection: Connection) -> Receipt:
        """Round trips to the database: 1 for a new submission (2 with files), up to 4 for a resend or an edit."""
        definition = self.definition(connection)
        expected = answers.expected_files(self.instance.root, definition.questions)
        wanted = [part for part in self.upload.files if part.name in expected]
        if wanted:
            self.phone(connection)  # before anything is written to the disk
        self.files = self.stored(expected, wanted)
        self.values = self.row(definition)
        self.answers = answers.answers(self.instance.root, definition.questions)
        if self.instance.deprecated_id:
            return self.edit(connection)
        return self.create(connection)

    def create(self, connection: Connection) -> Receipt:
        try:
            arrival = receiving.receive(connection, self.values, self.answers, self.files)
        except UniqueViolation:  # the same id is an edit's; or it was stored while we waited
            return self.again(connection)
        if arrival.submission_id is not None:
            return Receipt(self.instance_id, is_new=True)
        self.check(arrival)
        return self.again(connection)

    def again(self, connection: Connection) -> Receipt:
        """The instance id is known: a resend, a further chunk, or a clash."""
        known = receiving.known(connection, self.values)
        if known is None:
            raise errors.ServiceAway
        if known.is_deleted:
            raise errors.SubmissionDeleted
        if known.sha256 != self.values["sha256"]:
            raise errors.SubmissionConflict(instance_id=self.instance_id)
        if not known.is_current:
            raise errors.SubmissionSuperseded
        if any(self.files.sha256s):
            receiving.top_up(connection, known, self.upload.workspace_id, self.files)
        return Receipt(self.instance_id, is_new=any(self.files.sha256s))

    def edit(self, connection: Connection) -> Receipt:
        """A client edit: the XML names the version it replaces (`deprecatedID`)."""
        with connection.transaction():
            phone = self.phone(connection)
            old = receiving.lock_edited(connection, self.values)
            known = receiving.known(connection, self.values)
            if known is not None and old is not None and known.submission_id != old.submission_id:
                raise errors.InstanceIdTaken(instance_id=self.instance_id)
            if known is not None:
                return self.again(connection)
            if old is None or not (old.village_code or old.phone_area).startswith(phone.area_code[:6]):
                raise errors.EditedSubmissionUnknown
            if old.is_deleted:
                raise errors.SubmissionDeleted
            if old.form_state == "closed":
                raise errors.FormClosed(form_id=self.instance.form_id)
            if not old.is_current:
                raise errors.SubmissionSuperseded
            self.values |= {
                "old_version_id": old.version_id,
                "submission_id": old.submission_id,
                "old_state": old.state,
                "actor_id": phone.actor_id,
            }
            receiving.replace(connection, self.values, self.answers, self.files)
        return Receipt(self.instance_id, is_new=True)

    def definition(self, connection: Connection) -> forms.Definition:
        """The published version this was filled in with; unknown ones are looked up for a living phone only."""
        name = (self.upload.workspace_id, self.instance.form_id, self.instance.version)
        if name not in DEFINITIONS:
            self.phone(connection)
            found = forms.definition(connection, *name)
            if found is None:
                raise errors.FormUnknown(form_id=self.instance.form_id)
            if found.form_version_id is None:
                raise errors.FormVersionUnknown(form_id=self.instance.form_id, version=self.instance.version)
            DEFINITIONS[name] = found
        return DEFINITIONS[name]

    def phone(self, connection: Connection) -> receiving.Arrival:
        """The sending phone. Raises PhoneUnknown or FormNotOffered."""
        arrival = receiving.phone(connection, token_fingerprint(self.upload.token), self.upload.workspace_id)
        if arrival is None:
            raise errors.PhoneUnknown
        if arrival.role not in roles_for(self.instance.form_id):
            raise errors.FormNotOffered
        return arrival

    def check(self, arrival: receiving.Arrival) -> None:
        """Why the statement stored nothing, if it is not that the instance id is known."""
        if arrival.actor_id is None:
            raise errors.PhoneUnknown
        if arrival.form_state is None or arrival.form_state == "deleted":
            raise errors.FormUnknown(form_id=self.instance.form_id)
        if arrival.form_state == "closed":
            raise errors.FormClosed(form_id=self.instance.form_id)
        if arrival.role not in roles_for(self.instance.form_id):
            raise errors.FormNotOffered

    def stored(self, expected: list[str], wanted: list[FilePart]) -> Files:
        """Write the files that came; the others stay open slots."""
        parts = {part.name: part for part in wanted}
        blobs = {}
        for name, part in parts.items():
            part.content.seek(0)
            blobs[name] = self.store.put(part.content)
        return Files(
            names=expected,
            sha256s=[blobs[name].sha256 if name in blobs else None for name in expected],
            sizes=[blobs[name].size if name in blobs else None for name in expected],
            types=[parts[name].content_type if name in blobs else None for name in expected],
        )

    def row(self, definition: forms.Definition) -> dict:
        return {
            "token": token_fingerprint(self.upload.token),
            "workspace_id": self.upload.workspace_id,
            "form": definition.form,
            "form_version_id": definition.form_version_id,
            "roles": list(roles_for(self.instance.form_id)),
            "instance_id": self.instance_id,
            "deprecated_id": self.instance.deprecated_id,
            "instance_name": self.instance.instance_name,
            "xml": self.upload.xml,
            "sha256": hashlib.sha256(self.upload.xml).digest(),
            "device_id": (self.upload.device_id or "")[:MAX_HEADER] or None,
            "user_agent": (self.upload.user_agent or "")[:MAX_HEADER] or None,
        }


DEFINITIONS: dict[tuple[int, str, str], forms.Definition] = {}  # a published version never changes


def token_fingerprint(token: str) -> bytes:
    """Raises PhoneUnknown for what cannot be a token."""
    if not is_well_formed(token):
        raise errors.PhoneUnknown
    return fingerprint(token)


def roles_for(form_id: str) -> tuple[str, ...]:
    """Roles whose phones may send a form; a form beyond Yudee's own is everybody's who may send at all."""
    offered = tuple(name for name, role in ROLES.items() if form_id in role.forms)
    return offered or tuple(name for name, role in ROLES.items() if "submission.create" in role.may)


def made_up_id(xml: bytes) -> str:
    """An instance id for XML without one; the same XML gets the same, so that a resend is recognised."""
    return f"uuid:{UUID(bytes=hashlib.sha256(xml).digest()[:16], version=4)}"
