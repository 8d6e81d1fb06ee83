"""What is counted of an area's work. For the owner alone: the rows themselves are not for everybody who reads the sums.

Every function takes the same: the workspace, the beginning of the codes, the year as dates, and how many digits of a
code make a part of the area; what has no village yet belongs to the area of its phone.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Row, text
from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Asked:
    """start, end: instants of the fiscal year, for submissions that name no plan year; late: what waits since before it
    is backlog."""

    workspace_id: int
    area_code: str
    digits: int
    year: int
    start: datetime
    end: datetime
    late: datetime


IN_YEAR = "coalesce(s.plan_year = :year, s.received_at >= :start and s.received_at < :end)"

# By form, so that the index of the inbox finds an area's submissions among those of the province.
MINE = f"""
    mine as (
        select s.*, s.village_code as place from submission s
        where s.workspace_id = :workspace_id and s.form in (select id from form where workspace_id = :workspace_id)
          and s.deleted_at is null and s.village_code >= :area_code and s.village_code < :area_code || '~' and {IN_YEAR}
        union all
        select s.*, s.phone_area from submission s
        where s.workspace_id = :workspace_id and s.form in (select id from form where workspace_id = :workspace_id)
          and s.deleted_at is null and s.village_code is null and starts_with(s.phone_area, :area_code) and {IN_YEAR})
"""  # noqa: S608

REVIEWS = text(f"""
    with {MINE}
    select left(place, :digits) as part,
           case when state in ('approved', 'has_issues', 'rejected')
               then cast(date_part('day', updated_at - received_at) as integer) end as days,
           count(*) as submissions,
           count(*) filter (where state = 'received' and received_at < :late or state = 'edited' and updated_at < :late)
               as late
    from mine group by 1, 2
""")  # noqa: S608


class Reviews(NamedTuple):
    """Of a part: submissions that wait too long; whole days from receipt to the decision that holds -> submissions."""

    late: int
    decided_after: Counter[int]


def reviews(session: Session, asked: Asked) -> dict[str, Reviews]:
    late: Counter[str] = Counter()
    decided_after: dict[str, Counter[int]] = defaultdict(Counter)
    for row in session.execute(REVIEWS, vars(asked)):
        late[row.part] += row.late
        if row.days is not None:
            decided_after[row.part][row.days] += row.submissions
    return {part: Reviews(number, decided_after[part]) for part, number in late.items()}


MISSING = text(f"""
    select left(coalesce(s.village_code, s.phone_area), :digits) as part, count(*) as number
    from attachment a
    join submission_version v on v.id = a.submission_version_id and v.is_current
    join submission s on s.id = v.submission_id
    where a.sha256 is null and s.workspace_id = :workspace_id and s.deleted_at is null and {IN_YEAR}
      and starts_with(coalesce(s.village_code, s.phone_area), :area_code)
    group by 1
""")  # noqa: S608

DUPLICATES = text("""
    select left(village_code, :digits) as part, count(*) as number
    from (
        select village_code from entity
        where workspace_id = :workspace_id and deleted_at is null and house is not null
          and village_code >= :area_code and village_code < :area_code || '~'
        group by village_code, house having count(*) > 1) shared
    group by 1
""")

COUNTS_NOWHERE = "s.state = 'rejected' or s.deleted_at is not null"  # few, and an index has them

WALK_INS = text(f"""
    select left(f.village_code, :digits) as part, sum(f.walk_ins) as number
    from forum f
    where f.workspace_id = :workspace_id and f.plan_year = :year and f.forum_type = 'plan' and f.walk_ins > 0
      and f.village_code >= :area_code and f.village_code < :area_code || '~'
      and not exists (select from submission s where s.id = f.submission_id and ({COUNTS_NOWHERE}))
    group by 1
""")  # noqa: S608


def missing_files(session: Session, asked: Asked) -> dict[str, int]:
    """Files that current versions name and that have not come."""
    return numbers(session.execute(MISSING, vars(asked)).all())


def duplicate_house_numbers(session: Session, asked: Asked) -> dict[str, int]:
    """House numbers (with the number of the household in the house) of several open households of a village."""
    return numbers(session.execute(DUPLICATES, vars(asked)).all())


def walk_ins(session: Session, asked: Asked) -> dict[str, int]:
    """Households that came to a plan forum without being in the register."""
    return numbers(session.execute(WALK_INS, vars(asked)).all())


def numbers(rows: Sequence[Row]) -> dict[str, int]:
    return {row.part: int(row.number) for row in rows}


BOOKS = text(f"""
    select left(a.village_code, :digits) as part, count(*) as accounts, count(*) filter (where a.book_seen) as seen
    from household_account a
    where a.workspace_id = :workspace_id and a.plan_year = :year and a.consent
      and a.village_code >= :area_code and a.village_code < :area_code || '~'
      and not exists (select from submission s where s.id = a.submission_id and ({COUNTS_NOWHERE}))
    group by 1
""")  # noqa: S608


def books(session: Session, asked: Asked) -> dict[str, tuple[int, int]]:
    """Accounts of households that agree, and those of them whose book was seen."""
    return {row.part: (row.accounts, row.seen) for row in session.execute(BOOKS, vars(asked))}


TEAMS = text(f"""
    with {MINE},
    day as (
        select actor_id, cast(received_at at time zone 'Asia/Bangkok' as date) as day, count(*) as submissions
        from mine group by 1, 2),
    team as (
        select actor_id, sum(submissions) as submissions, count(*) as days, max(day) as last_day,
               jsonb_object_agg(day, submissions) filter (where day > :since) as by_day
        from day group by 1)
    select a.display_name as name, s.area_code, team.submissions, team.days, team.last_day, team.by_day
    from team
    join actor a on a.id = team.actor_id and a.kind = 'phone'
    join assignment s on s.actor_id = a.id and s.workspace_id = :workspace_id
    order by s.area_code, a.display_name
""")  # noqa: S608


def teams(session: Session, asked: Asked, since: date) -> Sequence[Mapping]:
    """{name, area_code, submissions, days, last_day, by_day} of the phones that sent something; by_day: after `since`,
    {"2026-11-22": 31}."""
    return session.execute(TEAMS, vars(asked) | {"since": since}).mappings().all()
