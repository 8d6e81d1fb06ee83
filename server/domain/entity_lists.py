"""Lists of entities: they come into being with the forms that speak of them; whether theirs wait for approval."""

import re
from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from server.db.models import EntityList
from server.db.queries import entities as queries
from server.db.queries import held_back, locks, pending
from server.db.session import after_commit
from server.domain import events
from server.domain.answers import saved_by
from server.domain.entities import NEEDS_APPROVAL, PROPERTIES
from server.domain.lists import PLAIN
from server.domain.permissions import Caller, may_see
from server.errors import NotFound, Problem
from server.queue import DRAIN_SUBMISSIONS, nudge

# XML 1.0: what a name may begin with, and what it may go on with; without the dot and the colon.
FIRST = (
    r"A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F\u2C00-\u2FEF"
    r"\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
NAME = re.compile(rf"(?!__)[{FIRST}][-0-9\u00B7\u0300-\u036F\u203F-\u2040{FIRST}]{{0,199}}")
RESERVED_PROPERTIES = ("name", "label")
RESERVED_LISTS = tuple(name.removesuffix(".csv") for name in PLAIN)
MADE_BY_SERVER = ("to_correct",)  # forms may choose from these, and save to none


class ListNameUnusable(Problem):
    status, code, central_code = 400, "list-name-unusable", 400.25
    th = "ใช้ชื่อรายการ “{name}” ไม่ได้ ใช้ตัวอักษร ตัวเลข _ หรือ - ขึ้นต้นด้วยตัวอักษร ไม่ขึ้นต้นด้วย __ และไม่ซ้ำกับรายการของระบบ"
    en = (
        "“{name}” cannot be the name of an entity list: letters, digits, _ and -, beginning with a letter, not with __,"
        " and none of the server's own lists."
    )


class PropertyNameUnusable(Problem):
    status, code, central_code = 400, "property-name-unusable", 400.25
    th = "ใช้ชื่อคุณสมบัติ “{name}” ไม่ได้ ใช้ตัวอักษร ตัวเลข _ หรือ - ขึ้นต้นด้วยตัวอักษร ไม่ขึ้นต้นด้วย __ และไม่ใช่ name หรือ label"
    en = (
        "“{name}” cannot be the name of a property: letters, digits, _ and -, beginning with a letter, not with __, and"
        " neither name nor label."
    )


class ListExists(Problem):
    status, code, central_code = 409, "list-exists", 409.3
    th = "มีรายการ “{name}” อยู่แล้ว"
    en = "There is a list “{name}” already."


class PropertyExists(Problem):
    status, code, central_code = 409, "property-exists", 409.3
    th = "รายการ {list} มีคุณสมบัติ “{name}” อยู่แล้ว"
    en = "The list {list} has a property “{name}” already."


class SubmissionsWait(Problem):
    status, code, central_code = 400, "submissions-wait-for-approval", 400.29
    th = "มีแบบฟอร์ม {count} ฉบับรออนุมัติอยู่ ระบุ convert=true เพื่อสร้างรายการจากแบบฟอร์มเหล่านั้นทันที"
    en = "{count} submissions wait for approval. Say convert=true to have their entities made now."


class SavesNowhere(Problem):
    status, code, central_code = 400, "saves-nowhere", 400.25
    th = "คำถาม {path} บันทึกลงรายการไม่ได้ เพราะไม่มีรายการอยู่ในระดับเดียวกันหรือเหนือขึ้นไปโดยไม่ข้ามกลุ่มซ้ำ"
    en = "The question {path} saves to no entity: there is none around it, or a repeat lies between the two."


class ListNameClash(Problem):
    status, code, central_code = 409, "list-name-clash", 409.16
    th = "รายการ “{name}” ต่างจาก “{known}” ที่มีอยู่เพียงตัวพิมพ์เล็กใหญ่ ใช้ชื่อเดิม หรือตั้งชื่ออื่น"
    en = (
        "The list “{name}” differs from “{known}” by upper and lower case only. Write it as it is, or name it"
        " otherwise."
    )


class PropertyNameClash(Problem):
    status, code, central_code = 409, "property-name-clash", 409.17
    th = "คุณสมบัติ “{name}” ของรายการ {list} ต่างจาก “{known}” ที่มีอยู่เพียงตัวพิมพ์เล็กใหญ่ ใช้ชื่อเดิม หรือตั้งชื่ออื่น"
    en = (
        "The property “{name}” of the list {list} differs from “{known}” by upper and lower case only. Write it as it"
        " is, or name it otherwise."
    )


def declared(questions: Sequence[dict]) -> dict[str, list[str]]:
    """The lists a form makes or changes, each with the properties the form saves: {"trees": ["species", "height"]}."""
    saved = saved_by(list(questions))
    found: dict[str, dict[str, None]] = {}
    for question in questions:
        if "entity" in question:
            place = question["path"].removesuffix("/meta/entity")
            found.setdefault(question["entity"]["list"], {}).update(dict.fromkeys(saved.get(place, ())))
    return {name: list(properties) for name, properties in found.items()}


def check(questions: Sequence[dict]) -> None:
    """Whether the lists and properties of a form can be. Raises a Problem that names what cannot."""
    for name, properties in declared(questions).items():
        if not NAME.fullmatch(name) or name in (*RESERVED_LISTS, *MADE_BY_SERVER):
            raise ListNameUnusable(name=name)
        for one in properties:
            if not NAME.fullmatch(one) or one.lower() in RESERVED_PROPERTIES:
                raise PropertyNameUnusable(name=one)
    check_owners(questions)


def check_owners(questions: Sequence[dict]) -> None:
    """A property belongs to the nearest entity around its question, and to one at a time. Raises SavesNowhere."""
    places = {question["path"].removesuffix("/meta/entity") for question in questions if "entity" in question}
    repeats = [question["path"] for question in questions if question["kind"] == "repeat"]
    for path in (question["path"] for question in questions if "saveto" in question):
        owners = [place for place in places if path.startswith(f"{place}/")]
        nearest = max(owners, key=len, default=None)
        if nearest is None or any(is_between(repeat, nearest, path) for repeat in repeats):
            raise SavesNowhere(path=path)


def is_between(repeat: str, owner: str, path: str) -> bool:
    return path.startswith(f"{repeat}/") and repeat.startswith(f"{owner}/")


def ensure(session: Session, workspace_id: int, questions: Sequence[dict], files: Iterable[str]) -> None:
    """The lists that a form saves to, and those of ours whose files it expects, with these properties.

    Raises ListNameClash, PropertyNameClash.
    """
    asked = {name: list(PROPERTIES[name]) for file in files if (name := file.removesuffix(".csv")) in PROPERTIES}
    for name, properties in declared(questions).items():
        asked[name] = list(dict.fromkeys([*PROPERTIES.get(name, ()), *properties]))
    known = {one.name: one.properties for one in queries.lists(session, workspace_id)}
    lists = {**dict.fromkeys((*RESERVED_LISTS, *PROPERTIES), ()), **known}
    for name, properties in sorted(asked.items()):
        if clash := clashing([name], [*lists, *asked]):
            raise ListNameClash(name=clash[0], known=clash[1])
        if clash := clashing(properties, [*lists.get(name, ()), *properties]):
            raise PropertyNameClash(list=name, name=clash[0], known=clash[1])
        queries.ensure_list(session, workspace_id, name, properties)


def of(session: Session, caller: Caller, name: str) -> EntityList:
    """The list of this name, for whoever looks after lists or may see its entities. Raises NotFound."""
    known = session.get(EntityList, (caller.workspace_id, name)) if "\0" not in name else None
    if known is None or not may_know(caller, name):
        raise NotFound
    return known


def known_to(session: Session, caller: Caller) -> list[EntityList]:
    """The lists by name that somebody may know of."""
    return [one for one in queries.lists(session, caller.workspace_id) if may_know(caller, one.name)]


def may_know(caller: Caller, name: str) -> bool:
    """Whether somebody may know that there is such a list; its entities are guarded by rows."""
    return caller.may("entity_list.manage") or may_see(caller.sees, name)


def make(session: Session, workspace_id: int, name: str, *, is_required: bool, actor_id: int) -> EntityList:
    """A list without any property. is_required: whether its entities wait for approval.

    Raises ListNameUnusable, ListExists, ListNameClash.
    """
    locks.hold(session, "entity lists", workspace_id)
    if not NAME.fullmatch(name) or name in (*RESERVED_LISTS, *MADE_BY_SERVER):
        raise ListNameUnusable(name=name[:100])
    known = [one.name for one in queries.lists(session, workspace_id)]
    if name in known:
        raise ListExists(name=name)
    if clash := clashing([name], [*RESERVED_LISTS, *PROPERTIES, *known]):
        raise ListNameClash(name=clash[0], known=clash[1])
    queries.ensure_list(session, workspace_id, name, PROPERTIES.get(name, ()))
    made = session.get_one(EntityList, (workspace_id, name))
    made.approval_required = is_required
    who = {"actor_id": actor_id, "workspace_id": workspace_id}
    events.record(session, "list.make", "list", name, **who, is_required=is_required)
    session.flush()
    return made


def add_property(session: Session, workspace_id: int, list_name: str, name: str, *, actor_id: int) -> None:
    """A further property of a list. Raises PropertyNameUnusable, PropertyExists, PropertyNameClash, NotFound."""
    known = session.get(EntityList, (workspace_id, list_name), with_for_update=True)
    if known is None:
        raise NotFound
    if not NAME.fullmatch(name) or name.lower() in RESERVED_PROPERTIES:
        raise PropertyNameUnusable(name=name[:100])
    if name in known.properties:
        raise PropertyExists(list=list_name, name=name)
    if clash := clashing([name], known.properties):
        raise PropertyNameClash(list=list_name, name=clash[0], known=clash[1])
    queries.ensure_list(session, workspace_id, list_name, [name])
    who = {"actor_id": actor_id, "workspace_id": workspace_id}
    events.record(session, "list.add_property", "list", list_name, **who, property=name)


def clashing(names: Iterable[str], known: Iterable[str]) -> tuple[str, str] | None:
    """The first of these names that another one equals but for upper and lower case, and that one."""
    pairs = ((name, other) for name in names for other in known if name != other)
    return next((pair for pair in pairs if pair[0].lower() == pair[1].lower()), None)


def check_waiting(session: Session, workspace_id: int, name: str) -> None:
    """Raises SubmissionsWait when there are submissions whose entities wait for approval."""
    if count := held_back.waiting(session, workspace_id, NEEDS_APPROVAL, name):
        raise SubmissionsWait(count=count)


def set_approval(session: Session, workspace_id: int, name: str, *, is_required: bool, actor_id: int) -> EntityList:
    """Let new entities of a list wait for the approval of their submissions, or no longer.

    What waits is looked at again when they no longer do. Raises NotFound.
    """
    pending.take_turn(session, "submissions")  # lest one be flagged as waiting by a drain that saw the rule of before
    known = session.get(EntityList, (workspace_id, name), with_for_update=True)
    if known is None:
        raise NotFound
    if known.approval_required == is_required:
        return known
    known.approval_required = is_required
    who = {"actor_id": actor_id, "workspace_id": workspace_id}
    events.record(session, "list.set_approval", "list", name, **who, is_required=is_required)
    if not is_required:
        held_back.release_list(session, workspace_id, NEEDS_APPROVAL, name)
        after_commit(session, nudge, DRAIN_SUBMISSIONS)
    return known
