"""What an import of a table leaves behind: its counts, and an event that tells which file it was."""

import hashlib
from dataclasses import asdict, dataclass

from sqlalchemy.orm import Session

from server.domain import events


@dataclass(frozen=True)
class Imported:
    """How many rows of the file were new, changed something, or said what was known."""

    added: int
    changed: int = 0
    unchanged: int = 0

    def warnings(self, locale: str) -> list[str]:
        """What was imported all the same and wants a look, in sentences of `th` or `en`."""
        return []


def record(
    session: Session, noun: str, content: bytes, imported: Imported, *, workspace_id: int, actor_id: int
) -> Imported:
    """Write the import into the book of events, by the fingerprint of its file."""
    sha256 = hashlib.sha256(content).hexdigest()
    events.record(
        session, f"{noun}.import", noun, sha256, actor_id=actor_id, workspace_id=workspace_id, **asdict(imported)
    )
    return imported
