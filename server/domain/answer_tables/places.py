"""The places in a submission's answers, and those of entities, as features of GeoJSON."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from server.domain.answer_tables.tree import GEO, Field, Group
from server.domain.answer_tables.values import GEOJSON, line_json, point_json, shape_json

GEOMETRY = "geometry"  # the property of an entity that phones draw on their map


@dataclass(frozen=True)
class Place:
    """Which answers are places. is_default: nobody asked for one, it is the first of the form."""

    fields: tuple[Field, ...]
    is_default: bool


def asked(root: Group, paths: Sequence[str]) -> Place | None:
    """The places of these paths ("/g/location"), or the first one outside of repeats; None when a path is no place."""
    if not paths:
        return Place(tuple(field for field in root.fields() if field.type in GEO)[:1], is_default=True)
    known = {field.path: field for table in root.tables() for field in table.fields() if field.type in GEO}
    wanted = [known.get(tuple(path.strip("/").split("/"))) for path in paths]
    return None if None in wanted else Place(tuple(wanted), is_default=False)  # type: ignore[arg-type]


def feature(id_: str, answers: dict, place: Place) -> dict | None:
    """None where there is no place."""
    found = [
        (field, shape)
        for field in place.fields
        for said in said_at(answers, field.path)
        if (shape := GEOJSON[field.type](said)) is not None
    ]
    if not found:
        return None
    shapes = [plain(shape) for _, shape in found]
    geometry = shapes[0] if len(shapes) == 1 else {"type": "GeometryCollection", "geometries": shapes}
    properties = {"fieldpath": "/" + "/".join(found[0][0].path)} if place.is_default else None
    return described(id_, geometry, properties)


def entity_feature(id_: str, data: Mapping[str, str]) -> dict | None:
    """None where there is no place. data: of an entity, by property."""
    shape = drawn(data.get(GEOMETRY) or "")
    return None if shape is None else described(id_, plain(shape), None)


def drawn(said: str) -> dict | None:
    """A text that does not say what it is, as phones draw it: one position is a point, a way back to where it began an
    area, any other a line."""
    return point_json(said.strip().removesuffix(";")) or ring_json(said) or line_json(said)


def ring_json(said: str) -> dict | None:
    line = line_json(said)
    return shape_json(said) if line and line["coordinates"][0] == line["coordinates"][-1] else None


def described(id_: str, geometry: object, properties: dict | None) -> dict:
    return {"type": "Feature", "id": id_, "geometry": geometry, "properties": properties}


def plain(shape: object) -> object:
    """A geometry without what ODK says beside it: GeoJSON knows no properties there."""
    return {name: value for name, value in shape.items() if name != "properties"} if isinstance(shape, dict) else shape


def said_at(answers: object, path: tuple[str, ...]) -> Iterator[str]:
    """What was answered at a path, in every instance of the repeats on the way."""
    if isinstance(answers, list):
        for one in answers:
            yield from said_at(one, path)
    elif path and isinstance(answers, dict):
        yield from said_at(answers.get(path[0]), path[1:])
    elif not path and isinstance(answers, str):
        yield answers
