"""The questions of a form as Central lists its fields."""

from collections.abc import Sequence

from server.domain.answer_tables.odata_rows import Path, paths_of
from server.domain.answer_tables.tree import tree_of

TYPES = {"group": "structure", "repeat": "repeat"}


def fields(questions: Sequence[dict], *, is_odata: bool) -> list[dict]:
    """The fields in the order of the form, what is in a group after the group. Questions as `xforms.read` gives them.

    is_odata: names and paths as tables of OData have them.
    """
    called = paths_of(tree_of([questions])) if is_odata else {}
    paths = [tuple(question["path"].strip("/").split("/")) for question in questions]
    return [field(question, called.get(path, path)) for question, path in zip(questions, paths, strict=True)]


def field(question: dict, path: Path) -> dict:
    kind = TYPES.get(question["kind"]) or question.get("type", "string")
    return {
        "name": path[-1],
        "path": "/" + "/".join(path),
        "type": kind,
        "binary": True if kind == "binary" else None,
        "selectMultiple": True if question["kind"] == "select" else None,
    }
