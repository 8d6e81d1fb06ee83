"""Villages: imported from a table, and brought up to date by importing it again."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from server.db.models import Workspace
from server.db.queries import areas
from server.db.queries import villages as queries
from server.domain import years
from server.domain.imports import cells, sheets
from server.domain.imports.faults import Fault
from server.domain.imports.outcome import Imported, record
from server.domain.imports.sheets import Column, Numbered, RowFault
from server.domain.staleness import look_again

LONGITUDES, LATITUDES = (97.0, 106.0), (5.0, 21.0)  # Thailand with a margin
COLUMNS = (
    Column("code", cells.code(8)),
    Column("moo", cells.whole(0, 999)),
    Column("name_th", cells.words(100)),
    Column("kind", cells.one_of("village", "community"), required=False),
    Column("lon", cells.degrees(-180, 180), required=False),
    Column("lat", cells.degrees(-180, 180), required=False),
)


@dataclass(frozen=True, kw_only=True)
class NewVillage:
    """A village as a row gives it. lon, lat: degrees, both or neither."""

    code: str
    moo: int
    name_th: str
    kind: str | None = None
    lon: float | None = None
    lat: float | None = None

    @property
    def stored(self) -> tuple:
        """moo, name, kind and position, as the database gives them back."""
        return self.moo, self.name_th, self.kind or "village", self.lon, self.lat


def import_csv(session: Session, workspace_id: int, content: bytes, *, actor_id: int) -> Imported:
    """Villages of a table (code, moo, name_th, kind, lon, lat), all or none; those that are there are updated.

    Raises a FileUnreadable, or RowsRefused with every fault.
    """
    rows, faults = sheets.read(content, COLUMNS, NewVillage)
    faults += sheets.repeated(rows, lambda village: village.code, "code")
    province = session.get_one(Workspace, workspace_id).province_code
    tambons = set(areas.codes(session, workspace_id, "subdistrict"))
    for line in rows:
        faults += faults_of(line, province, tambons)
    sheets.refuse(faults)
    imported = put(session, workspace_id, [line.value for line in rows])
    return record(session, "villages", content, imported, workspace_id=workspace_id, actor_id=actor_id)


def put(session: Session, workspace_id: int, villages: Collection[NewVillage]) -> Imported:
    """Add villages or bring them up to date; new ones are computed under every open year."""
    known = queries.as_stored(session, workspace_id, [village.code for village in villages])
    new = [village for village in villages if village.code not in known]
    changed = [village for village in villages if village.code in known and known[village.code] != village.stored]
    if new or changed:
        queries.put(session, [row_of(workspace_id, village) for village in [*new, *changed]])
    years.compute_again(session, workspace_id, [village.code for village in new])
    look_again(session, workspace_id, "village_unknown")
    return Imported(len(new), len(changed), len(villages) - len(new) - len(changed))


def row_of(workspace_id: int, village: NewVillage) -> dict:
    moo, name_th, kind, lon, lat = village.stored
    key = {"workspace_id": workspace_id, "code": village.code}
    return key | {"moo": moo, "name_th": name_th, "kind": kind, "active": True, "place": queries.point(lon, lat)}


def faults_of(line: Numbered[NewVillage], province: str, tambons: Collection[str]) -> Iterator[RowFault]:
    """What is wrong with a row that could be read. The code of a community lies under no subdistrict."""
    village, row = line.value, line.row
    if not village.code.startswith(province):
        yield RowFault(row, "code", Fault("province-differs", province=province), village.code)
    elif village.kind != "community":
        if village.code[:6] not in tambons:
            yield RowFault(row, "code", Fault("tambon-unknown", tambon=village.code[:6]), village.code)
        if village.moo != int(village.code[6:]):
            yield RowFault(row, "moo", Fault("moo-differs", moo=int(village.code[6:])), str(village.moo))
    yield from position_faults(row, village.lon, village.lat)


def position_faults(row: int, lon: float | None, lat: float | None) -> Iterator[RowFault]:
    """What is wrong with a position that ought to lie in Thailand."""
    if (lon is None) != (lat is None):
        yield RowFault(row, "lon", Fault("half-position"))
    elif lon is not None and lat is not None:
        if within(lon, LATITUDES) and within(lat, LONGITUDES):
            yield RowFault(row, "lon", Fault("swapped"), f"{lon}, {lat}")
        elif not within(lon, LONGITUDES):
            yield RowFault(row, "lon", Fault("out-of-range", low=LONGITUDES[0], high=LONGITUDES[1]), str(lon))
        elif not within(lat, LATITUDES):
            yield RowFault(row, "lat", Fault("out-of-range", low=LATITUDES[0], high=LATITUDES[1]), str(lat))


def within(number: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= number <= bounds[1]
