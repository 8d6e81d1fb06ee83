"""The table of the wire contract (2.9, 2.10) as a small model: how a submission is answered, what is kept of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

TAKEN = (201, None)
OPEN = ("open", "closing")


@dataclass(frozen=True)
class Message:
    """One POST. answers: stands for the bytes of the XML; names: of the files it speaks of; files: those that came."""

    instance_id: str
    deprecated_id: str | None
    answers: int
    names: frozenset[str]
    files: Mapping[str, bytes] = field(hash=False)


@dataclass
class Version:
    """A version that was taken. files: None while the bytes are missing."""

    message: Message
    files: dict[str, bytes | None]


@dataclass
class Kept:
    """A submission: its versions, the current one last."""

    versions: list[Version]
    is_deleted: bool = False
    edits: int = 0

    def carry(self) -> None:
        """A version has the files of those before it that it names and nobody sent with it."""
        for number, version in enumerate(self.versions):
            for name in (name for name, content in version.files.items() if content is None):
                before = (earlier.files.get(name) for earlier in reversed(self.versions[:number]))
                version.files[name] = next((content for content in before if content is not None), None)


class Table:
    """What a server keeps, and how it answers."""

    def __init__(self) -> None:
        self.submissions: dict[str, Kept] = {}
        self.form_state = "open"

    def answer(self, message: Message) -> tuple[int, str | None]:
        """(status, code of the refusal); what is taken is kept."""
        known, edited = self.found(message.instance_id), self.found(message.deprecated_id)
        if known is not None:
            return self.again(message, *known, edited)
        if self.form_state not in OPEN:
            return 409, "form-closed"
        if message.deprecated_id is None:
            self.submissions[message.instance_id] = Kept([taken(message)])
            return TAKEN
        return self.edit(message, edited)

    def found(self, instance_id: str | None) -> tuple[Kept, Version] | None:
        return next(
            (
                (kept, version)
                for kept in self.submissions.values()
                for version in kept.versions
                if version.message.instance_id == instance_id
            ),
            None,
        )

    def again(self, message: Message, kept: Kept, version: Version, edited) -> tuple[int, str | None]:
        """The instance id is here already."""
        if kept.is_deleted:
            return 409, "submission-deleted"
        if (message.answers, message.deprecated_id) != (version.message.answers, version.message.deprecated_id):
            is_taken = edited is not None and edited[0] is not kept
            return 409, "instance-id-taken" if is_taken else "submission-conflict"
        came = {name: content for name, content in message.files.items() if name in message.names}
        replaced = [name for name in came if version.files[name] not in (None, came[name])]
        kept.edits += bool(replaced) and version is kept.versions[-1]
        version.files |= came
        kept.carry()
        return TAKEN

    def edit(self, message: Message, edited: tuple[Kept, Version] | None) -> tuple[int, str | None]:
        if edited is None:
            return 404, "edited-submission-unknown"
        kept, version = edited
        if kept.is_deleted:
            return 409, "submission-deleted"
        if version is not kept.versions[-1]:
            return 409, "submission-superseded"
        kept.versions.append(taken(message))
        kept.edits += 1
        kept.carry()
        return TAKEN


def taken(message: Message) -> Version:
    return Version(message, {name: message.files.get(name) for name in message.names})
