"""Answers as the values that programs expect: numbers, days, times, places. What is not such a value is None."""

import math
import re
from collections.abc import Callable

LARGEST = 2**63 - 1
WHOLE = re.compile(r"[+-]?[0-9]{1,19}")
DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
DAY = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
MOMENT = re.compile(
    rf"({DAY.pattern}T([01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?)(Z|[+-][0-9]{{2}}(:?[0-9]{{2}})?)?"
)

Position = tuple[float, float, float | None, float | None]  # longitude, latitude, altitude (m), accuracy (m)


def whole(said: str) -> int | None:
    if said.isdigit() and said.isascii() and len(said) < 19:  # nearly all of them
        return int(said)
    if not WHOLE.fullmatch(said := said.strip()):
        return None
    number = int(said)
    return number if -LARGEST - 1 <= number <= LARGEST else None


def decimal(said: str) -> float | None:
    if not DECIMAL.fullmatch(said := said.strip()):
        return None
    number = float(said)
    return number if math.isfinite(number) else None


def truth(said: str) -> bool | None:
    return {"true": True, "1": True, "false": False, "0": False}.get(said.strip().lower())


def day(said: str) -> str | None:
    """Of a day that came with a time, the day."""
    said = said.strip()
    return said[:10] if DAY.fullmatch(said[:10]) and (len(said) == 10 or said[10] in "T+-Z") else None


def moment(said: str) -> str | None:
    """ISO 8601 with an offset of hours and minutes: phones write +07, and without one it is UTC."""
    found = MOMENT.fullmatch(said.strip())
    if found is None:
        return None
    time, *_, offset, minutes = found.groups()
    if offset is None or offset == "Z":
        return f"{time}Z"
    if minutes is None:
        return f"{time}{offset}:00"
    return f"{time}{offset[:3]}:{minutes[-2:]}"


def position(said: str) -> Position | None:
    """A point as phones write it: "latitude longitude [altitude [accuracy]]"."""
    numbers = [decimal(one) for one in said.split()]
    if not 2 <= len(numbers) <= 4 or None in numbers:
        return None
    latitude, longitude, altitude, accuracy = (*numbers, None, None)[:4]
    is_on_earth = abs(latitude) <= 90 and abs(longitude) <= 180  # type: ignore[arg-type]
    return (longitude, latitude, altitude, accuracy) if is_on_earth else None  # type: ignore[return-value]


def positions(said: str, at_least: int) -> list[Position] | None:
    """The points of a line or a ring, in their order; None when one of them is none."""
    found = [position(one) for one in said.split(";") if one.strip()]
    return found if len(found) >= at_least and None not in found else None  # type: ignore[return-value]


def ring(said: str) -> list[Position] | None:
    found = positions(said, 3)
    if found is None:
        return None
    closed = found if found[0][:2] == found[-1][:2] else [*found, found[0]]
    return closed if len(closed) >= 4 else None


def coordinates(at: Position) -> list[float]:
    return [at[0], at[1]] if at[2] is None else [at[0], at[1], at[2]]


def point_json(said: str) -> dict | None:
    """GeoJSON, with the accuracy in metres beside it where the phone told one."""
    at = position(said)
    if at is None:
        return None
    told = {} if at[3] is None else {"properties": {"accuracy": at[3]}}
    return {"type": "Point", "coordinates": coordinates(at)} | told


def line_json(said: str) -> dict | None:
    line = positions(said, 2)
    return None if line is None else {"type": "LineString", "coordinates": [coordinates(at) for at in line]}


def shape_json(said: str) -> dict | None:
    around = ring(said)
    return None if around is None else {"type": "Polygon", "coordinates": [[coordinates(at) for at in around]]}


def written(at: Position) -> str:
    return " ".join(f"{one:.15g}" for one in coordinates(at))


def point_wkt(said: str) -> str | None:
    at = position(said)
    return None if at is None else f"POINT ({written(at)})"


def line_wkt(said: str) -> str | None:
    line = positions(said, 2)
    return None if line is None else f"LINESTRING ({','.join(map(written, line))})"


def shape_wkt(said: str) -> str | None:
    around = ring(said)
    return None if around is None else f"POLYGON (({','.join(map(written, around))}))"


Reader = Callable[[str], object]
PLAIN: dict[str, Reader] = {"int": whole, "decimal": decimal, "boolean": truth, "date": day, "dateTime": moment}
GEOJSON: dict[str, Reader] = {"geopoint": point_json, "geotrace": line_json, "geoshape": shape_json}
WKT: dict[str, Reader] = {"geopoint": point_wkt, "geotrace": line_wkt, "geoshape": shape_wkt}


def reader_of(type_: str, *, wkt: bool = False) -> Reader | None:
    """What reads answers of a type; None for those that stay as they were written."""
    return PLAIN.get(type_) or (WKT if wkt else GEOJSON).get(type_)
