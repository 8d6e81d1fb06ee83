"""A submission's XML read into its ids, its answers and the entity changes it asks for. Pure: no database."""

from dataclasses import dataclass, field
from uuid import UUID

from lxml import etree

from server.domain.safe_xml import UnsafeXml, child, local_name, parse, text_of


@dataclass(frozen=True)
class Instance:
    """A submission as it came. answers: nested like the form, text as written, groups as mappings."""

    form_id: str
    version: str
    instance_id: str | None
    deprecated_id: str | None
    instance_name: str | None
    root: etree._Element = field(repr=False, compare=False)


@dataclass(frozen=True)
class EntityRequest:
    """A `meta/entity` element as written; `data` holds the saveto answers the submission contains."""

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
    meta = child(root, "meta")
    return Instance(
        form_id=root.get("id"),
        version=root.get("version", ""),
        instance_id=text_of(child(meta, "instanceID")),
        deprecated_id=text_of(child(meta, "deprecatedID")),
        instance_name=text_of(child(meta, "instanceName")),
        root=root,
    )


def answers(root: etree._Element, questions: list[dict]) -> dict:
    """The answers as JSON: {"area": {"village_code": "50070503"}, "walk_in": [{…}]}; blank is None.

    Matched by name, never by position: phones write repeats out of order.
    """
    repeats = {question["path"] for question in questions if question["kind"] == "repeat"}
    return below(root, "", repeats)


def below(element: etree._Element, path: str, repeats: set[str]) -> dict:
    found: dict = {}
    for node in element:
        name = local_name(node)
        here = f"{path}/{name}"
        value = below(node, here, repeats) if len(node) else node.text
        if here in repeats:
            found.setdefault(name, []).append(value if isinstance(value, dict) else {})
        else:
            found[name] = value
    return found


def expected_files(root: etree._Element, questions: list[dict]) -> list[str]:
    """Names of the files the answers speak of, each once: what must arrive beside the XML."""
    binary = {question["path"] for question in questions if question.get("type") == "binary"} | {"/meta/audit"}
    names: dict[str, None] = {}
    collect_files(root, "", binary, names)
    return list(names)


def collect_files(element: etree._Element, path: str, binary: set[str], names: dict[str, None]) -> None:
    for node in element:
        here = f"{path}/{local_name(node)}"
        name = text_of(node)
        if here in binary and name:
            names[name] = None
        collect_files(node, here, binary, names)


def value_at(found: dict, path: str) -> str | None:
    """The answer at a path outside repeats, stripped; None when blank or not asked."""
    value: object = found
    for name in path.strip("/").split("/"):
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return (value.strip() or None) if isinstance(value, str) else None


def entity_request(root: etree._Element, questions: list[dict]) -> EntityRequest | None:
    """What the submission's `meta/entity` asks for; None when it has none.

    A malformed id, version or branch reads as None: what to make of that is the caller's.
    """
    entity = child(child(root, "meta"), "entity")
    if entity is None:
        return None
    return EntityRequest(
        list_name=entity.get("dataset", ""),
        uuid=uuid_of(entity.get("id")),
        create=entity.get("create") in ("1", "true"),
        update=entity.get("update") in ("1", "true"),
        label=text_of(child(entity, "label")),
        data=saved_properties(root, questions),
        base_version=number_of(entity.get("baseVersion")),
        trunk_version=number_of(entity.get("trunkVersion")),
        branch_id=uuid_of(entity.get("branchId")),
    )


def saved_properties(root: etree._Element, questions: list[dict]) -> dict[str, str]:
    """Entity properties and what was sent for them: an empty answer clears, an unasked question is left out."""
    saved = {}
    for question in questions:
        if "saveto" not in question:
            continue
        node = root
        for name in question["path"].strip("/").split("/"):
            node = child(node, name)
        if node is not None:
            saved[question["saveto"]] = (node.text or "").strip()
    return saved


def uuid_of(text: str | None) -> UUID | None:
    """A uuid with or without its `uuid:` prefix; None when it is not one."""
    try:
        return UUID((text or "").removeprefix("uuid:").strip())
    except ValueError:
        return None


def number_of(text: str | None) -> int | None:
    """A version number; None when blank or not one."""
    stripped = (text or "").strip()
    return int(stripped) if stripped.isascii() and stripped.isdigit() and len(stripped) < 10 else None
