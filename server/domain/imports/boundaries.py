"""Boundaries of areas: imported from GeoJSON, all or none, and what was made inside them judged again."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from server.db.queries import areas, locks
from server.db.queries import boundaries as queries
from server.db.queries.boundaries import Invalid
from server.db.session import after_commit
from server.domain.imports import geojson
from server.domain.imports.faults import Fault
from server.domain.imports.geojson import Boundary, FeaturesRefused
from server.domain.imports.outcome import Imported, record
from server.domain.imports.sheets import Numbered, RowFault
from server.domain.noticing import STOOD_AT
from server.queue import DRAIN_PROJECTS, DRAIN_SUBMISSIONS, nudge

SUBDISTRICT_DIGITS = 6


@dataclass(frozen=True)
class BoundariesImported(Imported):
    """elsewhere: subdistricts of which more than half lies outside the boundary of their district."""

    elsewhere: tuple[str, ...] = ()

    def warnings(self, locale: str) -> list[str]:
        th = "คำเตือน: ตำบล {} อยู่นอกเส้นขอบอำเภอเกินครึ่ง ตรวจว่ารหัสไม่สลับกัน"
        en = "warning: more than half of subdistrict {} lies outside its district. Are codes mixed up?"
        return [(th if locale == "th" else en).format(code) for code in self.elsewhere]


def import_geojson(session: Session, workspace_id: int, content: bytes, *, actor_id: int) -> BoundariesImported:
    """Give areas the polygons of a file, by `properties.code`, all or none.

    Raises a FileUnreadable, or FeaturesRefused with every fault.
    """
    locks.hold(session, "import of boundaries", workspace_id)
    features, faults = geojson.read(content)
    faults += unknown(features, set(areas.codes(session, workspace_id)))
    faults += repeated(features)
    faults += invalid(session, features)
    if faults:
        raise FeaturesRefused(faults)
    imported = put(session, workspace_id, [feature.value for feature in features])
    record(session, "boundaries", content, imported, workspace_id=workspace_id, actor_id=actor_id)
    return imported


def put(session: Session, workspace_id: int, boundaries: Sequence[Boundary]) -> BoundariesImported:
    """Store boundaries; where a subdistrict's is another, what was made inside it is judged again."""
    written = queries.put(session, workspace_id, {one.code: one.geojson for one in boundaries})
    new = sum(written.values())
    tambons = [code for code in written if len(code) == SUBDISTRICT_DIGITS]
    queries.mark_projects_stale(session, workspace_id, tambons)
    queries.look_again(session, workspace_id, tambons, STOOD_AT)
    for drain in (DRAIN_SUBMISSIONS, DRAIN_PROJECTS):
        after_commit(session, nudge, drain)
    elsewhere = queries.mostly_elsewhere(session, workspace_id, [one.code for one in boundaries])
    return BoundariesImported(new, len(written) - new, len(boundaries) - len(written), tuple(elsewhere))


def unknown(features: Iterable[Numbered[Boundary]], known: set[str]) -> Iterator[RowFault]:
    for feature in features:
        if feature.value.code not in known:
            yield RowFault(feature.row, "code", Fault("area-unknown"), feature.value.code)


def repeated(features: Iterable[Numbered[Boundary]]) -> Iterator[RowFault]:
    first: dict[str, int] = {}
    for feature in features:
        other = first.setdefault(feature.value.code, feature.row)
        if other != feature.row:
            yield RowFault(feature.row, "code", Fault("area-repeated", other=other), feature.value.code)


def invalid(session: Session, features: Sequence[Numbered[Boundary]]) -> Iterator[RowFault]:
    """What PostGIS finds wrong with the shapes themselves, with the place."""
    for one in queries.invalid(session, [feature.value.geojson for feature in features]):
        feature = features[one.number]
        yield RowFault(feature.row, "geometry", fault_of(one), feature.value.code)


def fault_of(invalid: Invalid) -> Fault:
    place = geojson.place(invalid.lon, invalid.lat)
    match invalid.reason:
        case "Self-intersection" | "Ring Self-intersection":
            return Fault("crosses-itself", place=place)
        case "Nested shells" | "Holes are nested":
            return Fault("ring-nested", place=place)
        case "Hole lies outside shell":
            return Fault("hole-outside", place=place)
    return Fault("geometry-invalid", place=place, reason=invalid.reason)
