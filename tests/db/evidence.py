"""Evidence lists of the rules and verdicts of SQL in one form, to be compared."""

from collections import Counter

from server.db.queries.indicators import Verdict
from server.domain.indicators.results import VillageResult


def of_rules(result: VillageResult) -> Counter:
    """(indicator, instance id, household, reason, walk-ins), each as often as it is listed."""
    listed = Counter((2, walk.instance_id, "", "walk_in_unregistered", walk.number) for walk in result.walk_ins)
    for indicator in result.indicators:
        listed.update((indicator.number, one.instance_id, one.household, None, None) for one in indicator.counted)
        listed.update(
            (indicator.number, one.instance_id, one.household, one.reason, None) for one in indicator.not_counted
        )
    return listed


def of_sql(verdicts: list[Verdict]) -> Counter:
    return Counter(
        (one.indicator, one.instance_id, str(one.household_id or ""), one.reason, one.walk_ins) for one in verdicts
    )
