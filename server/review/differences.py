"""What changed between two versions of a submission, question by question. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from server.review.answered import Answer, Entries, Section, Told


@dataclass(frozen=True)
class Difference:
    """A question answered otherwise; None where it was not answered.

    entry: the number of the entry of a repeat. is_part: of several choices, only those that went or came are here.
    """

    label: str
    entry: int | None
    before: Answer | None
    now: Answer | None
    is_part: bool = False


def differences(before: Told, now: Told) -> list[Difference]:
    """In the order of the form; notes, which nobody answers, are left out."""
    old, new = (dict(answers(told.top)) for told in (before, now))
    keys = list(new) + [key for key in old if key not in new]
    return [
        difference(key[1], old.get(key), new.get(key)) for key in keys if value(old.get(key)) != value(new.get(key))
    ]


def difference(entry: int | None, before: Answer | None, now: Answer | None) -> Difference:
    label = (now or before).label
    if before and now and before.kind == now.kind == "choices":
        return Difference(label, entry, without(before, now), without(now, before), is_part=True)
    return Difference(label, entry, before, now)


def without(answer: Answer, other: Answer) -> Answer | None:
    """What is chosen in one answer and not in the other."""
    rest = [one for one in answer.chosen if one not in other.chosen]
    return replace(answer, chosen=rest) if rest else None


def value(answer: Answer | None) -> str | None:
    return answer and answer.value


def answers(section: Section, entry: int | None = None, where: str = "") -> Iterator[tuple[tuple, Answer]]:
    """((path, entry, entries around it), answer) of everything that was answered."""
    for part in section.parts:
        if isinstance(part, Answer):
            if part.kind != "note":
                yield (part.path, entry, where), part
        elif isinstance(part, Entries):
            for number, one in enumerate(part.entries, start=1):
                yield from answers(one, number, f"{where}/{number}")
        else:
            yield from answers(part, entry, where)
