"""docs/compatibility.md names every address under /v1, and says of none that it is here when it is not."""

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "compatibility.md"
CALL = re.compile(r"`([A-Z, ]+) ([^` ]+)`")


def rows() -> Iterator[tuple[set[tuple[str, str]], str]]:
    """({(method, path below /v1)}, what the row says) of each row of the part about REST."""
    below = ""
    for line in PAGE.read_text().partition("## Central's REST")[2].splitlines():
        if line.startswith("### "):
            below = re.search(r"below `(.*)`|$", line)[1] or ""
        elif line.startswith("| `"):
            first, said = line.strip("| ").split(" | ", 1)
            calls = [(methods.split(", "), path.replace("…", below, 1)) for methods, path in CALL.findall(first)]
            yield {(method, plain(path)) for methods, path in calls for method in methods}, said


def plain(path: str) -> str:
    """Without what its placeholders are called."""
    return re.sub(r"{\w+}|<(\w+:)?\w+>", "{}", path)


@pytest.fixture
def there(app) -> set[tuple[str, str]]:
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("central.")]
    routes = [rule for rule in rules if not rule.endpoint.endswith(".nowhere")]
    return {
        (method, plain(rule.rule.removeprefix("/v1")))
        for rule in routes
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }


def test_every_address_stands_in_the_tables_and_what_is_not_here_has_no_route(there):
    here = set().union(*(calls for calls, said in rows() if not said.startswith("not here")))
    not_here = set().union(*(calls for calls, said in rows() if said.startswith("not here")))

    assert there - here == set()
    assert here - there == set()
    assert not_here & there == set()


def test_every_row_says_how_it_is_and_none_is_about_the_same_as_another():
    said = [(calls, words) for calls, words in rows() if calls]

    assert len(said) > 60
    assert [words for _, words in said if not re.match(r"same\b|ours\b|not here.*, because ", words)] == []
    assert [a & b for (a, _), (b, _) in product(said, said) if a is not b and a & b] == []
