"""What of a village's forums and plan does not fit together, submission by submission. Pure."""

from collections.abc import Sequence

from server.domain.indicators.attendance import listed_forums, plan_forums
from server.domain.indicators.counting import terms_for
from server.domain.indicators.criteria import Criteria
from server.domain.indicators.crosschecks import CrossCheck, checks_of_submissions
from server.domain.indicators.facts import Forum, VillageFacts
from server.domain.indicators.plans import listed_plans, operative_plan


def misfits(facts: VillageFacts, criteria: Criteria, accounts: int, households: int) -> set[tuple[str, str]]:
    """{(instance id, code)} of the forums and plans that count provisionally.

    facts: forums, plans and open years; accounts: numerator of indicator 1; households: N.
    """
    terms = terms_for(facts, criteria, "provisional")
    held = plan_forums(listed_forums(facts.forums, terms))
    plan = operative_plan(listed_plans(facts.plans, terms))
    found = {
        (instance_id, check.code)
        for check in checks_of_submissions(plan, held, accounts, households)
        for instance_id in about(check, held)
    }
    above = {
        (one.instance_id, "attendance_above_register") for one in held if len(one.ticked) + one.walk_ins > households
    }
    return found | above


def about(check: CrossCheck, held: Sequence[Forum]) -> list[str]:
    """The submissions that a check is about: one, or those of all phones that were at the forum of a day."""
    if check.forum_date is None:
        return [check.instance_id]
    return [forum.instance_id for forum in held if forum.forum_date == check.forum_date]
