"""The household register as an officer or an import writes it; phones write it through submissions."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from server.db.queries import households as queries
from server.db.queries import locks, villages
from server.domain import entities, years
from server.domain.imports import cells, sheets
from server.domain.imports.faults import Fault
from server.domain.imports.outcome import Imported, record
from server.domain.imports.sheets import Column, Numbered, RowFault

LIST = "households"
ALREADY_THERE = dt.date(1900, 1, 1)  # exists_from of a household that was there before anybody asked
COLUMNS = (
    Column("village_code", cells.code(8)),
    Column("house_no", cells.house_no),
    Column("head_name", cells.words(120), private=True),
    Column("members", cells.whole(1, 60), required=False),
    Column("house_id11", cells.code(11), required=False),
    Column("hh_seq", cells.whole(1, 99), required=False),
)


@dataclass(frozen=True, kw_only=True)
class NewHousehold:
    """A household to be registered. hh_seq: 1 (or None) for the first household of a house number, 2 for the second;
    label: what phones show, otherwise house number and head; more: other properties that phones get."""

    village_code: str
    house_no: str
    head_name: str
    members: int | None = None
    house_id11: str | None = None
    hh_seq: int | None = None
    label: str | None = None
    more: Mapping[str, str] = field(default_factory=dict)
    uuid: UUID = field(default_factory=uuid4)

    @property
    def house(self) -> tuple[str, str]:
        return self.village_code, self.house_no

    @property
    def properties(self) -> dict[str, str]:
        """What phones get of it."""
        where = {"amphoe_code": self.village_code[:4], "tambon_code": self.village_code[:6]}
        house = {"village_code": self.village_code, "house_no": self.house_no, "hh_seq": str(self.hh_seq or 1)}
        people = {"head_name": self.head_name, "members": str(self.members or ""), "house_id11": self.house_id11 or ""}
        life = {"status": "active", "exists_from": ALREADY_THERE.isoformat()}
        return {**self.more, **where, **house, **people, **life}


def import_csv(session: Session, workspace_id: int, content: bytes, *, actor_id: int) -> Imported:
    """Register the households of a table (village_code, house_no, head_name, members, …), all or none.

    Raises a FileUnreadable, or RowsRefused with every fault.
    """
    rows, faults = sheets.read(content, COLUMNS, NewHousehold)
    households = checked(session, workspace_id, rows, faults)
    imported = register(session, workspace_id, households, actor_id=actor_id)
    return record(session, LIST, content, imported, workspace_id=workspace_id, actor_id=actor_id)


def checked(
    session: Session, workspace_id: int, rows: Sequence[Numbered[NewHousehold]], faults: Sequence[RowFault] = ()
) -> list[NewHousehold]:
    """The households of a table, each with its hh_seq; nobody registers any beside until the transaction ends.

    faults: of the rows that could not be read. Raises RowsRefused with these and with what is wrong with the others.
    """
    locks.hold(session, "import of households", workspace_id)
    rows, faults = numbered_within_houses(rows), [*faults]
    faults += unknown_villages(rows, villages.active(session, workspace_id))
    faults += sheets.repeated(rows, lambda one: (*one.house, one.head_name), "house_no")
    faults += sheets.repeated(rows, lambda one: (*one.house, one.hh_seq), "hh_seq")
    faults += in_two_houses(rows)
    faults += already_registered(session, workspace_id, rows)
    sheets.refuse(faults)
    return [line.value for line in rows]


def register(session: Session, workspace_id: int, households: Sequence[NewHousehold], *, actor_id: int) -> Imported:
    """Put households into the register as approved; their villages are computed again."""
    now = dt.datetime.now(dt.UTC)
    made = [
        entities.NewEntity(one.uuid, one.label or f"{one.house_no} {one.head_name}", one.village_code, one.properties)
        for one in households
    ]
    entities.create_many(session, workspace_id, LIST, made, actor_id)
    common = {"workspace_id": workspace_id, "exists_from": ALREADY_THERE, "recorded_at": now}
    queries.add_registrations(
        session, [common | {"household_id": one.uuid, "village_code": one.village_code} for one in households]
    )
    years.compute_again(session, workspace_id, {one.village_code for one in households})
    return Imported(len(households))


def numbered_within_houses(rows: Iterable[Numbered[NewHousehold]]) -> list[Numbered[NewHousehold]]:
    """The same rows; those that do not say their hh_seq are counted per house, from 1, in the order of the file."""
    seen: Counter[tuple[str, str]] = Counter()
    numbered = []
    for line in rows:
        seen[line.value.house] += 1
        numbered.append(Numbered(line.row, replace(line.value, hh_seq=line.value.hh_seq or seen[line.value.house])))
    return numbered


def unknown_villages(rows: Iterable[Numbered[NewHousehold]], known: Collection[str]) -> Iterator[RowFault]:
    for line in rows:
        if line.value.village_code not in known:
            yield RowFault(line.row, "village_code", Fault("village-unknown"), line.value.village_code)


def in_two_houses(rows: Iterable[Numbered[NewHousehold]]) -> Iterator[RowFault]:
    """Rows whose house code belongs to another house further up; households of one house share its code."""
    first: dict[str | None, Numbered[NewHousehold]] = {}
    for line in rows:
        other = first.setdefault(line.value.house_id11, line)
        if line.value.house_id11 and other.value.house != line.value.house:
            yield RowFault(line.row, "house_id11", Fault("house-elsewhere", other=other.row), line.value.house_id11)


def already_registered(
    session: Session, workspace_id: int, rows: Sequence[Numbered[NewHousehold]]
) -> Iterator[RowFault]:
    """Rows that the register has already: by village, house number and hh_seq, or by the code of another house."""
    codes = {line.value.village_code for line in rows}
    house_ids = {line.value.house_id11 for line in rows if line.value.house_id11}
    there = queries.registered(session, workspace_id, codes, house_ids)
    taken = {(one.village_code, one.house_no, one.hh_seq) for one in there}
    houses = {one.house_id11: (one.village_code, one.house_no) for one in there if one.house_id11}
    for line in rows:
        one = line.value
        if (*one.house, str(one.hh_seq)) in taken:
            yield RowFault(line.row, "house_no", Fault("house-in-register"), one.house_no)
        elif houses.get(one.house_id11, one.house) != one.house:
            yield RowFault(line.row, "house_id11", Fault("house-elsewhere-in-register"), one.house_id11 or "")
