"""Indicators 3 and 4: what the operative plan claims, and whether its evidence has been received."""

from collections.abc import Iterable

from server.domain.indicators.counting import Terms, is_listed, plan_reason
from server.domain.indicators.facts import Plan
from server.domain.indicators.households import order_of_receipt
from server.domain.indicators.reasons import ReasonCode
from server.domain.indicators.results import Evidence, IndicatorResult, NotCounted


def listed_plans(plans: Iterable[Plan], terms: Terms) -> dict[Plan, ReasonCode | None]:
    """The village's plans of this year, each with the reason why it is not in L, or None."""
    return {
        plan: plan_reason(plan, terms)
        for plan in plans
        if plan.village_code == terms.village_code and is_listed(plan, terms)
    }


def operative_plan(listed: dict[Plan, ReasonCode | None]) -> Plan | None:
    """The plan received last (of equals, the larger instance id) among those that count."""
    return max((plan for plan, reason in listed.items() if reason is None), key=order_of_receipt, default=None)


def lao_from_start(listed: dict[Plan, ReasonCode | None]) -> IndicatorResult:
    """Indicator 3: the operative plan has `prepare` among its LAO stages and its evidence has been received."""
    plan = operative_plan(listed)
    claimed = plan is not None and plan.lao_prepare
    return _result(3, listed, claimed=claimed, received=plan is not None and plan.lao_evidence)


def written_plan(listed: dict[Plan, ReasonCode | None]) -> IndicatorResult:
    """Indicator 4: the operative plan is written and its file or the photo of its cover has been received."""
    plan = operative_plan(listed)
    claimed = plan is not None and plan.written
    return _result(4, listed, claimed=claimed, received=plan is not None and plan.written_evidence)


def _result(number: int, listed: dict[Plan, ReasonCode | None], *, claimed: bool, received: bool) -> IndicatorResult:
    operative = operative_plan(listed)
    counted, not_counted = [], []
    for plan, reason in listed.items():
        if reason is None and plan != operative:
            reason = "superseded"
        elif reason is None and claimed and not received:
            reason = "evidence_missing"
        if reason is None:
            counted.append(Evidence(plan.instance_id))
        else:
            not_counted.append(NotCounted(plan.instance_id, "", reason))
    return IndicatorResult(
        number=number,
        met=None if operative is None else claimed and received,
        counted=tuple(sorted(counted)),
        not_counted=tuple(sorted(not_counted)),
    )
