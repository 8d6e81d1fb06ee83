"""The questions of a form as a tree of groups, repeats and fields, over all of its versions where that is asked for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Union

TYPES = ("int", "decimal", "boolean", "date", "dateTime", "time", "geopoint", "geotrace", "geoshape", "binary")
GEO = ("geopoint", "geotrace", "geoshape")


@dataclass
class Field:
    """A question that holds one answer. type: one of TYPES, or "string"; choices: of a select, by their names."""

    name: str
    path: tuple[str, ...]
    type: str
    is_select_multiple: bool = False
    choices: tuple[str, ...] = ()


@dataclass
class Group:
    """A group of questions, or (is_repeat) one whose answers are a table of its own. The form itself is one.

    path: names from the form down; steps: the same from table to table, down to its own: (("visit",), ("g", "member"));
    parts: in the order of the form.
    """

    name: str = ""
    path: tuple[str, ...] = ()
    is_repeat: bool = False
    steps: tuple[tuple[str, ...], ...] = ()
    parts: list[Union["Group", Field]] = field(default_factory=list)

    def fields(self) -> Iterator[Field]:
        """Those of its own table: also inside of groups, without those of the repeats in it."""
        for part in self.parts:
            if isinstance(part, Field):
                yield part
            elif not part.is_repeat:
                yield from part.fields()

    def repeats(self) -> Iterator["Group"]:
        """Those directly in its table, not those inside of them."""
        for part in self.parts:
            if isinstance(part, Group):
                yield from [part] if part.is_repeat else part.repeats()

    def tables(self) -> Iterator["Group"]:
        """Itself, and every repeat below, each after the one that holds it."""
        yield self
        for repeat in self.repeats():
            yield from repeat.tables()


def tree_of(versions: Sequence[Sequence[dict]]) -> Group:
    """The tree of one version's questions (their shape: `server.domain.xforms`), or of several, the newest first.

    What only an older version asks comes last in its group. A question that was a group, or a repeat, in another
    version is there twice: each holds what was answered while it was that.
    """
    root = Group()
    for questions in versions:
        groups = {(): root}  # of this version, by path
        for question in questions:
            put(groups, question)
    return root


def put(groups: dict[tuple[str, ...], Group], question: dict) -> None:
    path = tuple(question["path"].strip("/").split("/"))
    here, kind = groups[path[:-1]], question["kind"]
    if kind in ("group", "repeat"):
        groups[path] = group_in(here, path[-1], is_repeat=kind == "repeat")
        return
    choices = tuple(one["name"] for one in question.get("choices", ()))
    there = next((part for part in here.parts if isinstance(part, Field) and part.name == path[-1]), None)
    if there is None:
        here.parts.append(Field(path[-1], path, type_of(question), kind == "select", choices))
    else:
        there.choices = tuple(dict.fromkeys(there.choices + choices))


def group_in(here: Group, name: str, *, is_repeat: bool) -> Group:
    """The group or repeat of this name in another one, made when there is none yet."""
    for part in here.parts:
        if isinstance(part, Group) and (part.name, part.is_repeat) == (name, is_repeat):
            return part
    path = (*here.path, name)
    steps = (*here.steps, path[sum(map(len, here.steps)) :]) if is_repeat else here.steps
    made = Group(name, path, is_repeat, steps)
    here.parts.append(made)
    return made


def type_of(question: dict) -> str:
    """What a bind says, without a prefix: "xsd:int" is an int."""
    said = question.get("type", "string").rsplit(":", 1)[-1]
    return "int" if said == "integer" else said if said in TYPES else "string"
