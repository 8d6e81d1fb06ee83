"""The questions of a form as Central lists its fields."""

import re
from collections.abc import Iterable

TYPES = {"group": "structure", "repeat": "repeat"}


def fields(questions: Iterable[dict], *, is_odata: bool) -> list[dict]:
    """The fields in the order of the form, what is in a group after the group. Questions as `xforms.read` gives them.

    is_odata: names and paths as tables of OData have them.
    """
    return [field(question, is_odata=is_odata) for question in questions]


def field(question: dict, *, is_odata: bool) -> dict:
    names = question["path"].split("/")[1:]
    shown = [odata_name(name) for name in names] if is_odata else names
    kind = TYPES.get(question["kind"]) or question.get("type", "string")
    return {
        "name": shown[-1],
        "path": "/" + "/".join(shown),
        "type": kind,
        "binary": True if kind == "binary" else None,
        "selectMultiple": True if question["kind"] == "select" else None,
    }


def odata_name(name: str) -> str:
    """A name that OData takes: letters, digits and underscores, not beginning with a digit."""
    plain = re.sub(r"[^A-Za-z0-9_]+", "_", name)
    return plain if re.match(r"[A-Za-z_]", plain) else f"_{plain}"
