"""Forms filled in as ODK Collect writes them: the blank form's own XML, with gaps where answers go."""

import re
from collections.abc import Mapping
from copy import deepcopy
from xml.sax.saxutils import escape

from lxml import etree

from server.domain.safe_xml import child, local_name, parse

HEAD = "<?xml version='1.0' ?>"
XFORMS = b' xmlns="http://www.w3.org/2002/xforms"'
TEMPLATE = "{http://openrosa.org/javarosa}template"
GAP = re.compile("\ue000([a-z0-9_@]+)\ue001", re.IGNORECASE)
SPECIAL = re.compile('[&<>"]')

Answers = Mapping[str, object]


class Blank:
    """A published form, to be filled in many times.

    Answers go by the names of the questions, which are unique in a form. None leaves the question out, as a phone does
    when it was not asked; a mapping is a group of which nothing else was asked; a list is a repeat; `@id`, `@create` …
    are the attributes of `meta/entity`, `label` its label; `deprecatedID` makes it an edit. What is not answered stays
    as it is in the form.
    """

    def __init__(self, xml: bytes) -> None:
        self.root = primary_instance(xml)
        self.form_id, self.version = self.root.get("id"), self.root.get("version")
        self.texts: dict[tuple, list[str]] = {}

    def filled(self, answers: Answers) -> bytes:
        """The XML of a submission. Raises KeyError for a question that the form does not have."""
        asked = tuple([(name, shape_of(value)) for name, value in answers.items()])
        if asked not in self.texts:
            self.texts[asked] = GAP.split(with_gaps(self.root, answers))
        text, flat = self.texts[asked], flattened(answers)
        parts = [written(part, flat[part]) if number % 2 else part for number, part in enumerate(text)]
        return "".join(parts).encode()


def primary_instance(xml: bytes) -> etree._Element:
    """The form's data before anybody answered: no default namespace, the other prefixes kept, as Collect has it."""
    root = parse(xml)
    instance = next(e for e in root.iter() if local_name(e) == "instance" and len(e) and e[0].get("id"))
    plain = parse(etree.tostring(instance[0], with_tail=False).replace(XFORMS, b""))
    for node in list(plain.iter()):
        node.tail = None
        if node.get(TEMPLATE) is not None:
            node.getparent().remove(node)
    return plain


def with_gaps(blank: etree._Element, answers: Answers) -> str:
    """The form as text, with a gap for every answer."""
    root = deepcopy(blank)
    places = {local_name(node): node for node in root.iter() if isinstance(node.tag, str)}
    for name, value in answers.items():
        gap = f"\ue000{name}\ue001"
        if name == "deprecatedID":
            etree.SubElement(child(root, "meta"), name).text = gap
        elif name.startswith("@"):
            child(child(root, "meta"), "entity").set(name[1:], gap)
        elif value is None:
            places[name].getparent().remove(places[name])
        elif isinstance(value, list):
            put_repeat(places[name], gap)
        elif isinstance(value, dict):
            put_group(places[name], value)
        else:
            places[name].text = gap
    return HEAD + etree.tostring(root, encoding="unicode")


def put_repeat(node: etree._Element, gap: str) -> None:
    """A gap in place of a repeat, of which the form shows one instance without answers."""
    before = node.getprevious()
    node.getparent().remove(node)
    before.tail = gap


def put_group(node: etree._Element, asked: Answers) -> None:
    """A gap for every question of a group that was asked; the others go."""
    for question in list(node):
        if question.tag in asked:
            question.text = f"\ue000{question.tag}\ue001"
        else:
            node.remove(question)


def shape_of(value: object) -> object:
    """What the text around an answer turns on."""
    return tuple(value) if isinstance(value, dict) else value is None


def flattened(answers: Answers) -> dict[str, object]:
    """The answers, those in groups among them."""
    groups = [value for value in answers.values() if isinstance(value, dict)]
    return {name: value for found in (answers, *groups) for name, value in found.items()}


def written(name: str, value: object) -> str:
    if isinstance(value, list):
        return "".join(f"<{name}>{below(entry)}</{name}>" for entry in value)
    return escaped(str(value))


def escaped(text: str) -> str:
    return escape(text, {'"': "&quot;"}) if SPECIAL.search(text) else text


def below(entry: Mapping[str, object]) -> str:
    """What stands in an instance of a repeat; a mapping is a group."""
    inner = ((name, below(value) if isinstance(value, dict) else escaped(str(value))) for name, value in entry.items())
    return "".join(f"<{name}>{text}</{name}>" for name, text in inner)
