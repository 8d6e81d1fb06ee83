"""The history of a project as one line of events, the latest first: what officers did, and which moves it made."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Row

from server.domain.facts.screenings import CRITERIA
from server.domain.projects.record import ProjectRecord

KINDS = {"screenings": "screen", "decisions": "decide", "transfers": "transfer", "consents": "consent"}


@dataclass
class Happening:
    """kind: of the act, `void_transfer` and those of project_act among them; blank for a move without one.

    row: of the act. moves: (old stage, new stage) that came with it.
    """

    at: datetime
    who: str
    kind: str = ""
    row: Row | None = None
    moves: list[tuple[str | None, str]] = field(default_factory=list)

    @property
    def not_passed(self) -> list[tuple[str, str]]:
        """(criterion, verdict) of a screening, those that pass left out."""
        return [(name, getattr(self.row, name)) for name in CRITERIA if getattr(self.row, name) != "pass"]


def history(found: ProjectRecord) -> list[Happening]:
    """A move stands with the act of the same moment; one that a submission or a grade made stands alone."""
    happened = list(acts(found.history))
    by_moment = {one.at: one for one in happened}
    for move in found.history["moves"]:
        if move.at not in by_moment:
            by_moment[move.at] = Happening(move.at, move.who)
            happened.append(by_moment[move.at])
        by_moment[move.at].moves.append((move.old_stage, move.new_stage))
    return sorted(happened, key=lambda one: one.at, reverse=True)


def acts(rows: dict[str, Sequence[Row]]) -> Iterator[Happening]:
    for name, kind in KINDS.items():
        yield from (Happening(row.at, row.who, kind, row) for row in rows[name])
    yield from (Happening(row.at, row.who, row.kind, row) for row in rows["acts"])
    yield from (
        Happening(row.voided_at, row.voided_by, "void_transfer", row) for row in rows["transfers"] if row.voided_at
    )
