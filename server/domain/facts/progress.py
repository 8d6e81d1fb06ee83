"""Form project_progress: how far a project is, what was spent, where the reporter stood, and the photos."""

from math import inf

from server.domain.answers import uuid_of
from server.domain.facts.reading import Facts, Submitted, satang, whole

PHOTOS = (1, 2, 3, 4)


def read_report(submitted: Submitted, facts: Facts) -> None:
    """The village is the project's, which only the register of projects knows."""
    project_id = uuid_of(submitted.text("/project"))
    percent = whole(submitted.text("/status/percent_physical"))
    disbursed = satang(submitted.text("/money/disbursed_total"))
    if project_id is None:
        facts.flag("project_missing")
        return
    if percent is None or not 0 <= percent <= 100:
        facts.flag("percent_unreadable")
        return
    if disbursed is None:
        facts.flag("amount_unreadable", question="/money/disbursed_total")
        return
    visited_on, is_be = facts.day(submitted, "/status/report_date")
    position, accuracy = point(submitted.text("/site_gps"))
    facts.add(
        "progress_report",
        project_id=project_id,
        reporter=submitted.text("/reporter_role") or "tambon_team",
        report_date=visited_on,
        be_year=is_be,
        collected_on=submitted.collected_on,
        milestone=submitted.text("/status/milestone") or "not_started",
        percent=percent,
        disbursed=disbursed,
        consent_ref=submitted.text("/money/consent_ref"),
        position=position,
        accuracy_m=accuracy,
        photos=photos(submitted),
    )


def point(text: str | None) -> tuple[str | None, float | None]:
    """("SRID=4326;POINT(lon lat)", accuracy in metres or None) of an ODK geopoint "lat lon alt accuracy"."""
    parts = (text or "").split()
    try:
        lat, lon, *rest = [float(part) for part in parts]
    except ValueError:
        return None, None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180) or (lat == 0 and lon == 0):
        return None, None
    accuracy = rest[1] if len(rest) > 1 and 0 < rest[1] < inf else None
    return f"SRID=4326;POINT({lon!r} {lat!r})", accuracy


def photos(submitted: Submitted) -> list[dict]:
    """[{"name", "stage", "received"}] of the photos the report names."""
    named = []
    for number in PHOTOS:
        group = f"/photo_group_{number}"
        name = submitted.text(f"{group}/photo_{number}")
        if name:
            stage = submitted.text(f"{group}/photo_{number}_stage") or "during"
            named.append({"name": name, "stage": stage, "received": name in submitted.files})
    return named
