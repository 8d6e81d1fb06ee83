"""Receiving: a submission is stored once, however often, in whatever pieces and in whatever order it arrives."""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

import orjson
from psycopg import OperationalError
from psycopg.errors import DiskFull, ForeignKeyViolation, UniqueViolation
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from server import errors
from server.db.queries import forms, late_files, receiving, senders, together
from server.db.queries.receiving import Arriving, Files, Stored
from server.db.queries.senders import Sender
from server.db.session import receiving as connection
from server.domain import answers
from server.domain.admission import admit, check_names, check_phone
from server.domain.safe_xml import UnsafeXml
from server.domain.together import Together
from server.domain.uploads import FilePart, Receipt, Upload, token_fingerprint
from server.storage import BlobStore

Found = TypeVar("Found")

MAX_HEADER = MAX_ID = MAX_NAME = 255
ANY_TYPE = "application/octet-stream"
TRIES = 3  # what is found may have changed until we store; nobody is that quick three times


@dataclass(frozen=True)
class Definition:
    """What receiving needs of one published version."""

    form: int
    form_version_id: int
    shape: answers.Shape


def receive(upload: Upload, store: BlobStore) -> Receipt:
    """Store an upload; when this returns, it is safe on disk.

    Raises the Problems of the wire contract: PhoneUnknown, FormNotOffered, FormUnknown, FormVersionUnknown, FormClosed,
    XmlUnreadable, EnvelopeWithoutId, FileNameUnsafe, SubmissionConflict, SubmissionSuperseded, SubmissionDeleted,
    InstanceIdTaken, EditedSubmissionUnknown, StorageFull, ServiceAway. Whatever it raises, nothing is kept.
    """
    instance = read(upload.xml)
    check_names(name for part in upload.files for name in part.names)
    return retried(lambda: Receiving(upload, instance, store).run())


def check_sender(workspace_id: int, token: str) -> None:
    """Raises PhoneUnknown, unless a living phone of the workspace holds this token; ServiceAway when nobody can say."""
    phone = Sender(token_fingerprint(token))
    if retried(lambda: ask(senders.may_send, phone, workspace_id)) is None:
        raise errors.PhoneUnknown


def read(xml: bytes) -> answers.Instance:
    """Raises XmlUnreadable and EnvelopeWithoutId."""
    try:
        instance = answers.read_instance(xml)
    except UnsafeXml as unsafe:
        raise errors.XmlUnreadable(why=str(unsafe)) from unsafe
    ids = (instance.form_id, instance.version, instance.instance_id, instance.deprecated_id)
    if any(len(one or "") > MAX_ID for one in ids):
        raise errors.XmlUnreadable(why=f"an id of more than {MAX_ID} characters")
    if instance.is_encrypted and instance.instance_id is None:
        raise errors.EnvelopeWithoutId
    return instance


def retried(work: Callable[[], Found]) -> Found:
    """Do it once more when a connection turned out dead. Safe: a stored submission is recognised."""
    try:
        try:
            return work()
        except OperationalError:
            return work()
    except DiskFull as error:
        raise errors.StorageFull from error
    except (OperationalError, NoConnectionFree) as error:
        raise errors.ServiceAway from error


def ask(statement: Callable[..., Found], *values: object) -> Found:
    """Run one of our statements. A connection is held for it alone: while files are written, others may have it."""
    with connection() as one:
        return statement(one, *values)


class Receiving:
    """One upload on its way in. Round trips: 1 for a new submission, 2 with files, 2 or 3 for a resend or an edit."""

    def __init__(self, upload: Upload, instance: answers.Instance, store: BlobStore) -> None:
        self.upload, self.instance, self.blobs = upload, instance, store
        self.actor_id: int | None = None

    def run(self) -> Receipt:
        self.prepare()
        if not self.parts and not self.instance.deprecated_id and self.stored(Files.missing(self.names)):
            return self.receipt(is_new=True)
        return self.looked_up()

    def prepare(self) -> None:
        """Read what was sent by the form it names; nothing is written yet."""
        definition = self.definition()
        said, self.names = answers.read_sent(self.instance, definition.shape)
        self.arriving = self.described(definition, said)
        check_names(self.names)
        self.parts = matched(self.upload.files, self.names)

    def looked_up(self) -> Receipt:
        """Look what is there; then, and only then, write to the disk and to the database."""
        for _ in range(TRIES):
            found = ask(receiving.look, self.arriving)
            admit(found, self.arriving, self.instance.form_id)
            if found.known:
                self.actor_id = found.actor_id
                with suppress(ForeignKeyViolation):  # somebody erased a file in this moment
                    return self.receipt(is_new=self.filled(found.known), known=found.known)
                continue
            files = self.written(self.names)
            if self.stored(files):
                if self.instance.deprecated_id and None in files.sha256s:
                    self.carry(found.edited.submission_id)
                return self.receipt(is_new=True)
        raise errors.ServiceAway

    def stored(self, files: Files) -> bool:
        """Whether a new submission, or a new version of one, was stored."""
        try:
            self.actor_id = self.put(files)
        except (UniqueViolation, ForeignKeyViolation):
            # An edit has the instance id; or somebody took it, or erased a file, in this moment.
            return False
        return self.actor_id is not None

    def put(self, files: Files) -> int | None:
        if self.instance.deprecated_id:
            return ask(receiving.replace, self.arriving, files)
        if files.names or self.arriving.token_sha256 is None:
            return ask(receiving.store, self.arriving, files)
        return TOGETHER.store(self.arriving)

    def filled(self, known: Stored) -> bool:
        """A resend or a further piece: whether it brought a file that was missing."""
        files = self.written(known.files)
        is_new = any(files.sha256s) and ask(late_files.fill, known, self.arriving, files)
        if is_new or not known.is_current or (self.instance.deprecated_id and known.open_files):
            is_new |= self.carry(known.submission_id)
        return is_new

    def carry(self, submission_id: int) -> bool:
        return ask(late_files.carry, submission_id, self.upload.request_id)

    def receipt(self, *, is_new: bool, known: Stored | None = None) -> Receipt:
        return Receipt(self.arriving.instance_id, is_new, known, self.actor_id)

    def written(self, names: list[str]) -> Files:
        """The files that came for these names, on the disk; the other names stay open."""
        parts = {name: self.parts[name] for name in names if name in self.parts}
        for part in parts.values():
            part.content.seek(0)
        blobs = dict(zip(parts, self.blobs.put_all([part.content for part in parts.values()]), strict=True))
        return Files(
            names=names,
            sha256s=[blobs[name].sha256 if name in blobs else None for name in names],
            sizes=[blobs[name].size if name in blobs else None for name in names],
            types=[(plain(parts[name].content_type) or ANY_TYPE) if name in parts else None for name in names],
        )

    def definition(self) -> Definition:
        """The published version this was filled in with; unknown ones are looked up for a living sender only."""
        name = (self.upload.workspace_id, self.instance.form_id, self.instance.version)
        if name not in DEFINITIONS:
            sender, form_id = self.upload.sender, self.instance.form_id
            check_phone(ask(senders.may_send, sender, self.upload.workspace_id, form_id))
            found = ask(forms.definition, *name)
            if found is None:
                raise errors.FormUnknown(form_id=self.instance.form_id)
            if found.form_version_id is None:
                raise errors.FormVersionUnknown(form_id=self.instance.form_id, version=self.instance.version)
            DEFINITIONS[name] = Definition(found.form, found.form_version_id, answers.shape_of(found.questions))
        return DEFINITIONS[name]

    def described(self, definition: Definition, said: dict) -> Arriving:
        return Arriving(
            **self.upload.sender._asdict(),
            workspace_id=self.upload.workspace_id,
            form=definition.form,
            form_version_id=definition.form_version_id,
            instance_id=self.instance.instance_id or made_up_id(self.upload.xml),
            deprecated_id=self.instance.deprecated_id,
            instance_name=(self.instance.instance_name or "")[:MAX_NAME] or None,  # every list shows it
            xml=self.upload.xml,
            xml_sha256=hashlib.sha256(self.upload.xml).digest(),
            answers=orjson.dumps(said).decode(),
            is_encrypted=self.instance.is_encrypted,
            device_id=plain(self.upload.device_id),
            user_agent=plain(self.upload.user_agent),
            request_id=self.upload.request_id,
        )


TOGETHER = Together(lambda some: ask(together.store, some))
DEFINITIONS: dict[tuple[int, str, str], Definition] = {}  # a published version never changes


def matched(parts: tuple[FilePart, ...], names: list[str]) -> dict[str, FilePart]:
    """The parts the answers speak of, by that name; the others are not kept (Collect sends all a form ever had)."""
    known = set(names)
    by_name = ((next((name for name in part.names if name in known), None), part) for part in parts)
    return {name: part for name, part in by_name if name is not None}


def plain(header: str | None) -> str | None:
    """What a client says about itself, cut, and without what PostgreSQL or a log cannot hold."""
    said = header or ""
    if not said.isprintable():
        said = "".join(filter(str.isprintable, said))
    return said[:MAX_HEADER] or None


def made_up_id(xml: bytes) -> str:
    """An instance id for XML without one; the same XML gets the same, so that a resend is recognised."""
    return f"uuid:{UUID(bytes=hashlib.sha256(xml).digest()[:16], version=4)}"
