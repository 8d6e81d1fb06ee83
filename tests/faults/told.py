"""What was answered: the book that is compared with the database when everything has come to rest."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field

from tests.filled import Filled


def sha256(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


@dataclass
class Told:
    """One round's. versions: what phones read 201 for, by instance id; first: those of them that are no edits.

    decisions: (instance id, state) as often as they were answered with 200; batches: ids of approvals together;
    exports: addresses that wait for a file; refusals: how often which status was answered; wrong: what must not be.
    """

    versions: dict[str, Filled] = field(default_factory=dict)
    first: dict[str, str] = field(default_factory=dict)
    decisions: Counter[tuple[str, str]] = field(default_factory=Counter)
    batches: set[int] = field(default_factory=set)
    exports: set[str] = field(default_factory=set)
    refusals: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def keep(self, form: Filled, *, is_edit: bool) -> None:
        """A phone read that this is safe."""
        self.versions[form.instance_id] = form
        if not is_edit:
            self.first[form.instance_id] = form.form_id

    def refuse(self, status: int, about: str) -> None:
        """`Come again` is all that may be said while a part is away."""
        self.refusals[status] += 1
        if status not in (502, 503):
            self.wrong.append(f"{about} was answered {status}")
