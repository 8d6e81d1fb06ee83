"""A submission's answers in the order and words of its form, ready to be read. Pure: no database, no request."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import inf
from uuid import UUID

PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
NUMBER = re.compile(r"-?[0-9]{1,18}(\.[0-9]+)?")  # a longer one is no amount, and stays as it was typed
CODE = re.compile(r"[0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{8}")
PARTS = ("group", "repeat")
LONGEST = 10_000  # letters of an answer that are shown: no browser breaks a million of them into lines
KINDS = {"date": "date", "dateTime": "time", "binary": "file"}


@dataclass(frozen=True)
class Answer:
    """What was answered. kind: text, number, date, time, choices, position, file or note; value as written.

    chosen: the words of what was chosen; position: latitude, longitude, accuracy.
    """

    label: str
    kind: str
    value: str = ""
    chosen: tuple[str, ...] = ()
    position: tuple[float, float, float | None] | None = None
    path: str = ""


@dataclass
class Section:
    """A group of the form, or one entry of a repeat: answers and further sections in the order of the form."""

    label: str = ""
    parts: list["Answer | Section | Entries"] = field(default_factory=list)

    @property
    def answers(self) -> list[Answer]:
        return [part for part in self.parts if isinstance(part, Answer)]

    @property
    def is_flat(self) -> bool:
        """Whether it holds answers only."""
        return all(isinstance(part, Answer) for part in self.parts)

    @property
    def blocks(self) -> "list[list[Answer] | Section | Entries]":
        """Its parts, answers that follow each other taken together."""
        blocks: list[list[Answer] | Section | Entries] = []
        for part in self.parts:
            if not isinstance(part, Answer):
                blocks.append(part)
            elif blocks and isinstance(blocks[-1], list):
                blocks[-1].append(part)
            else:
                blocks.append([part])
        return blocks


@dataclass
class Entries:
    """A repeat: one section for each entry."""

    label: str
    entries: list[Section]

    @property
    def is_table(self) -> bool:
        """Whether a table shows it: no entry has sections of its own."""
        return all(entry.is_flat for entry in self.entries)

    @property
    def columns(self) -> dict[str, str]:
        """path -> label of everything that an entry answers."""
        return {answer.path: answer.label for entry in self.entries for answer in entry.answers}

    @property
    def rows(self) -> list[list[Answer | None]]:
        told = [{answer.path: answer for answer in entry.answers} for entry in self.entries]
        return [[row.get(path) for path in self.columns] for row in told]


@dataclass(frozen=True)
class Told:
    """Answers to read, and the labels of questions that were asked and left blank."""

    top: Section
    blank: tuple[str, ...]
    positions: tuple[Answer, ...]


def told(questions: list[dict], answers: Mapping, names: Mapping[str, str], language: str) -> Told:
    """The answers as a page shows them. names: words for ids of households and projects, and for codes of areas."""
    reader = Reader(questions, names, language)
    top = Section()
    reader.read(answers, "", top)
    return Told(top, tuple(reader.blank), tuple(reader.positions))


def mentioned(questions: list[dict], answers: Mapping) -> tuple[set[UUID], set[str]]:
    """(ids of households and projects, codes of areas and villages) that answers name."""
    lists = {question["path"] for question in questions if "list" in question}
    values = {value for path, text in leaves(answers) if path in lists for value in text.split()}
    uuids = {found for found in map(uuid_or_none, values) if found}
    return uuids, {value for value in values if CODE.fullmatch(value)}


def leaves(answers: object, path: str = "") -> Iterable[tuple[str, str]]:
    """(path, text) of every answer, those of repeats under one path."""
    if isinstance(answers, Mapping):
        for name, value in answers.items():
            yield from leaves(value, f"{path}/{name}")
    elif isinstance(answers, list):
        for entry in answers:
            yield from leaves(entry, path)
    elif isinstance(answers, str):
        yield path, answers


class Reader:
    """Walks the questions of a form and the answers together."""

    def __init__(self, questions: list[dict], names: Mapping[str, str], language: str) -> None:
        self.names, self.language = names, language
        self.below: dict[str, list[dict]] = {}
        for question in questions:
            self.below.setdefault(question["path"].rpartition("/")[0], []).append(question)
        self.blank: list[str] = []
        self.positions: list[Answer] = []

    def read(self, answers: Mapping, path: str, into: Section, spoken: Mapping[str, str] | None = None) -> None:
        """Put what was answered under a path into a section. spoken: answers that labels may speak of, by name."""
        spoken = {**(spoken or {}), **{name.rpartition("/")[2]: text for name, text in leaves(answers)}}
        for question in self.below.get(path, ()):
            name = question["path"].rpartition("/")[2]
            if name == "meta" or name not in answers:
                continue
            if question["kind"] in PARTS:
                self.read_part(question, answers[name], into, spoken)
            elif question.get("label"):
                self.read_answer(question, answers[name], into, spoken)

    def read_part(self, question: dict, value: object, into: Section, spoken: Mapping[str, str]) -> None:
        label = self.words(question.get("label", {}), spoken)
        entries = value if isinstance(value, list) else [value]
        sections = []
        for entry in entries:
            section = Section(label)
            if isinstance(entry, Mapping):
                self.read(entry, question["path"], section, spoken)
            if section.parts:
                sections.append(section)
        if question["kind"] == "repeat" and sections:
            into.parts.append(Entries(label, [flattened(section) for section in sections]))
        elif sections and not label:
            into.parts += sections[0].parts
        else:
            into.parts += sections

    def read_answer(self, question: dict, value: object, into: Section, spoken: Mapping[str, str]) -> None:
        label = self.words(question["label"], spoken)
        text = shown_whole(value.strip()) if isinstance(value, str) else ""
        if is_note(question, text):
            if PLACEHOLDER.search(self.own(question["label"])):
                into.parts.append(Answer(label, "note", path=question["path"]))
            return
        if not text:
            self.blank.append(label)
            return
        answer = self.answer(question, label, text)
        into.parts.append(answer)
        if answer.position:
            self.positions.append(answer)

    def answer(self, question: dict, label: str, text: str) -> Answer:
        kind, path = question.get("type", "string"), question["path"]
        if question["kind"] in ("select", "select1", "rank"):
            values = text.split() if question["kind"] != "select1" else [text]
            chosen = tuple(self.chosen(question, value) for value in values)
            return Answer(label, "choices", text, chosen=chosen, path=path)
        if kind == "geopoint" and (position := position_of(text)):
            return Answer(label, "position", text, position=position, path=path)
        if kind in ("int", "decimal") and NUMBER.fullmatch(text) and "year" not in path:
            return Answer(label, "number", text, path=path)
        return Answer(label, KINDS.get(kind, "text"), text, path=path)

    def chosen(self, question: dict, value: str) -> str:
        for choice in question.get("choices", ()):
            if choice["name"] == value:
                return self.own(choice["label"]) or value
        return self.names.get(value, value)

    def words(self, label: Mapping[str, str], spoken: Mapping[str, str]) -> str:
        """A label in the reader's language, with the answers it speaks of."""
        return PLACEHOLDER.sub(lambda found: shown_number(spoken.get(found[1], "")) or "–", self.own(label))

    def own(self, label: Mapping[str, str]) -> str:
        return label.get(self.language) or next(iter(label.values()), "")


def flattened(entry: Section) -> Section:
    """An entry of a repeat whose groups hold answers only, as one row."""
    groups = [part for part in entry.parts if not isinstance(part, Answer)]
    if not all(isinstance(group, Section) and group.is_flat for group in groups):
        return entry
    return Section(entry.label, [answer for part in entry.parts for answer in answers_of(part)])


def answers_of(part: "Answer | Section | Entries") -> list[Answer]:
    return [part] if isinstance(part, Answer) else part.answers if isinstance(part, Section) else []


def is_note(question: dict, text: str) -> bool:
    """Whether a question only says something."""
    return not text and question.get("readonly", False)


def position_of(text: str) -> tuple[float, float, float | None] | None:
    """Latitude, longitude and accuracy in metres, as Collect writes them: `18.9 98.8 320.0 4.5`."""
    try:
        numbers = [float(part) for part in text.split()]
    except ValueError:
        return None
    if len(numbers) < 2 or not (-90 <= numbers[0] <= 90 and -180 <= numbers[1] <= 180):
        return None
    return numbers[0], numbers[1], numbers[3] if len(numbers) > 3 and 0 < numbers[3] < inf else None


def shown_whole(text: str) -> str:
    """An answer as it was typed; one beyond all measure is cut, and says so (the XML has all of it)."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def shown_number(text: str) -> str:
    """`60000.0`, as a calculation writes it, becomes 60,000; anything else, also a house number, stays."""
    text = text.strip()
    if not NUMBER.fullmatch(text):
        return text
    whole, _, rest = text.partition(".")
    grouped = f"{int(whole):,}" if len(whole.lstrip("-")) > 4 else whole
    return f"{grouped}.{rest}" if rest.strip("0") else grouped


def uuid_or_none(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
