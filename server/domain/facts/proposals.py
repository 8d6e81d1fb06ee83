"""Form project_proposal: what a village asks for, with how much money, where and when, and what was resolved."""

from server.domain.facts.positions import position
from server.domain.facts.reading import Facts, Submitted

KINDS = ("project", "plan_making")
PROGRAMMES = ("1", "2", "3", "4", "5")
UNITS = ("village", "joint", "agency")
WORK_MODES = ("self", "mixed", "hired")


def read_proposal(submitted: Submitted, facts: Facts) -> None:
    """The project is the entity that the proposal makes; without kind, title, unit and budget there is no proposal."""
    if not facts.place(submitted) or not facts.year(submitted, "/fiscal_year"):
        return
    if submitted.entity is None or not submitted.entity.create:
        facts.flag("entity_not_asked_for")
        return
    asked_for, money = what(submitted, facts), amounts(submitted, facts)
    if submitted.entity_id is None or asked_for is None or money is None:  # an unusable id is flagged with its entity
        return
    facts.add(
        "project_proposal",
        project_id=submitted.entity_id,
        village_code=facts.village_code,
        fiscal_year=facts.plan_year,
        **asked_for,
        **money,
        beneficiary_households=facts.count(submitted, "/who/beneficiary_households"),
        beneficiary_people=facts.count(submitted, "/who/beneficiary_people"),
        **dates(submitted, facts),
        site=site(submitted, facts),
        from_plan=is_from_plan(submitted, facts, asked_for["kind"]),
        **resolution(submitted, facts),
        sent_at=submitted.sent_at,
    )


def what(submitted: Submitted, facts: Facts) -> dict | None:
    """What it is; the making of a plan belongs to no programme. None when what a project needs is not there."""
    title = submitted.text("/what/project_title")
    kind = facts.choice(submitted, "/proposal_kind", KINDS)
    programme = facts.choice(submitted, "/what/programme", PROGRAMMES) if kind == "project" else None
    unit = facts.choice(submitted, "/what/impl_unit", UNITS)
    if title is None:
        facts.flag("answer_unusable", question="/what/project_title")
    if "answer_unusable" in facts.flags:
        return None
    return {
        "kind": kind,
        "title": title,
        "programme": int(programme) if programme else None,
        "impl_unit": unit,
        "agency_name": submitted.text("/what/agency_name"),
        "work_mode": facts.choice(submitted, "/work_mode", WORK_MODES, is_needed=False),
    }


def amounts(submitted: Submitted, facts: Facts) -> dict | None:
    """What it costs and who adds to it, in satang; None without a request."""
    requested = facts.budget(submitted, "/money/budget_requested")
    added = {f"contribution_{by}": facts.baht(submitted, f"/money/contribution_{by}") or 0 for by in ("village", "lao")}
    return None if requested is None else {"budget_requested": requested} | added


def dates(submitted: Submitted, facts: Facts) -> dict:
    """An end that is not after the start is none: nothing can be expected between the two."""
    start, _ = facts.day(submitted, "/who/planned_start")
    end, _ = facts.day(submitted, "/who/planned_end")
    if start and end and end <= start:
        facts.flag("planned_end_too_early")
        end = None
    return {"planned_start": start, "planned_end": end}


def site(submitted: Submitted, facts: Facts) -> str | None:
    """Where the project lies; without it no report can be at the site."""
    found = position(submitted.text("/site"))
    if found.is_abroad:
        facts.flag("site_outside_thailand")
    elif found.point is None:
        facts.flag("position_missing")
    return found.point


def is_from_plan(submitted: Submitted, facts: Facts, kind: str) -> bool:
    """Where there is no plan yet its making cannot come from it."""
    from_plan = submitted.is_yes("/basis/from_plan")
    if kind == "project" and not from_plan:
        facts.flag("not_from_plan")
    return from_plan


def resolution(submitted: Submitted, facts: Facts) -> dict:
    """What the village committee resolved: more than half of those present in favour, and the minutes to show it."""
    resolved_on, _ = facts.day(submitted, "/basis/resolution_date")
    present = facts.count(submitted, "/basis/votes_total")
    in_favour = facts.count(submitted, "/basis/votes_for")
    if present is None or in_favour is None or not present < 2 * in_favour <= 2 * present:
        facts.flag("votes_not_majority")
    if not submitted.has_file("/resolution_photo"):
        facts.flag("evidence_missing")
    return {"resolution_date": resolved_on, "votes_total": present, "votes_for": in_favour}
