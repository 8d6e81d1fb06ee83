"""How the work of an area goes, in numbers that anybody may read who reads its figures.

Counted as the owner of the tables, because house numbers, files and answers are not for every such reader: what comes
out is numbers, and the names of phones.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from server.db.queries import areas
from server.db.queries import process as queries
from server.db.queries.process import Asked, Reviews
from server.db.session import transaction
from server.domain.assignments import AreaUnknown
from server.domain.grades import DIGITS_BELOW, VILLAGE_DIGITS
from server.domain.indicators.calendar import BANGKOK, bangkok_date, first_day
from server.domain.indicators.process import BACKLOG_DAYS, Process, Team, together
from server.domain.permissions import Caller
from server.errors import NotFound

DAYS_SHOWN = 14
NO_REVIEWS = Reviews(0, Counter())


@dataclass(frozen=True)
class AreaProcess:
    """An area or village and the counts of its work."""

    code: str
    name_th: str
    process: Process


@dataclass(frozen=True)
class ProcessReport:
    """An area in a year, what lies right below it, and the phones that sent something. days: shown of each, in order.

    The whole also has what belongs to no part: of phones of the whole area, before the village is known.
    """

    year: int
    whole: AreaProcess
    parts: tuple[AreaProcess, ...]
    teams: tuple[Team, ...]
    days: tuple[dt.date, ...]


def of_area(caller: Caller, code: str, *, year: int, now: dt.datetime) -> ProcessReport:
    """An area or village of the caller's in a Buddhist year. Raises NotFound and AreaUnknown."""
    if not caller.covers(code):
        raise NotFound
    asked = Asked(
        workspace_id=caller.workspace_id,
        area_code=code,
        digits=DIGITS_BELOW.get(len(code), VILLAGE_DIGITS),
        year=year,
        start=midnight(first_day(year)),
        end=midnight(first_day(year + 1)),
        late=now - dt.timedelta(days=BACKLOG_DAYS),
    )
    days = tuple(bangkok_date(now) - dt.timedelta(days=back) for back in reversed(range(DAYS_SHOWN)))
    with transaction() as owner:
        if not areas.is_known(owner, caller.workspace_id, code):
            raise AreaUnknown(area=code)
        counted = counts(owner, asked)
        teams = tuple(team(row) for row in queries.teams(owner, asked, days[0] - dt.timedelta(days=1)))
        names = areas.names(owner, caller.workspace_id, code, asked.digits) if len(code) < VILLAGE_DIGITS else {}
        own = areas.names(owner, caller.workspace_id, code, len(code))
    whole = AreaProcess(code, own.get(code, ""), together(counted.values()))
    parts = (AreaProcess(part, names[part], counted.get(part, Process())) for part in sorted(names))
    return ProcessReport(year, whole, tuple(parts), teams, days)


def counts(owner: Session, asked: Asked) -> dict[str, Process]:
    """Part -> its counts."""
    reviews, books = queries.reviews(owner, asked), queries.books(owner, asked)
    missing, walk_ins = queries.missing_files(owner, asked), queries.walk_ins(owner, asked)
    duplicates = queries.duplicate_house_numbers(owner, asked)
    return {
        part: Process(
            review_backlog=reviews.get(part, NO_REVIEWS).late,
            decided_after=reviews.get(part, NO_REVIEWS).decided_after,
            missing_attachments=missing.get(part, 0),
            accounts=books.get(part, (0, 0))[0],
            books_seen=books.get(part, (0, 0))[1],
            walk_ins_open=walk_ins.get(part, 0),
            duplicate_house_numbers=duplicates.get(part, 0),
        )
        for part in all_of(reviews, books, missing, walk_ins, duplicates)
    }


def all_of(*found: Mapping[str, object]) -> Iterable[str]:
    return sorted({part for one in found for part in one})


def team(row: Mapping) -> Team:
    by_day = {dt.date.fromisoformat(day): number for day, number in (row["by_day"] or {}).items()}
    return Team(**{**row, "submissions": int(row["submissions"]), "by_day": by_day})


def midnight(day: dt.date) -> dt.datetime:
    """When a day begins in Bangkok."""
    return dt.datetime.combine(day, dt.time(), BANGKOK)
