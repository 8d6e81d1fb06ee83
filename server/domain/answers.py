"""A submission's XML read into its ids, its answers and the entity changes it asks for. Pure: no database."""

import re
from dataclasses import dataclass, field
from uuid import UUID

from lxml import etree

from server.domain.safe_xml import UnsafeXml, child, local_name, parse, text_of

ENTITY = "/meta/entity"
# Python reads more as one: braces, dashes anywhere, digits of any script.
UUID_TEXT = re.compile(r"(?:uuid:)?\s*([0-9a-fA-F]{8}(-?)[0-9a-fA-F]{4}(?:\2[0-9a-fA-F]{4}){2}\2[0-9a-fA-F]{12})")


@dataclass(frozen=True)
class Instance:
    """A submission as it came. is_encrypted: it is the envelope of answers that only the holder of a key can read."""

    form_id: str
    version: str
    instance_id: str | None
    deprecated_id: str | None
    instance_name: str | None
    is_encrypted: bool
    root: etree._Element = field(repr=False, compare=False)


@dataclass(frozen=True)
class EntityRequest:
    """A `meta/entity` element as written; `data` holds the saveto answers that belong to it.

    path: where it stands in the form, without positions of repeats: "/meta/entity", "/stall/meta/entity".
    """

    path: str
    list_name: str
    uuid: UUID | None
    create: bool
    update: bool
    label: str | None
    data: dict[str, str]
    base_version: int | None
    trunk_version: int | None
    branch_id: UUID | None


def read_instance(xml: bytes) -> Instance:
    """Read the ids of a submission. Raises UnsafeXml when it is not XML or names no form."""
    root = parse(xml)
    if not root.get("id"):
        raise UnsafeXml("the root element names no form")
    meta, is_encrypted = child(root, "meta"), root.get("encrypted") == "yes"
    return Instance(
        form_id=root.get("id"),
        version=root.get("version", ""),
        instance_id=text_of(child(meta, "instanceID")),
        # No edit of an envelope: files it does not bring would be taken from the one before, made with another key.
        deprecated_id=None if is_encrypted else text_of(child(meta, "deprecatedID")),
        instance_name=text_of(child(meta, "instanceName")),
        is_encrypted=is_encrypted,
        root=root,
    )


@dataclass
class Shape:
    """What is read off a form once, so that its submissions are read quickly: whether this question is a repeat or a
    file, and which of the questions in it are, or have such in them."""

    is_repeat: bool = False
    is_file: bool = False
    inside: dict[str, "Shape"] = field(default_factory=dict)

    def at(self, path: str) -> "Shape":
        """That of the question at this path, made when there is none yet."""
        name, _, rest = path.strip("/").partition("/")
        here = self.inside.setdefault(name, Shape())
        return here.at(rest) if rest else here


PLAIN = Shape()  # of all other questions, and of those the form does not know


def shape_of(questions: list[dict]) -> Shape:
    """The shape of a form's answers; the audit trail is a file of every form."""
    shape = Shape()
    shape.at("/meta/audit").is_file = True
    for question in questions:
        if question["kind"] == "repeat":
            shape.at(question["path"]).is_repeat = True
        elif question.get("type") == "binary":
            shape.at(question["path"]).is_file = True
    return shape


def read_sent(instance: Instance, shape: Shape) -> tuple[dict, list[str]]:
    """The answers of a submission and the names of its files; of an envelope no answers, which nobody here can read."""
    if instance.is_encrypted:
        return {}, enclosed_files(instance.root)
    return read_answers(instance.root, shape)


def read_answers(root: etree._Element, shape: Shape) -> tuple[dict, list[str]]:
    """The answers as JSON, {"area": {"village_code": "50070503"}, "walk_in": [{…}]} (blank is None), and the names of
    the files they speak of, each once: what must arrive beside the XML.

    Matched by name, never by position: phones write repeats out of order.
    """
    files: dict[str, None] = {}
    return below(root, shape, files), list(files)


def enclosed_files(root: etree._Element) -> list[str]:
    """The names of the files that an envelope speaks of, each once, in the order in which they were encrypted: media,
    then the answers."""
    names = [text_of(file) for media in root.iterchildren("{*}media") for file in media.iterchildren("{*}file")]
    names.append(text_of(child(root, "encryptedXmlFile")))
    return [name for name in dict.fromkeys(names) if name]


def below(element: etree._Element, shape: Shape, files: dict[str, None]) -> dict:
    found: dict = {}
    for node in element:
        name = local_name(node)
        here = shape.inside.get(name, PLAIN)
        value = below(node, here, files) if len(node) else node.text
        if here.is_repeat:
            found.setdefault(name, []).append(value if isinstance(value, dict) else {})
        else:
            found[name] = value
        if here.is_file and (file := text_of(node)):
            files[file] = None
    return found


def value_at(found: dict, path: str) -> str | None:
    """The answer at a path outside repeats, stripped; None when blank or not asked."""
    value: object = found
    for name in path.strip("/").split("/"):
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return (value.strip() or None) if isinstance(value, str) else None


def entity_requests(root: etree._Element, questions: list[dict]) -> list[EntityRequest]:
    """What the `meta/entity` elements of a submission ask for, in its order: that of the form, and those of its groups
    and of every instance of its repeats.

    A malformed id, version or branch reads as None: what to make of that is the caller's.
    """
    found = [element for element in root.iter("{*}entity") if is_entity(element)]
    saved = saved_by(questions) if found else {}
    return [request_of(entity, path_of(entity), saved) for entity in found]


def entity_of_form(requests: list[EntityRequest]) -> EntityRequest | None:
    """That of the form itself, not of a group or repeat in it."""
    return next((request for request in requests if request.path == ENTITY), None)


def is_entity(element: etree._Element) -> bool:
    above = element.getparent()
    return above is not None and local_name(above) == "meta" and above.getparent() is not None


def path_of(element: etree._Element) -> str:
    """Where it stands below the root: "/stall/meta/entity"."""
    inside = [local_name(above) for above in element.iterancestors()][-2::-1]
    return "/" + "/".join([*inside, local_name(element)])


def request_of(entity: etree._Element, path: str, saved: dict[str, dict[str, list[str]]]) -> EntityRequest:
    owner = entity.getparent().getparent()
    return EntityRequest(
        path=path,
        list_name=entity.get("dataset", ""),
        uuid=uuid_of(entity.get("id")),
        create=entity.get("create") in ("1", "true"),
        update=entity.get("update") in ("1", "true"),
        label=text_of(child(entity, "label")),
        data=saved_properties(owner, saved.get(path.removesuffix(ENTITY), {})),
        base_version=number_of(entity.get("baseVersion")),
        trunk_version=number_of(entity.get("trunkVersion")),
        branch_id=uuid_of(entity.get("branchId")),
    )


def saved_by(questions: list[dict]) -> dict[str, dict[str, list[str]]]:
    """What the entities of a form save: {place of the entity ("" is the form): {property: names down to its answer}}.

    A property belongs to the nearest entity around its question.
    """
    places = {question["path"].removesuffix(ENTITY) for question in questions if "entity" in question} | {""}
    saved: dict[str, dict[str, list[str]]] = {}
    for question in questions:
        if "saveto" in question:
            path = question["path"]
            nearest = max((place for place in places if path.startswith(f"{place}/")), key=len)
            saved.setdefault(nearest, {})[question["saveto"]] = path[len(nearest) + 1 :].split("/")
    return saved


def saved_properties(owner: etree._Element, properties: dict[str, list[str]]) -> dict[str, str]:
    """Entity properties and what was sent for them: an empty answer clears, an unasked question is left out."""
    saved = {}
    for name, below_owner in properties.items():
        node = owner
        for step in below_owner:
            node = child(node, step)
        if node is not None:
            saved[name] = (node.text or "").strip()
    return saved


def uuid_of(text: str | None) -> UUID | None:
    """A uuid with or without its `uuid:` prefix; None when it is not one."""
    found = UUID_TEXT.fullmatch((text or "").strip())
    return UUID(found[1]) if found else None


def number_of(text: str | None) -> int | None:
    """A version number; None when blank or not one."""
    stripped = (text or "").strip()
    return int(stripped) if stripped.isascii() and stripped.isdigit() and len(stripped) < 10 else None
