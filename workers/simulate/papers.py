"""What somebody filled in and sent: answers, files, when, from which phone, and what the district makes of it."""

import datetime as dt
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from random import Random
from uuid import UUID

from PIL import Image

from server.domain.indicators.calendar import BANGKOK

COLOURS = {"sheet": "#f4efe1", "evidence": "#d9c7a0", "work": "#b5835a", "minutes": "#efe9da"}
PLAN_FILE = b"%PDF-1.4\n% an invented community plan\n%%EOF\n"

Answers = Mapping[str, object]


@dataclass(frozen=True)
class Paper:
    """A filled-in form. sender: the area of the phone that sent it; files: content by name, as far as they have come.

    verdict: the review state in the end; accepted: whether the district lets it count although it is from outside.
    """

    form_id: str
    sender: str
    instance_id: str
    received_at: dt.datetime
    answers: Answers
    files: Mapping[str, bytes] = field(default_factory=dict)
    verdict: str = "approved"
    accepted: bool = False


def paper(
    random: Random,
    form_id: str,
    sender: str,
    day: dt.date,
    answers: Answers,
    *,
    files: Mapping[str, str] | None = None,
    missing: Iterable[str] = (),
    **more: object,
) -> Paper:
    """A form filled in on a day and sent some hours or days later.

    files: the kind of picture (or `plan_file`) by the question that asks for it; missing: those that never came.
    """
    filled_at = dt.datetime.combine(day, dt.time(random.randint(8, 16), random.randint(0, 59)), BANGKOK)
    sent_at = filled_at + dt.timedelta(minutes=random.choice((20, 90, 400, 2 * 24 * 60, 6 * 24 * 60)))
    own_id = invented_uuid(random)
    names = {question: f"{own_id.hex[:12]}-{question}{ending(kind)}" for question, kind in (files or {}).items()}
    said = {
        "start": filled_at.isoformat(),
        "end": (filled_at + dt.timedelta(minutes=random.randint(2, 25))).isoformat(),
        "today": day,
        "deviceid": f"collect:invented{sender}",
        **answers,
        **names,
        "instanceID": f"uuid:{own_id}",
    }
    came = {name: content(files[question], name) for question, name in names.items() if question not in set(missing)}
    return Paper(form_id, sender, f"uuid:{own_id}", sent_at.astimezone(dt.UTC), said, came, **more)


def ending(kind: str) -> str:
    return ".pdf" if kind == "plan_file" else ".jpg"


def content(kind: str, name: str) -> bytes:
    """The bytes of a file. Every picture is another file, as every photo is: behind its end stands its name."""
    return PLAN_FILE if kind == "plan_file" else picture(kind) + name.encode()


@cache
def picture(kind: str) -> bytes:
    """A tiny JPEG in the colour of its kind."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), COLOURS[kind]).save(out, "JPEG")
    return out.getvalue()


def invented_uuid(random: Random) -> UUID:
    return UUID(int=random.getrandbits(128), version=4)
