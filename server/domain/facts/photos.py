"""What the photos of a submission say about it, beside the pictures. Pure; a flag, never a count.

A position inside a photo is not trusted: it only shows what a reviewer should look at.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from server.domain.answers import uuid_of, value_at
from server.domain.facts.positions import position
from server.domain.facts.reading import Facts

ELSEWHERE_M, OTHER_DAYS = 2000, 3
STOOD_AT = {  # where the phone stood when it took the photos, by form
    "forum_attendance": "/place_gps",
    "project_progress": "/site_gps",
    "project_evaluation": "/eval_gps",
}
AT_SITE = ("project_progress", "project_evaluation")
HELD_ON = {"forum": "forum_date", "progress_report": "report_date", "project_evaluation": "eval_date"}  # by table


@dataclass(frozen=True)
class Place:
    """Where the phone stood, as EWKT, or else the project at whose site it was."""

    stood_at: str | None = None
    project_id: UUID | None = None


@dataclass(frozen=True)
class Photo:
    """A photo that has come. taken_on: in Bangkok, as its camera says; away_m: metres from where the phone stood.

    sent_before: whether another submission brought the same file earlier.
    """

    name: str
    taken_on: dt.date | None
    away_m: int | None
    sent_before: bool


def place_of(form_id: str, answers: dict) -> Place:
    """Where photos of this form ought to have been taken, as far as its answers say."""
    path = STOOD_AT.get(form_id)
    stood_at = position(value_at(answers, path)).point if path else None
    return Place(stood_at, uuid_of(value_at(answers, "/project")) if form_id in AT_SITE else None)


def flag_photos(photos: Iterable[Photo], facts: Facts) -> None:
    """Note how many photos were taken elsewhere or on another day, or were sent before."""
    held_on, early = day_of(facts), before_work(facts)
    seen = {"photo_elsewhere": 0, "photo_other_day": 0, "photo_sent_before": 0}
    for photo in photos:
        seen["photo_elsewhere"] += is_elsewhere(photo)
        seen["photo_other_day"] += is_of_other_day(photo, held_on, may_be_older=photo.name in early)
        seen["photo_sent_before"] += photo.sent_before
    for code, count in seen.items():
        if count:
            facts.flag(code, count=count)


def is_elsewhere(photo: Photo) -> bool:
    return photo.away_m is not None and photo.away_m > ELSEWHERE_M


def is_of_other_day(photo: Photo, held_on: dt.date | None, *, may_be_older: bool) -> bool:
    """Whether it was taken more than three days before or after; a photo of the site before the work may be older."""
    if photo.taken_on is None or held_on is None:
        return False
    late = (photo.taken_on - held_on).days
    return late > OTHER_DAYS or (late < -OTHER_DAYS and not may_be_older)


def day_of(facts: Facts) -> dt.date | None:
    """The day a submission is about."""
    days = [row.get(HELD_ON[table]) for table in HELD_ON for row in facts.rows.get(table, ())]
    return days[0] if days else None


def before_work(facts: Facts) -> set[str]:
    """The photos a report shows as those from before the work."""
    reports = facts.rows.get("progress_report", ())
    return {photo["name"] for report in reports for photo in report["photos"] if photo["stage"] == "before"}
