"""What an edit changed: the answers of two versions beside each other. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import orjson

Step = str | tuple[str, int]  # a question or group by its name; an instance of a repeat by name and place from 0


@dataclass(frozen=True)
class Difference:
    """One answer, group or instance of a repeat that is not as before. old, new: None for what is not there."""

    path: tuple[Step, ...]
    old: object
    new: object


def differences(old: Mapping[str, object], new: Mapping[str, object]) -> list[Difference]:
    """What `new` says otherwise than `old`, in the order of the form.

    old, new: answers as `answers.read_answers` gives them; blank is as if it had not been asked.
    """
    return list(of_groups(old, new, ()))


def of_groups(old: Mapping[str, object], new: Mapping[str, object], path: tuple[Step, ...]) -> Iterator[Difference]:
    for name in dict.fromkeys((*old, *new)):
        before, after = old.get(name), new.get(name)
        if before == after:
            continue
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            yield from of_groups(before, after, (*path, name))
        elif isinstance(before, list | None) and isinstance(after, list | None):
            yield from of_repeats(before or [], after or [], path, name)
        else:
            yield Difference((*path, name), before, after)


def of_repeats(old: Sequence, new: Sequence, path: tuple[Step, ...], name: str) -> Iterator[Difference]:
    """Instances are matched by what they say, so that one taken out in front does not change all behind it."""
    matcher = SequenceMatcher(None, [written(one) for one in old], [written(one) for one in new], autojunk=False)
    for what, start, end, other_start, other_end in matcher.get_opcodes():
        if what == "equal":
            continue
        both = min(end - start, other_end - other_start)
        for number in range(both):
            yield from of_groups(old[start + number], new[other_start + number], (*path, (name, start + number)))
        for number in range(start + both, end):
            yield Difference((*path, (name, number)), old[number], None)
        for number in range(other_start + both, other_end):
            yield Difference((*path, (name, number)), None, new[number])


def written(one: object) -> bytes:
    return orjson.dumps(one, option=orjson.OPT_SORT_KEYS)
