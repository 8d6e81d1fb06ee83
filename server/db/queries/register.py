"""The household register as the district goes through it. Run by people's transactions: names are protected by rows."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

IN_AREA = "{0}.village_code >= :area_code and {0}.village_code < :area_code || '~'"
HELD = "{0}.workspace_id = :workspace_id and {0}.list_name = 'households' and {0}.deleted_at is null"
OPEN = "{0}.data->>'status' is distinct from 'closed'"
LOCKED = "exists (select from criteria k where k.workspace_id = f.workspace_id and k.plan_year = f.plan_year"
LOCKED += " and k.locked_on is not null)"

# The same house number and number in the house, or the same house code: shown to people, never merged by itself.
PAIRS = f"""
    select a.uuid as one, b.uuid as other, a.village_code
    from entity a join entity b on b.workspace_id = a.workspace_id and b.list_name = a.list_name
        and b.village_code = a.village_code and b.house = a.house
    where {HELD.format("a")} and {HELD.format("b")} and {IN_AREA.format("a")}
      and a.house is not null and a.uuid < b.uuid
    union
    select a.uuid, b.uuid, a.village_code
    from entity a join entity b on b.workspace_id = a.workspace_id and b.list_name = a.list_name
        and b.village_code = a.village_code and b.data->>'house_id11' = a.data->>'house_id11'
    where {HELD.format("a")} and {HELD.format("b")} and {IN_AREA.format("a")} and a.data->>'house_id11' <> ''
      and {OPEN.format("a")} and {OPEN.format("b")} and a.uuid < b.uuid
"""  # noqa: S608 - parts of our own
# ASCII after the blank comes next: the households of a house number stand between the two in the index.
WALK_INS = f"""
    select f.village_code, f.submission_id, f.plan_year, f.forum_date, w.row->>'walk_name' as name, n.house_no,
           exists (
             select from entity e where {HELD.format("e")} and e.village_code = f.village_code and e.house is not null
               and e.house >= n.house_no || ' ' and e.house < n.house_no || '!') as is_known
    from forum f join submission s on s.id = f.submission_id
    join submission_version v on v.submission_id = s.id and v.is_current
    cross join lateral jsonb_array_elements(
        case when jsonb_typeof(v.answers->'walk_in') = 'array' then v.answers->'walk_in' else '[]' end) w (row)
    cross join lateral (
        select btrim(translate(coalesce(w.row->>'walk_house_no', ''), '๐๑๒๓๔๕๖๗๘๙', '0123456789'))) n (house_no)
    where f.workspace_id = :workspace_id and {IN_AREA.format("f")} and f.walk_ins > 0
      and s.state <> 'rejected' and s.deleted_at is null and not {LOCKED}
"""  # noqa: S608 - parts of our own
CLOSINGS = f"""
    select c.submission_id, c.household_id, c.close_reason, c.exists_to, e.village_code, e.label, s.state, s.received_at
    from household_closing c join submission s on s.id = c.submission_id
    join entity e on e.workspace_id = c.workspace_id and e.list_name = 'households' and e.uuid = c.household_id
    where c.workspace_id = :workspace_id and s.state in ('received', 'edited', 'has_issues') and s.deleted_at is null
      and {IN_AREA.format("e")}
"""  # noqa: S608 - parts of our own
VILLAGES = text(f"""
    with held as (
        select village_code, count(*) filter (where {OPEN.format("e")}) as open, count(*) as known
        from entity e where {HELD.format("e")} and {IN_AREA.format("e")} group by 1),
    pair as (
        select village_code, count(*) as pairs from ({PAIRS}) p
        where not exists (select from not_twice t where t.workspace_id = :workspace_id and t.one = p.one
                          and t.other = p.other) group by 1),
    closing as (select village_code, count(*) as closings from ({CLOSINGS}) c group by 1),
    walk_in as (select village_code, count(*) as walk_ins from ({WALK_INS}) w where not is_known group by 1)
    select v.code, v.moo, v.name_th, substr(v.code, 1, 6) as tambon, coalesce(held.open, 0) as open,
           coalesce(held.known - held.open, 0) as closed, coalesce(pair.pairs, 0) as pairs,
           coalesce(closing.closings, 0) as closings, coalesce(walk_in.walk_ins, 0) as walk_ins
    from village v left join held on held.village_code = v.code left join pair on pair.village_code = v.code
    left join closing on closing.village_code = v.code left join walk_in on walk_in.village_code = v.code
    where v.workspace_id = :workspace_id and v.active and v.code >= :area_code and v.code < :area_code || '~'
    order by v.code
""")  # noqa: S608 - parts of our own


def villages(session: Session, workspace_id: int, area_code: str) -> Sequence[Row]:
    """The active villages of an area: households open and closed, pairs, closings that wait, walk-ins unknown."""
    return session.execute(VILLAGES, {"workspace_id": workspace_id, "area_code": area_code}).all()


VILLAGE = text("select code, moo, name_th from village where workspace_id = :workspace_id and code = :code")


def village(session: Session, workspace_id: int, code: str) -> Row | None:
    """One village."""
    return session.execute(VILLAGE, {"workspace_id": workspace_id, "code": code}).first()


DIGITS = "translate({0}, '๐๑๒๓๔๕๖๗๘๙', '0123456789')"
HOUSE_NO = DIGITS.format("e.data->>'house_no'")
# As people count houses: 9, 12, 12/2, 12/10.
IN_ORDER = rf"""
    cast(substring({HOUSE_NO} from '^[0-9]+') as numeric) nulls last,
    cast(substring({HOUSE_NO} from '/([0-9]+)') as numeric) nulls first, {HOUSE_NO}, e.data->>'hh_seq', e.uuid
"""
HOUSEHOLDS = text(f"""
    select e.uuid, e.label, e.data, e.version from entity e
    where {HELD.format("e")} and e.village_code = :village
      and (cast(:is_open as boolean) is null or ({OPEN.format("e")}) = :is_open)
      and (:words = '' or strpos(lower({HOUSE_NO}), :words) > 0
           or strpos(lower({DIGITS.format("e.data->>'head_name'")}), :words) > 0)
    order by {IN_ORDER} limit :most offset :start
""")  # noqa: S608


def households(
    session: Session, workspace_id: int, village: str, *, is_open: bool | None, words: str, start: int, most: int
) -> Sequence[Row]:
    """Households of a village by house number. is_open: null is all; words: in small letters, digits of ASCII."""
    asked = {"workspace_id": workspace_id, "village": village, "is_open": is_open, "words": words}
    return session.execute(HOUSEHOLDS, asked | {"start": start, "most": most}).all()


TWINS = text(f"""
    select p.one, p.other from ({PAIRS}) p
    where not exists (
        select from not_twice t where t.workspace_id = :workspace_id and t.one = p.one and t.other = p.other)
    order by p.one, p.other limit :most
""")  # noqa: S608
DESCRIBED = text(f"""
    select e.uuid, e.label, e.data, e.version, e.created_at, a.display_name as by,
           (select count(*) from household_account h join submission s on s.id = h.submission_id
            where h.workspace_id = e.workspace_id and h.household_id = e.uuid and h.plan_year = y.plan_year
              and s.state <> 'rejected' and s.deleted_at is null) as accounts,
           (select count(*) from forum f join forum_attendance t on t.submission_id = f.submission_id
                and t.household_id = e.uuid join submission s on s.id = f.submission_id
            where f.workspace_id = e.workspace_id and f.village_code = e.village_code and f.plan_year = y.plan_year
              and s.state <> 'rejected' and s.deleted_at is null) as forums
    from entity e
    cross join (
        select max(plan_year) as plan_year from criteria where workspace_id = :workspace_id and locked_on is null) y
    left join entity_version w on w.workspace_id = e.workspace_id and w.list_name = e.list_name and w.uuid = e.uuid
        and w.version = 1
    left join actor a on a.id = w.actor_id
    where {HELD.format("e")} and e.uuid = any (:uuids)
""")  # noqa: S608


def pairs(session: Session, workspace_id: int, village: str, most: int) -> list[tuple[Row, Row]]:
    """Open households of a village that may be one, with accounts and forums of the latest year that is not locked."""
    asked = {"workspace_id": workspace_id, "area_code": village, "most": most}
    found = session.execute(TWINS, asked).all()
    uuids = sorted({uuid for pair in found for uuid in pair})
    rows = session.execute(DESCRIBED, {"workspace_id": workspace_id, "uuids": uuids}).all() if uuids else []
    described = {row.uuid: row for row in rows}
    return [(described[one], described[other]) for one, other in found]


def walk_ins(session: Session, workspace_id: int, village: str) -> Sequence[Row]:
    """Who came to a forum of years not locked without being in the register, as the lists say; is_known: their house
    number is in the register."""
    ordered = text(f"select * from ({WALK_INS}) w order by is_known, house_no, name limit 500")  # noqa: S608
    return session.execute(ordered, {"workspace_id": workspace_id, "area_code": village}).all()


def closings(session: Session, workspace_id: int, village: str) -> Sequence[Row]:
    """What teams say of households that left, not decided yet; the oldest first."""
    ordered = text(f"select * from ({CLOSINGS}) c order by received_at limit 500")  # noqa: S608
    return session.execute(ordered, {"workspace_id": workspace_id, "area_code": village}).all()


SENT = text("""
    select 'household_account' as form, a.submission_id, a.plan_year, a.collected_on as day, s.state, s.erased_at
    from household_account a join submission s on s.id = a.submission_id
    where a.workspace_id = :workspace_id and a.household_id = :household
    union all
    select 'forum_attendance', f.submission_id, f.plan_year, coalesce(f.forum_date, f.collected_on), s.state,
           s.erased_at
    from forum f join forum_attendance t on t.submission_id = f.submission_id and t.household_id = :household
    join submission s on s.id = f.submission_id
    where f.workspace_id = :workspace_id and f.village_code = :village
    order by plan_year desc, form desc, day, submission_id
""")


def sent(session: Session, workspace_id: int, village: str, household: UUID) -> Sequence[Row]:
    """Accounts and attendances of a household: when and in which state; no amounts."""
    asked = {"workspace_id": workspace_id, "village": village, "household": household}
    return session.execute(SENT, asked).all()


WITHDRAWN = text("""
    select w.plan_year, w.at, a.display_name as by from withdrawal w join actor a on a.id = w.actor_id
    where w.workspace_id = :workspace_id and w.household_id = :household order by 1 desc
""")


def withdrawn(session: Session, workspace_id: int, household: UUID) -> Sequence[Row]:
    """The years for which a household took back its agreement."""
    return session.execute(WITHDRAWN, {"workspace_id": workspace_id, "household": household}).all()


CLOSED_BY_OFFICE = text("""
    select exists (select from household_closing where workspace_id = :workspace_id and household_id = :household
                   and submission_id is null)
""")


def closed_by_office(session: Session, workspace_id: int, household: UUID) -> bool:
    return session.scalar(CLOSED_BY_OFFICE, {"workspace_id": workspace_id, "household": household})
