"""Keys of backups, as the program `age` makes and reads them: whoever has only the public one can seal, not open."""

import datetime as dt
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from pyrage import IdentityError, RecipientError
from pyrage.x25519 import Identity, Recipient

from server.backup.problems import FileExists, KeyUnreadable, NobodyToSealFor, RecipientUnclear

PRIVATE = "AGE-SECRET-KEY-"


def new(*, now: dt.datetime) -> tuple[str, str]:
    """(public key, what belongs into the file of the private one)."""
    identity = Identity.generate()
    public = str(identity.to_public())
    return public, f"# created: {now.isoformat(timespec='seconds')}\n# public key: {public}\n{identity}\n"


def make(file: Path, *, now: dt.datetime) -> str:
    """Write a new private key that its owner alone can read; returns the public one. Raises FileExists."""
    public, private = new(now=now)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise FileExists(file=file) from None
    with os.fdopen(descriptor, "w") as stream:
        stream.write(private)
    return public


def recipients(public: Iterable[str]) -> list[Recipient]:
    """Those who will be able to open. Raises RecipientUnclear, or NobodyToSealFor when there is none."""
    found = [recipient(word) for word in public]
    if not found:
        raise NobodyToSealFor
    return found


def recipient(word: str) -> Recipient:
    try:
        return Recipient.from_str(word)
    except RecipientError:
        raise RecipientUnclear(recipient=word) from None


def identities(file: Path) -> Sequence[Identity]:
    """The private keys in a file. Raises KeyUnreadable."""
    try:
        lines = file.read_text().split()
        found = [Identity.from_str(line) for line in lines if line.startswith(PRIVATE)]
    except (OSError, UnicodeDecodeError, IdentityError):
        found = []
    if not found:
        raise KeyUnreadable(file=file)
    return found
