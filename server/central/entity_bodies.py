"""Entities as scripts send them, read from JSON."""

from uuid import UUID, uuid4

from server.central import problems
from server.central.wire import text_of
from server.domain.answers import uuid_of
from server.domain.entity_writing import Given

ONE, CHANGE = {"uuid", "label", "data"}, {"label", "data"}


def given(sent: object, name: str = "entity") -> Given:
    """One entity. Raises TypeUnexpected, ParameterMissing, ValueUnexpected, AttributesUnexpected."""
    if not isinstance(sent, dict):
        raise problems.TypeUnexpected(name=name, expected="{uuid, label, data}")
    refuse_others(sent, ONE)
    uuid = uuid4() if sent.get("uuid") is None else id_of(sent["uuid"])
    if "label" not in sent:
        raise problems.ParameterMissing(name="label")
    return Given(uuid, label_of(sent), data_of(sent))


def many(sent: dict) -> list[Given]:
    """All the entities. Raises what `given` raises."""
    refuse_others(sent, {"entities", "source"})
    entities, source = sent.get("entities"), sent.get("source")
    if not isinstance(entities, list) or not entities:
        raise problems.TypeUnexpected(name="entities", expected="[{label, data}, …]")
    if not isinstance(source, dict):
        raise problems.ParameterMissing(name="source")
    text_of(source, "name")
    return [given(one, f"entities[{number}]") for number, one in enumerate(entities)]


def values(sent: dict) -> dict[str, str]:
    """What a change says, by property, `label` among them. Raises what `given` raises."""
    refuse_others(sent, CHANGE)
    label = {"label": label_of(sent)} if sent.get("label") is not None else {}
    return data_of(sent) | label


def id_of(value: object) -> UUID:
    """Raises TypeUnexpected."""
    found = uuid_of(value) if isinstance(value, str) else None
    if found is None or found.version != 4:
        raise problems.TypeUnexpected(name="uuid", expected="UUID v4")
    return found


def label_of(sent: dict) -> str:
    """Raises TypeUnexpected, ValueUnexpected."""
    label = sent["label"]
    if not isinstance(label, str):
        raise problems.TextExpected(name="label")
    if not label.strip() or "\0" in label:
        raise problems.ValueUnexpected(name="label")
    return label


def data_of(sent: dict) -> dict[str, str]:
    """Raises TypeUnexpected, ValueUnexpected."""
    data = {} if sent.get("data") is None else sent["data"]
    if not isinstance(data, dict):
        raise problems.TypeUnexpected(name="data", expected="{property: text}")
    if "label" in data:
        raise problems.ValueUnexpected(name="data.label")
    for name, value in data.items():
        if not isinstance(value, str):
            raise problems.TextExpected(name=f"data.{name[:100]}")
        if "\0" in value:
            raise problems.ValueUnexpected(name=f"data.{name[:100]}")
    return data


def refuse_others(sent: dict, known: set[str]) -> None:
    """Raises AttributesUnexpected."""
    if others := sorted(sent.keys() - known):
        raise problems.AttributesUnexpected(names=", ".join(others)[:200])
