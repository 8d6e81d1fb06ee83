"""The assessment of one village from its facts: four indicators with their evidence, status, grade and gate."""

from datetime import date

from server.domain.indicators.accounts import AccountCount, count_accounts
from server.domain.indicators.attendance import (
    Attendance,
    count_attendance,
    latest_forum_date,
    listed_forums,
    plan_forums,
)
from server.domain.indicators.counting import terms_for
from server.domain.indicators.criteria import Basis, Criteria
from server.domain.indicators.crosschecks import cross_checks
from server.domain.indicators.facts import VillageFacts
from server.domain.indicators.gate import Gate, gate
from server.domain.indicators.households import register_at
from server.domain.indicators.judgement import Counts, judge, met_or_unknown, reference_date
from server.domain.indicators.plans import lao_from_start, listed_plans, operative_plan, written_plan
from server.domain.indicators.results import Evidence, IndicatorResult, NotCounted, VillageResult, VillageYear
from server.domain.indicators.shares import Share


def assess(facts: VillageFacts, criteria: Criteria, as_of: date, basis: Basis) -> VillageResult:
    """The result of a village on one basis.

    as_of: today in Bangkok; for the official result of a locked year the day of the lock is taken instead.
    The order of the facts never matters. Source: docs/indicators.md 0, 0a, 1.
    """
    terms, as_of = terms_for(facts, criteria, basis), criteria.reckoned_on(as_of, basis)
    forums, plans = listed_forums(facts.forums, terms), listed_plans(facts.plans, terms)
    held, plan = plan_forums(forums), operative_plan(plans)
    plan_date = plan.plan_date if plan else None
    day = reference_date(latest_forum_date(held), plan_date, criteria=criteria, as_of=as_of)
    register = register_at(facts.registrations, facts.closings, basis=basis, reference_date=day)
    accounts = count_accounts(facts.accounts, register, terms)
    attendance = count_attendance(forums, register, terms)
    households = tuple(sorted(register.households_of(facts.village_code)))
    lao, written = lao_from_start(plans), written_plan(plans)
    counts = _counts(len(households), accounts, attendance, lao, written, has_forum=bool(held))
    judged = judge(counts, criteria)
    first = _share_result(1, judged.accounts, accounts.counted, accounts.not_counted)
    second = _share_result(2, judged.forum, attendance.counted, attendance.not_counted)
    return VillageResult(
        village_code=facts.village_code,
        plan_year=criteria.plan_year,
        basis=basis,
        as_of=as_of,
        reference_date=day,
        households=households,
        indicators=(first, second, lao, written),
        status=judged.status,
        grade=judged.grade,
        operative_plan=plan.instance_id if plan else None,
        walk_ins=attendance.walk_ins,
        cross_checks=cross_checks(plan, held, counts.accounts, register, facts.village_code),
    )


def assess_both(facts: VillageFacts, criteria: Criteria, today: date) -> VillageYear:
    """Both bases of a village and its gate."""
    official = assess(facts, criteria, today, "official")
    return VillageYear(official, assess(facts, criteria, today, "provisional"), gate_of(official, criteria))


def gate_of(official: VillageResult, criteria: Criteria) -> Gate:
    """The gate of a village, which rests on its official result alone."""
    return gate(official.status, official.grade, locked=criteria.is_locked, gate_min_grade=criteria.gate_min_grade)


def _counts(
    n_households: int,
    accounts: AccountCount,
    attendance: Attendance,
    lao: IndicatorResult,
    written: IndicatorResult,
    *,
    has_forum: bool,
) -> Counts:
    return Counts(
        households=n_households,
        accounts=len(accounts.households),
        forum=len(attendance.households),
        lao_from_start=lao.met,
        written_plan=written.met,
        has_any=accounts.has_any or has_forum,
    )


def _share_result(
    number: int, result: Share, counted: tuple[Evidence, ...], not_counted: tuple[NotCounted, ...]
) -> IndicatorResult:
    return IndicatorResult(
        number=number,
        num=result.num,
        den=result.den,
        needed=result.needed,
        percent=result.percent_shown,
        met=met_or_unknown(result),
        counted=counted,
        not_counted=not_counted,
    )
