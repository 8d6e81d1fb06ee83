"""Form project_progress: how far a project is, what was spent, where the reporter stood, and the photos."""

from server.domain.answers import uuid_of
from server.domain.facts.positions import Position, position
from server.domain.facts.reading import LARGEST_BUDGET, Facts, Submitted, satang, whole

PHOTOS = (1, 2, 3, 4)
REPORTERS = ("tambon_team", "committee", "district")
MILESTONES = ("not_started", "preparing", "working", "inspected", "completed", "suspended", "cancelled")


def read_report(submitted: Submitted, facts: Facts) -> None:
    """The village is the project's, which only the register of projects knows."""
    project_id = uuid_of(submitted.text("/project"))
    percent = whole(submitted.text("/status/percent_physical"))
    disbursed = satang(submitted.text("/money/disbursed_total"), most=LARGEST_BUDGET)
    if project_id is None:
        facts.flag("project_missing")
        return
    if percent is None or not 0 <= percent <= 100:
        facts.flag("percent_unreadable")
        return
    if disbursed is None:
        facts.flag("amount_unreadable", question="/money/disbursed_total")
        return
    visited_on, is_be = facts.past_day(submitted, "/status/report_date")
    stood = where(submitted, facts)
    facts.add(
        "progress_report",
        project_id=project_id,
        reporter=facts.choice(submitted, "/reporter_role", REPORTERS, is_needed=False) or REPORTERS[0],
        report_date=visited_on,
        be_year=is_be,
        collected_on=submitted.collected_on,
        milestone=facts.choice(submitted, "/status/milestone", MILESTONES, is_needed=False) or MILESTONES[0],
        percent=percent,
        disbursed=disbursed,
        consent_ref=submitted.text("/money/consent_ref"),
        position=stood.point,
        accuracy_m=stood.accuracy_m,
        photos=photos(submitted),
    )


def where(submitted: Submitted, facts: Facts) -> Position:
    """The position of the phone, flagged when there is none in Thailand."""
    stood = position(submitted.text("/site_gps"))
    if stood.is_abroad:
        facts.flag("position_outside_thailand")
    elif stood.point is None:
        facts.flag("position_missing")
    return stood


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
