"""Projects of villages and what was reported on them, and which codes and titles are taken."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from sqlalchemy import Row, insert, select, text
from sqlalchemy.orm import Session

from server.db.models import Project, ProjectMove
from server.db.queries import bulk, positions


def codes(session: Session, workspace_id: int) -> set[str]:
    """Every project code that was given."""
    return set(session.scalars(select(Project.project_code).where(Project.workspace_id == workspace_id)))


def last_number(session: Session, workspace_id: int, series: str) -> int:
    """The highest running number among the codes that begin with `series`; 0 when there is none."""
    highest = text("""
        select coalesce(max(substring(project_code from '[0-9]+$')::integer), 0) from project
        where workspace_id = :workspace_id and starts_with(project_code, :series)
    """)
    return session.scalar(highest, {"workspace_id": workspace_id, "series": series})


def there(session: Session, workspace_id: int, ids: Collection[UUID]) -> set[UUID]:
    """Those of these projects that are in the register."""
    return set(session.scalars(select(Project.id).where(Project.workspace_id == workspace_id, Project.id.in_(ids))))


def enter_many(session: Session, projects: Sequence[dict], moves: Sequence[dict]) -> None:
    """New projects, and the moves with which their lives begin."""
    bulk.insert(session, Project, projects)
    bulk.insert(session, ProjectMove, moves)


def titles(session: Session, workspace_id: int, villages: Collection[str]) -> set[tuple[str, int, str]]:
    """(village, fiscal year, title) of the projects of these villages."""
    rows = select(Project.village_code, Project.fiscal_year, Project.title)
    rows = rows.where(Project.workspace_id == workspace_id, Project.village_code.in_(villages))
    return {(village, year, title) for village, year, title in session.execute(rows)}


def add_many(session: Session, projects: Sequence[dict]) -> None:
    if projects:
        session.execute(insert(Project), projects)


POSITION = "ST_Y({0}) as {1}_lat, ST_X({0}) as {1}_lon"
READ = f"""
    select p.id, p.project_code, p.village_code, p.fiscal_year, p.kind, p.title, p.programme, p.impl_unit, p.stage,
           p.budget_requested, p.budget_recommended, p.budget_approved, p.transferred, p.planned_start, p.planned_end,
           p.funded_on, p.submission_id, p.entered_stage, {POSITION.format("p.site", "site")},
           v.moo, v.name_th as village {{more}}
    from project p
    left join village v on v.workspace_id = p.workspace_id and v.code = p.village_code
    {{joined}}
    where p.workspace_id = :workspace_id
"""  # noqa: S608
STANDING = (
    "latest_report, percent_physical, disbursed, percent_disbursed, location_class, distance_m, inside_tambon,"
    " geo_tagged, geo_tagged_on, expected_percent, stale, behind, overdue, money_ahead, reports_differ, as_of"
)
PROPOSAL = ", o.state as proposal_state"
OF_PROPOSAL = "left join submission o on o.id = p.submission_id and o.deleted_at is null"
# The screening that holds for a project p: an act of officers; one of a phone once it is approved, and only from its
# area, see `lives.counting_screenings`.
SCREENED = """
    select x.* from project_screening x left join submission s on s.id = x.submission_id
    where x.workspace_id = p.workspace_id and x.project_id = p.id and (x.submission_id is null
      or s.state = 'approved' and s.deleted_at is null
      and (starts_with(p.village_code, s.phone_area) or s.area_accepted_by is not null))
    order by x.recorded_at desc, x.id desc limit 1
"""
OF_AREA = text(
    READ.format(
        more=PROPOSAL + "".join(f", t.{name.strip()}" for name in STANDING.split(",")),
        joined=f"{OF_PROPOSAL} left join project_standing t on t.workspace_id = p.workspace_id and t.project_id = p.id"
        " and t.basis = :basis",
    )
    + """ and p.village_code >= :area_code and p.village_code < :area_code || '~'
      and (cast(:year as integer) is null or p.fiscal_year = :year) order by p.project_code"""
)
ONE = READ.format(
    more=PROPOSAL + ", y.gate",
    joined=f"""{OF_PROPOSAL}
    left join village_year y on y.workspace_id = p.workspace_id and y.village_code = p.village_code
      and y.plan_year = p.fiscal_year and y.basis = 'official'""",
)
BY_ID, BY_CODE = text(ONE + " and p.id = :id"), text(ONE + " and p.project_code = :code")

STANDINGS = text(
    f"select basis, {STANDING} from project_standing where workspace_id = :workspace_id and project_id = :id"  # noqa: S608
)

# Who may look at a report at all is decided by where the project lies; whether its submission may be opened, elsewhere.
# The order is that of the rules: the latest date, of equal dates the one received last, then the larger instance id.
RULED = f"""
    select r.project_id, r.submission_id, s.instance_id, s.state, s.received_at, r.reporter, r.milestone,
           r.consent_ref is not null as names_consent,
           not starts_with(p.village_code, s.phone_area) and s.area_accepted_by is null as outside_area,
           r.report_date, r.be_year, r.percent, r.disbursed, r.accuracy_m,
           {POSITION.format("r.position", "gps")}, r.position is not null as has_position,
           {positions.distance_m("p.site", "r.position")} as distance_m,
           {positions.inside_tambon("tambon.boundary", "r.position")} as inside_tambon,
           jsonb_array_length(jsonb_path_query_array(r.photos, '$[*] ? (@.received == true)')) as photos_received
           {{more}}
    from progress_report r
    join project p on p.workspace_id = r.workspace_id and p.id = r.project_id
    join submission s on s.id = r.submission_id
    join actor a on a.id = s.actor_id
    left join area tambon on tambon.workspace_id = p.workspace_id and tambon.code = left(p.village_code, 6)
    where r.workspace_id = :workspace_id and s.deleted_at is null and {{whose}}
    order by r.report_date desc nulls last, s.received_at desc, s.instance_id collate "C" desc
"""  # noqa: S608
REPORTS = text(RULED.format(more=", r.photos, a.display_name as team", whose="p.id = :id"))
REPORTS_OF_MANY = text(RULED.format(more="", whose="p.id = any (:ids)"))
PHOTOGRAPHED = text(RULED.format(more=", r.photos", whose="p.id = any (:ids)"))


def of_area(
    session: Session, workspace_id: int, area_code: str, *, year: int | None = None, basis: str
) -> Sequence[Row]:
    """The projects of an area, of all years or of one, by their codes, and where they stand; positions in degrees."""
    asked = {"workspace_id": workspace_id, "area_code": area_code, "year": year, "basis": basis}
    return session.execute(OF_AREA, asked).all()


def one(session: Session, workspace_id: int, project_id: UUID) -> Row | None:
    """One project with its village, the state of its proposal and the official gate of its year."""
    return session.execute(BY_ID, {"workspace_id": workspace_id, "id": project_id}).first()


def by_code(session: Session, workspace_id: int, project_code: str) -> Row | None:
    """The same, found by its code."""
    return session.execute(BY_CODE, {"workspace_id": workspace_id, "code": project_code}).first()


def standings(session: Session, workspace_id: int, project_id: UUID) -> dict[str, Row]:
    """{basis: where a project stands} as it was last computed; empty when it never was."""
    rows = session.execute(STANDINGS, {"workspace_id": workspace_id, "id": project_id})
    return {row.basis: row for row in rows}


def reports(session: Session, workspace_id: int, project_id: UUID) -> Sequence[Row]:
    """The progress reports of a project, the latest first; of all states, for the rules to choose from."""
    return session.execute(REPORTS, {"workspace_id": workspace_id, "id": project_id}).all()


def reports_of_many(session: Session, workspace_id: int, project_ids: Iterable[UUID]) -> Sequence[Row]:
    """What the rules read of the reports on these projects, the latest first."""
    return session.execute(REPORTS_OF_MANY, {"workspace_id": workspace_id, "ids": list(project_ids)}).all()


def photographed(session: Session, workspace_id: int, project_ids: Iterable[UUID]) -> Sequence[Row]:
    """The same with the names of their photos."""
    return session.execute(PHOTOGRAPHED, {"workspace_id": workspace_id, "ids": list(project_ids)}).all()


def boundary(session: Session, workspace_id: int, area_code: str) -> str | None:
    """The boundary of an area as GeoJSON text, simplified to some 10 metres; None when it is not known."""
    outline = text("""
        select ST_AsGeoJSON(ST_SimplifyPreserveTopology(boundary, 0.0001), 5) from area
        where workspace_id = :workspace_id and code = :code
    """)
    return session.scalar(outline, {"workspace_id": workspace_id, "code": area_code})


def years_of(session: Session, workspace_id: int, area_code: str) -> list[int]:
    """The fiscal years of an area's projects, the latest first."""
    years = text("""
        select distinct fiscal_year from project where workspace_id = :workspace_id
          and village_code >= :area_code and village_code < :area_code || '~' order by 1 desc
    """)
    return list(session.scalars(years, {"workspace_id": workspace_id, "area_code": area_code}))
