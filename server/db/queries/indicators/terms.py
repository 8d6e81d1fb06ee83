"""On which terms submissions are counted: the villages asked about, the year's rules, the basis, and the review."""

from collections.abc import Sequence
from datetime import date

from server.domain.indicators.criteria import Basis, Criteria

COUNTED_STATES = {
    "official": ["approved"],
    "provisional": ["received", "edited", "has_issues", "approved"],
}

VILLAGE = """
village as (
    select code from unnest(cast(:villages as text[])) as asked (code))
"""

# A later date was typed with a Buddhist year (2401 and after).
BE_DATES = "date '2401-01-01'"

# The submission behind one register fact. The limit makes the planner look it up: left to itself it may walk through
# all submissions for every household, when few facts had one at the time it last counted.
SENT = "left join lateral (select * from submission where id = {0}.submission_id limit 1) s on true"

# A register fact without a submission is an import or an officer's entry: it needs no review. Written as coalesce, for
# which the planner guesses one in two; it expects next to no rows of "s.id is null or …".
COUNTS = "coalesce(s.state = any(cast(:states as text[])), true) and s.deleted_at is null"
IS_KNOWN = "coalesce(s.state <> 'rejected', true) and s.deleted_at is null"

# Received earlier first, then the smaller id; entries without a submission go by the day they were recorded.
FACT_ID = "coalesce(s.instance_id, 'entry:' || lpad(cast({0}.id as text), 20, '0'))"
ORDER_OF_RECEIPT = "coalesce(s.received_at, {0}.recorded_at) {1}, " + FACT_ID + ' collate "C" {1}'

# Of an erased account the fact remains, and counts or not as it says; what is merely deleted counts nowhere.
IS_THERE = "(s.deleted_at is null or s.erased_at is not null)"


def parameters(
    workspace_id: int, villages: Sequence[str], criteria: Criteria, basis: Basis, today: date
) -> dict[str, object]:
    """What the statements are asked with."""
    return {
        "workspace_id": workspace_id,
        "villages": sorted(set(villages)),
        "states": COUNTED_STATES[basis],
        "basis": basis,
        "plan_year": criteria.plan_year,
        "window_start": criteria.collection_start,
        "window_end": criteria.collection_end,
        "as_of": criteria.reckoned_on(today, basis),
        "min_account_months": criteria.min_account_months,
    }


def from_inside(*villages: str) -> str:
    """Whether the phone's area contains these villages, or somebody accepted what it sent although it does not."""
    inside = " and ".join(f"starts_with({village}, s.phone_area)" for village in villages)
    return f"coalesce(s.area_accepted_by is not null or ({inside}), s.id is null)"


def review_reasons(fact: str, day: str, *, villages: Sequence[str]) -> str:
    """The first branches of a verdict, common to all that is collected: area, year, review, Buddhist dates."""
    return f"""
        when not {from_inside(*villages)} then 'outside_area'
        when {fact}.plan_year <> :plan_year then case
            when {fact}.plan_year in (select plan_year from criteria where workspace_id = :workspace_id)
            then 'wrong_year' else 'year_not_open' end
        when s.state = 'rejected' then 'rejected'
        when not s.state = any(cast(:states as text[])) then 'not_approved'
        when {fact}.be_year or {day} >= {BE_DATES} then 'be_year_in_date'"""  # noqa: S608


def day_reasons(fact: str, day: str) -> str:
    """The branches of a verdict for the day an account begins or a forum was held."""
    return f"""
        when ({day} between :window_start and :window_end) is not true then 'outside_window'
        when {day} > {fact}.collected_on then 'future_period'"""


def listed(fact: str, day: str, *, all_years: bool) -> str:
    """Which submissions are looked at: the year's; to explain, others too whose date lies in the year's window."""
    of_year = f"{fact}.plan_year = :plan_year"
    return f"({of_year} or {day} between :window_start and :window_end)" if all_years else of_year
