"""Fills in forms as a phone does: the engine inside ODK Collect, kept in one JVM and driven line by line."""

import atexit
import functools
import itertools
import json
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from lxml import etree

from tests.engine.compiled import JAR, classes

JVM_OPTIONS = ["-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xmx384m", "-Dfile.encoding=UTF-8"]


class AnswerRefused(Exception):
    """The phone would not go on: `reason` is one of unknown, ambiguous, not-relevant, read-only, not-a-choice,
    wrong-type, required, constraint; `question` is its path; `message` the form's own words, where it has any."""

    def __init__(self, reason: str, question: str, message: str) -> None:
        self.reason, self.question, self.message = reason, question, message
        super().__init__(f"{question}: {reason}: {message}")


class EngineFault(Exception):
    """JavaRosa itself failed, for instance because the form cannot be read."""


@dataclass(frozen=True)
class Filled:
    """A finalized form: what Collect would send."""

    xml: str
    files: tuple[str, ...]  # names of the photos and documents that must be sent along, in the form's order

    @property
    def root(self) -> etree._Element:
        return etree.fromstring(self.xml.encode())

    @property
    def instance_id(self) -> str:
        return self.answer("meta/instanceID")

    @property
    def deprecated_id(self) -> str | None:
        return self.answer("meta/deprecatedID")

    @property
    def instance_name(self) -> str | None:
        return self.answer("meta/instanceName")

    def answer(self, path: str) -> str | None:
        """The text at a path below the root, or None when it is not there or empty."""
        return self.root.findtext(path) or None

    @property
    def entity(self) -> dict[str, str]:
        """The attributes of the entity that the form writes, and its label."""
        (entity,) = self.root.iterfind("meta/entity")
        return {**entity.attrib, "label": entity.findtext("label") or ""}


class Form:
    """One form on the screen of a phone."""

    def __init__(self, engine: "FormEngine", filling: str, scope: str = "") -> None:
        self._engine, self._filling, self._scope = engine, filling, scope

    def answer(self, question: str, value: Any) -> None:
        """Answer a question, named by its name or by as much of its path as is needed (`line[2]/line_amount`).

        None empties it. Raises AnswerRefused where the phone would not accept the answer or not show the question.
        """
        self._do("answer", question, value=_written(value))

    def fill(self, answers: Mapping[str, Any]) -> "Form":
        """Answer in the given order; a list of mappings fills the instances of a repeat, one by one."""
        for question, value in answers.items():
            if isinstance(value, list) and value and isinstance(value[0], Mapping):
                for number, instance in enumerate(value, start=1):
                    self.repeat(question, number).fill(instance)
            else:
                self.answer(question, value)
        return self

    def value(self, node: str) -> str | None:
        """The value of any node, calculated ones too, as it would be sent; None when empty or not asked."""
        return self._do("value", node)["value"]

    def is_asked(self, question: str) -> bool:
        return self._do("question", question)["relevant"]

    def is_required(self, question: str) -> bool:
        return self._do("question", question)["required"]

    def label(self, question: str) -> str:
        """What the screen asks, in the form's default language."""
        return self._do("question", question)["label"]

    def choices(self, question: str) -> dict[str, str]:
        """What can be chosen just now: name to label."""
        return self._do("question", question)["choices"]

    def repeat(self, name: str, number: int) -> "Form":
        """The numbered instance (from 1) of a repeat, added if it is not there yet, to be filled like a form."""
        self._do("repeat", name, number=number)
        return Form(self._engine, self._filling, f"{self._scope}{name}[{number}]/")

    def drop_repeat(self, name: str, number: int) -> None:
        self._do("drop", name, number=number)

    def save_draft(self) -> str:
        """The XML that a phone keeps of an unfinished form; nothing is validated."""
        return self._engine.request(do="save", filling=self._filling)["xml"]

    def finalize(self) -> Filled:
        """Validate everything and finish; raises AnswerRefused for the first question at fault. Closes the form."""
        done = self._engine.request(do="finalize", filling=self._filling)
        self.close()
        return Filled(done["xml"], tuple(done["files"]))

    def close(self) -> None:
        self._engine.request(do="close", filling=self._filling)

    def _do(self, verb: str, path: str, **details: Any) -> dict[str, Any]:
        return self._engine.request(do=verb, filling=self._filling, path=self._scope + path, **details)


class FormEngine:
    """A JVM with JavaRosa. Its clock is the machine's, in the phones' time zone."""

    def __init__(self, timezone: str = "Asia/Bangkok") -> None:
        program = [
            "java",
            *JVM_OPTIONS,
            f"-Duser.timezone={timezone}",
            "-cp",
            f"{classes()}:{JAR}",
            "Filler",
        ]
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the JVM)
        self._jvm = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log)
        self._numbers = itertools.count(1)
        self._one_at_a_time = threading.Lock()

    def open(
        self,
        form_xml: str,
        media: Path | None = None,
        *,
        deviceid: str = "collect:Aq3vZ0w9LmT5xYbC",
        username: str = "",
        at: datetime | None = None,
        draft: str | None = None,
        **about: str,
    ) -> Form:
        """A new form, or one going on with `draft`; about: what else the phone knows of its user (email …).

        form_xml: the XForm, as text; media: the folder with its lists (missing lists are empty, as on a phone);
        at: an aware time that today(), start, end and today shall take for now.
        """
        properties = {"deviceid": deviceid, "username": username} | about
        return self._open(form_xml, media, at, properties=properties, instance=draft, edit=False)

    def edit(self, form_xml: str, sent: Filled, media: Path | None = None, *, at: datetime | None = None) -> Form:
        """A finalized form opened again: a new instanceID, the one before it as deprecatedID, no trigger fires."""
        return self._open(form_xml, media, at, properties={}, instance=sent.xml, edit=True)

    def _open(self, form_xml: str, media: Path | None, at: datetime | None, **details: Any) -> Form:
        filling = str(next(self._numbers))
        folder = str(media) if media else tempfile.gettempdir() + "/no-such-media"
        when = at.isoformat() if at else None
        self.request(do="open", filling=filling, form=form_xml, media=folder, at=when, **details)
        return Form(self, filling)

    def request(self, **request: Any) -> dict[str, Any]:
        """One exchange with the JVM; for `Form`."""
        with self._one_at_a_time:
            self._jvm.stdin.write(json.dumps(request).encode() + b"\n")
            self._jvm.stdin.flush()
            line = self._jvm.stdout.readline()
        if not line:
            self._log.seek(0)
            raise EngineFault(f"the JVM ended: {self._log.read().decode()}")
        answer = json.loads(line)
        if "refused" in answer:
            raise AnswerRefused(**answer["refused"])
        if "fault" in answer:
            raise EngineFault(answer["fault"])
        return answer

    def close(self) -> None:
        self._jvm.stdin.close()
        self._jvm.wait(timeout=20)
        self._jvm.stdout.close()
        self._log.close()

    def __enter__(self) -> "FormEngine":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@functools.cache
def shared_engine() -> FormEngine:
    """The one engine of this test worker, started at first use and ended with the process."""
    engine = FormEngine()
    atexit.register(engine.close)
    return engine


def _written(value: Any) -> str | list[str] | None:
    """An answer in the words of the line protocol."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, tuple):  # a geopoint: latitude, longitude and, where known, altitude and accuracy
        return " ".join(str(part) for part in value)
    if isinstance(value, Iterable):
        return list(value)
    if isinstance(value, int | float | Decimal):
        return str(value)
    raise TypeError(f"no question takes {value!r}")
