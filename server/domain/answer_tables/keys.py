"""What names a row: a submission by its instance id, a row of a repeat by its place in it."""

import hashlib
from collections.abc import Iterator

Steps = tuple[tuple[str, ...], ...]  # see `tree.Group`


def row_id(key: str) -> str:
    """The id of a row of a repeat, the same as long as its place is."""
    return hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest()


def rows(answers: dict, key: str, steps: Steps, above: str = "") -> Iterator[tuple[dict, str, str]]:
    """(its answers, its key, the key of the row that holds it) of the rows of a table in the answers of a submission.

    key: the instance id; that of a row of a repeat is "uuid:…/visit[1]/g/member[2]".
    """
    if not steps:
        yield answers, key, above
        return
    for number, one in enumerate(instances(answers, steps[0]), start=1):
        yield from rows(one, f"{key}/{'/'.join(steps[0])}[{number}]", steps[1:], key)


def instances(answers: dict, names: tuple[str, ...]) -> list[dict]:
    """The instances of a repeat at these names below some answers."""
    here: object = answers
    for name in names:
        here = here.get(name) if isinstance(here, dict) else None
    return [one for one in here if isinstance(one, dict)] if isinstance(here, list) else []
