"""The list of projects as officers go through it: narrowed, counted, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from server.db.queries.projects import OF_PROPOSAL, PROPOSAL, READ, STANDING

# Whom a project waits for: the district to screen it, the province to decide and to pay (an agency needs no transfer).
WAITS = {
    "screen": "p.stage = 'proposed' and o.state = 'approved'",
    "decide": "p.stage = 'forwarded'",
    "transfer": "p.stage = 'approved' and p.transferred = 0 and p.impl_unit <> 'agency'",
}
WITH_STANDING = """
    left join project_standing t on t.workspace_id = p.workspace_id and t.project_id = p.id and t.basis = :basis
"""
IN_AREA = "p.village_code >= :area_code and p.village_code < :area_code || '~'"
NARROWED = f"""
    and {IN_AREA} and (cast(:year as integer) is null or p.fiscal_year = :year)
    and (cast(:stages as text[]) is null or p.stage = any (:stages))
    and (cast(:kind as text) is null or p.kind = :kind)
    and (cast(:programme as integer) is null or p.programme = :programme)
    and (cast(:unit as text) is null or p.impl_unit = :unit)
    and (cast(:ids as uuid[]) is null or p.id = any (:ids))
    and (cast(:at_site as boolean) is null or coalesce(t.geo_tagged, false) = :at_site)
"""
OF_MODE = """ and exists (
    select from project_proposal a where a.submission_id = p.submission_id and a.work_mode = :mode)
"""


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to; None is everything. waits: a key of WAITS; attention: a column of the standing.

    unit: who does it; mode: how, as the proposal says; at_site: whether the latest report is geo-tagged.
    """

    workspace_id: int
    area_code: str
    basis: str
    year: int | None = None
    stages: Sequence[str] | None = None
    kind: str | None = None
    programme: int | None = None
    unit: str | None = None
    mode: str | None = None
    at_site: bool | None = None
    waits: str | None = None
    attention: str | None = None
    ids: Sequence[UUID] | None = None

    @property
    def narrowed(self) -> str:
        return NARROWED + (OF_MODE if self.mode else "") + (f" and {WAITS[self.waits]}" if self.waits else "")


def page(session: Session, wanted: Wanted, *, start: int, most: int) -> Sequence[Row]:
    """Projects by their codes, as `projects.of_area` gives them."""
    read = READ.format(
        more=PROPOSAL + "".join(f", t.{name.strip()}" for name in STANDING.split(",")),
        joined=OF_PROPOSAL + WITH_STANDING,
    )
    attention = f" and t.{wanted.attention}" if wanted.attention else ""
    rows = f"{read} {wanted.narrowed} {attention} order by p.project_code limit :most offset :start"
    return session.execute(text(rows), vars(wanted) | {"start": start, "most": most}).all()


def counts(session: Session, wanted: Wanted, attention: Sequence[str]) -> dict[str, int]:
    """{name: how many}: `total`, and of each column of attention; whatever attention is wanted."""
    columns = "".join(f", count(*) filter (where t.{name}) as {name}" for name in attention)
    counted = text(f"""
        select count(*) as total {columns} from project p {OF_PROPOSAL} {WITH_STANDING}
        where p.workspace_id = :workspace_id {wanted.narrowed}
    """)  # noqa: S608 - names of columns, which are ours
    return dict(session.execute(counted, vars(wanted)).one()._mapping)


WAITING = text(f"""
    select {", ".join(f"count(*) filter (where {rule}) as {name}" for name, rule in WAITS.items())}
    from project p {OF_PROPOSAL} where p.workspace_id = :workspace_id and {IN_AREA}
""")  # noqa: S608


def waiting(session: Session, workspace_id: int, area_code: str) -> dict[str, int]:
    """{key of WAITS: how many projects of all years}."""
    return dict(session.execute(WAITING, {"workspace_id": workspace_id, "area_code": area_code}).one()._mapping)
