"""Form household_register: a household enters the register, or leaves it."""

import datetime as dt

from server.domain.facts.reading import Facts, Submitted, household

ALWAYS = dt.date(1900, 1, 1)
CLOSE_REASONS = ("moved_out", "vacant", "merged", "duplicate", "mistake")
NEEDS_NO_DATE = ("duplicate", "mistake")


def read_register(submitted: Submitted, facts: Facts) -> None:
    """An edit of details makes no fact: names and house numbers live in the entity alone."""
    if not facts.place(submitted) or submitted.entity_id is None:
        return
    action = submitted.text("/action")
    if action == "new" and submitted.entity is not None and submitted.entity.create:
        read_registration(submitted, facts)
    elif action == "new":
        facts.flag("entity_not_asked_for")
    elif action == "close":
        read_closing(submitted, facts)


def read_registration(submitted: Submitted, facts: Facts) -> None:
    since, _ = facts.day(submitted, "/exists_from")
    facts.add(
        "household_registration",
        household_id=submitted.entity_id,
        village_code=facts.village_code,
        exists_from=since or ALWAYS,
        recorded_at=submitted.received_at,
    )


def read_closing(submitted: Submitted, facts: Facts) -> None:
    reason = submitted.text("/closing/close_reason")
    if reason not in CLOSE_REASONS:
        facts.flag("closing_without_reason")
        return
    until, is_be = facts.day(submitted, "/closing/exists_to")
    if until is None and not is_be and reason not in NEEDS_NO_DATE:
        facts.flag("closing_without_date")
    facts.add(
        "household_closing",
        household_id=submitted.entity_id,
        exists_to=until,
        be_year=is_be,
        close_reason=reason,
        merged_into=household(submitted.text("/closing/merged_into")),
        recorded_at=submitted.received_at,
    )
