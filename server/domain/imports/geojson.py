"""GeoJSON as maps are exchanged (RFC 7946): read whole into polygons by code, or refused with every fault by feature.

Pure. What only geometry can tell, such as a border that crosses itself, is asked of PostGIS afterwards.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite

import orjson

from server.domain.imports.cells import refuse_thai_digits
from server.domain.imports.faults import Fault
from server.domain.imports.sheets import FileEmpty, FileUnreadable, Numbered, RowFault, RowsRefused
from server.domain.imports.villages import LATITUDES, LONGITUDES, within

MOST_MB = 32  # the 204 subdistricts of Chiang Mai, simplified to some 30 metres, take 1.4
MOST_BYTES = MOST_MB * 1_000_000
AREA_CODE = re.compile(r"[0-9]{2}([0-9]{2}){0,2}")
WGS84 = re.compile(r"(CRS:?84|EPSG:(.*:)?4326)$")

Position = tuple[float, float]
Ring = list[Position]


class FileTooLarge(FileUnreadable):
    code = "file-too-large"
    th = "ไฟล์ใหญ่เกิน {limit} MB ลดรายละเอียดของเส้นขอบ (Simplify) แล้วนำเข้าใหม่"
    en = "The file is larger than {limit} MB. Simplify its boundaries and import it again."


class FileNotJson(FileUnreadable):
    code = "file-not-json"
    th = "ไฟล์ไม่ใช่ JSON ใน QGIS ให้ส่งออกเป็น GeoJSON (RFC 7946)"
    en = "The file is not JSON. In QGIS export the layer as GeoJSON (RFC 7946)."


class FileNotFeatures(FileUnreadable):
    code = "file-not-features"
    th = "ไฟล์ต้องเป็น FeatureCollection ของ GeoJSON แต่เป็น {found}"
    en = "The file needs to be a FeatureCollection of GeoJSON. It is: {found}."


class FileOtherCoordinates(FileUnreadable):
    code = "file-other-coordinates"
    th = "พิกัดในไฟล์เป็นระบบ {found} ให้ส่งออกใหม่เป็น WGS 84 (EPSG:4326)"
    en = "The coordinates are in {found}. Export the layer again in WGS 84 (EPSG:4326)."


class FileWithoutFeatures(FileEmpty):
    th = "ไฟล์ไม่มีรูปเขต (features ว่าง)"
    en = "There is no feature in the file."


class FeaturesRefused(RowsRefused):
    """Some features have faults, and so no boundary was stored. Their numbers begin with 1."""

    code = "features-refused"
    th = "พบข้อผิดพลาด {count} แห่ง จึงยังไม่ได้นำเข้าแม้แต่รูปเดียว"
    en = "Nothing was imported. Faults found: {count}."
    unit = ("รูปที่", "feature")


@dataclass(frozen=True)
class Boundary:
    """The polygons of an area: rings of (longitude, latitude) in degrees, the outer one first."""

    code: str
    polygons: list[list[Ring]]

    @property
    def geojson(self) -> str:
        """As a MultiPolygon."""
        return orjson.dumps({"type": "MultiPolygon", "coordinates": self.polygons}).decode()


def read(content: bytes) -> tuple[list[Numbered[Boundary]], list[RowFault]]:
    """The features that can be read, numbered from 1, and the faults of the others. Raises a FileUnreadable."""
    good, faults = [], []
    for number, feature in enumerate(features_of(content), start=1):
        given = code_given(feature)
        part = "code"
        try:
            code = area_code(given)
            part = "geometry"
            good.append(Numbered(number, Boundary(code, polygons_of(feature.get("geometry")))))
        except Fault as fault:
            faults.append(RowFault(number, part, fault, str(given or "")[:60]))
    return good, faults


def features_of(content: bytes) -> list[dict]:
    """The features of a file. Raises a FileUnreadable that says what else it is."""
    if len(content) > MOST_BYTES:
        raise FileTooLarge(limit=MOST_MB)
    try:
        found = orjson.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        raise FileNotJson from None
    kind = found.get("type") if isinstance(found, dict) else type(found).__name__
    features = found.get("features") if kind == "FeatureCollection" else None
    if not isinstance(features, list) or not all(isinstance(one, dict) for one in features):
        said = str(kind)[:40] if kind != "FeatureCollection" else "FeatureCollection, features ≠ [{…}]"
        raise FileNotFeatures(found=said)
    check_coordinates(found.get("crs"))
    if not features:
        raise FileWithoutFeatures
    return features


def check_coordinates(crs: object) -> None:
    """Older files name their coordinates; RFC 7946 knows WGS 84 alone. Raises FileOtherCoordinates."""
    named = crs.get("properties") if isinstance(crs, dict) else None
    name = named.get("name") if isinstance(named, dict) else None
    if crs is not None and not WGS84.search(str(name)):
        raise FileOtherCoordinates(found=str(name)[:60])


def code_given(feature: dict) -> object:
    """The `code` of a feature's properties, whatever it is."""
    properties = feature.get("properties")
    return properties.get("code") if isinstance(properties, dict) else None


def area_code(code: object) -> str:
    """2, 4 or 6 digits; many a tool has made a number of them. Raises Fault."""
    if code is None or code == "":
        raise Fault("code-missing")
    text = str(code)
    refuse_thai_digits(text)
    if not AREA_CODE.fullmatch(text):
        raise Fault("not-an-area-code")
    return text


def polygons_of(geometry: object) -> list[list[Ring]]:
    """The polygons of a Polygon or MultiPolygon, without heights. Raises Fault."""
    if not isinstance(geometry, dict):
        raise Fault("geometry-missing")
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon"):
        raise Fault("geometry-type", found=str(kind)[:40])
    polygons = [coordinates] if kind == "Polygon" else coordinates
    if not any(rings_of(polygons)):
        raise Fault("geometry-empty")
    return [[ring_of(ring) for ring in listed(polygon)] for polygon in listed(polygons)]


def rings_of(polygons: object) -> Iterator[object]:
    for polygon in listed(polygons):
        yield from listed(polygon)


def ring_of(ring: object) -> Ring:
    """A closed ring of four positions or more, all of them in Thailand. Raises Fault."""
    positions = [position_of(one) for one in listed(ring)]
    if len(positions) < 4 or positions[0] != positions[-1]:
        raise Fault("ring-open", place=place(*positions[0]) if positions else "-")
    return positions


def position_of(position: object) -> Position:
    """Longitude and latitude; a height is left out. Raises Fault."""
    numbers = listed(position)[:2]
    if len(numbers) < 2 or not all(type(one) in (int, float) and isfinite(one) for one in numbers):
        raise Fault("position-unreadable")
    lon, lat = numbers
    if within(lon, LONGITUDES) and within(lat, LATITUDES):
        return float(lon), float(lat)
    if within(lon, LATITUDES) and within(lat, LONGITUDES):
        raise Fault("swapped")
    raise Fault("outside-thailand", place=place(lon, lat))


def listed(value: object) -> list:
    """Raises Fault for anything but a list."""
    if not isinstance(value, list):
        raise Fault("position-unreadable")
    return value


def place(lon: float, lat: float) -> str:
    """A position in a sentence, to some 10 metres."""
    return f"{lon:.10g}, {lat:.10g}"
