"""What an edit changed, told by the paths of the questions."""

import pytest

from server.domain.differences import Difference, differences


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"a": "1"}, {"a": "1"}, []),
        ({"a": "1"}, {"a": "2"}, [(("a",), "1", "2")]),
        ({"a": "1"}, {}, [(("a",), "1", None)]),
        ({}, {"a": "1"}, [(("a",), None, "1")]),
        ({"a": None}, {}, []),
        ({"g": {"a": "1", "b": "2"}}, {"g": {"a": "1", "b": "3"}}, [(("g", "b"), "2", "3")]),
        ({"g": {"a": "1"}}, {}, [(("g",), {"a": "1"}, None)]),
        ({"g": None}, {"g": {"a": "1"}}, [(("g",), None, {"a": "1"})]),
        ({"r": [{"x": "1"}, {"x": "2"}]}, {"r": [{"x": "1"}, {"x": "3"}]}, [((("r", 1), "x"), "2", "3")]),
        (
            {"r": [{"x": "1"}, {"x": "2"}, {"x": "3"}]},
            {"r": [{"x": "2"}, {"x": "3"}]},
            [((("r", 0),), {"x": "1"}, None)],
        ),
        ({"r": [{"x": "2"}]}, {"r": [{"x": "1"}, {"x": "2"}]}, [((("r", 0),), None, {"x": "1"})]),
        ({}, {"r": [{"x": "1"}]}, [((("r", 0),), None, {"x": "1"})]),
        ({"r": [{"x": "1"}]}, {}, [((("r", 0),), {"x": "1"}, None)]),
        (
            {"g": {"r": [{"s": [{"x": "1"}]}]}},
            {"g": {"r": [{"s": [{"x": "2"}]}]}},
            [(("g", ("r", 0), ("s", 0), "x"), "1", "2")],
        ),
        (
            {"r": [{"x": "1", "y": "1"}, {"x": "2"}]},
            {"r": [{"x": "9", "y": "1"}]},
            [((("r", 0), "x"), "1", "9"), ((("r", 1),), {"x": "2"}, None)],
        ),
    ],
)
def test_each_change_is_told_once_with_where_it_is(old, new, expected):
    assert differences(old, new) == [Difference(*one) for one in expected]
