"""What comes in a request that brings a submission, and what its sender is told."""

from dataclasses import dataclass
from typing import BinaryIO

from server import errors
from server.db.queries.receiving import Stored
from server.db.queries.senders import Sender
from server.domain.tokens import fingerprint, is_well_formed


@dataclass(frozen=True)
class FilePart:
    """A file beside the XML. names: what the client calls it, the best name first; content: from its start."""

    names: tuple[str, ...]
    content_type: str
    content: BinaryIO


@dataclass(frozen=True)
class Upload:
    """What was sent in one POST. token: of the phone; without one a person sends, whose password was compared."""

    workspace_id: int
    token: str | None
    xml: bytes
    files: tuple[FilePart, ...] = ()
    device_id: str | None = None
    user_agent: str | None = None
    person_id: int | None = None
    request_id: str | None = None

    @property
    def sender(self) -> Sender:
        """Raises PhoneUnknown for what cannot be a token."""
        return Sender(None if self.token is None else token_fingerprint(self.token), self.person_id)


@dataclass(frozen=True)
class Receipt:
    """is_new: something was stored that waits for a drain; known: the version with this id, when it was here before;
    actor_id: who sent it.
    """

    instance_id: str
    is_new: bool
    known: Stored | None = None
    actor_id: int | None = None


def token_fingerprint(token: str) -> bytes:
    """Raises PhoneUnknown for what cannot be a token."""
    if not is_well_formed(token):
        raise errors.PhoneUnknown
    return fingerprint(token)
