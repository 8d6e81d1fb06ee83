"""Which submissions count for a village, year and basis, and the first reason why one does not."""

from dataclasses import dataclass

from server.domain.indicators.criteria import Basis, Criteria
from server.domain.indicators.facts import Account, Collected, Forum, Plan, VillageFacts
from server.domain.indicators.households import Register, counts_on
from server.domain.indicators.reasons import ReasonCode


@dataclass(frozen=True)
class Terms:
    """On which terms submissions count: whose result, which year's criteria, which basis, which years are open.

    withdrawn: households, as the records name them, that took back their agreement for the year.
    """

    village_code: str
    criteria: Criteria
    basis: Basis
    open_years: frozenset[int]
    withdrawn: frozenset[str]


def terms_for(facts: VillageFacts, criteria: Criteria, basis: Basis) -> Terms:
    """The terms on which a village's facts are counted."""
    withdrawn = frozenset(one.household for one in facts.withdrawals if one.plan_year == criteria.plan_year)
    return Terms(facts.village_code, criteria, basis, facts.open_years, withdrawn)


def is_listed(submission: Collected, terms: Terms) -> bool:
    """Whether a submission is shown in this year, counted or not.

    One of another year only when it is an account or forum whose date lies in this year's window.
    Source: docs/indicators.md 0a.7.
    """
    if submission.deleted:
        return False
    if submission.plan_year == terms.criteria.plan_year:
        return True
    return not isinstance(submission, Plan) and terms.criteria.window_contains(submission.event_date)


def plan_reason(plan: Plan, terms: Terms) -> ReasonCode | None:
    """Why a plan is not in L; None when it is."""
    return _review_reason(plan, terms)


def forum_reason(forum: Forum, terms: Terms) -> ReasonCode | None:
    """Why an attendance list is not in P; None when it is."""
    if reason := _review_reason(forum, terms):
        return reason
    if forum.forum_type != "plan":
        return "other_forum_type"
    return _date_reason(forum, terms)


def account_reason(account: Account, terms: Terms, *, withdrawn: bool) -> ReasonCode | None:
    """Why an account is not in A; None when only the standing of its household decides.

    withdrawn: the household that gets the credit, or one that is credited to the same, took back its agreement.
    """
    if reason := _review_reason(account, terms):
        return reason
    if withdrawn or not account.consent:
        return "no_consent"
    return _date_reason(account, terms)


def household_reason(household: str, register: Register, village_code: str) -> ReasonCode | None:
    """Why a household that gave an account or was ticked is not in H of the village; None when it is.

    household: as the submission names it; the credit goes to the household it resolves to.
    """
    resolved = register.resolve(household)
    registered_in = register.village_of(resolved)
    if registered_in is None:
        return "household_unknown"
    if registered_in != village_code:
        return "other_village"
    if register.is_closed(resolved):
        return "household_closed"
    return "household_after_reference" if register.is_after_reference(resolved) else None


def _review_reason(submission: Collected, terms: Terms) -> ReasonCode | None:
    if submission.outside_area:
        return "outside_area"
    if submission.plan_year != terms.criteria.plan_year:
        return "wrong_year" if submission.plan_year in terms.open_years else "year_not_open"
    if submission.state == "rejected":
        return "rejected"
    if not counts_on(submission.state, terms.basis):
        return "not_approved"
    return "be_year_in_date" if submission.is_be_dated else None


def _date_reason(submission: Account | Forum, terms: Terms) -> ReasonCode | None:
    day = submission.event_date
    if day is None or not terms.criteria.window_contains(day):
        return "outside_window"
    return "future_period" if day > submission.collected_on else None
