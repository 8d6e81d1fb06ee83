"""Form project_screening: the district's five criteria, what its working group decided, and how much it recommends."""

from server.domain.answers import uuid_of
from server.domain.facts.reading import Facts, Submitted

CRITERIA = ("strategy_link", "from_plan", "benefit", "value", "completeness")
VERDICTS = ("pass", "fix", "fail")
OUTCOMES = ("forwarded", "returned", "not_forwarded")
MISSION_GROUPS = ("economy", "social", "security", "administration")


def read_screening(submitted: Submitted, facts: Facts) -> None:
    """The village is the project's. One that forwards what does not pass is a fact, but no rule lets it count."""
    project_id = uuid_of(submitted.text("/project"))
    if project_id is None:
        facts.flag("project_missing")
        return
    verdicts = {name: facts.choice(submitted, f"/criteria/c_{name}", VERDICTS) for name in CRITERIA}
    outcome = facts.choice(submitted, "/outcome", OUTCOMES)
    if outcome is None or None in verdicts.values():
        return
    if outcome == "forwarded" and set(verdicts.values()) != {"pass"}:
        facts.flag("criteria_not_passed")
    met_on, _ = facts.day(submitted, "/meeting_date")
    facts.add(
        "project_screening",
        project_id=project_id,
        meeting_date=met_on,
        mission_group=facts.choice(submitted, "/mission_group", MISSION_GROUPS, is_needed=False),
        **verdicts,
        comments=submitted.text("/comments"),
        outcome=outcome,
        **recommendation(submitted, facts, outcome),
        actor_id=submitted.actor_id,
        recorded_at=submitted.received_at,
    )


def recommendation(submitted: Submitted, facts: Facts, outcome: str) -> dict:
    """How much, in satang, and how urgent in the district; only what is forwarded has either."""
    if outcome != "forwarded":
        return {"budget_recommended": None, "rank": None}
    return {
        "budget_recommended": facts.budget(submitted, "/budget_recommended"),
        "rank": facts.count(submitted, "/priority_rank"),
    }
