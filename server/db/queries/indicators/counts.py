"""What of villages can be counted, for the rules to judge: one statement for one village or for a whole province."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Row, TextClause, text
from sqlalchemy.orm import Session

from server.db.queries.indicators import plans, register, terms, verdicts
from server.domain.indicators.criteria import Basis, Criteria
from server.domain.indicators.judgement import Counts


@dataclass(frozen=True)
class VillageCounts:
    """A village's counts, and the day on which its households are counted."""

    village_code: str
    reference_date: date
    counts: Counts


# Accounts by household first: a province has millions of accounts and few households.
TOTALS = f"""
households as (
    select village_code, count(*) as households from standing
    where resolved = household_id and reason is null group by village_code),
accounts as (
    select village_code, count(*) filter (where counts) as households, bool_or(in_a) as has_any
    from (
        select village_code, resolved, bool_or(reason is null) as counts, bool_or({verdicts.IN_A}) as in_a
        from account_verdict group by village_code, resolved) by_household
    group by village_code),
attendance as (
    select village_code, count(distinct resolved) as households from tick_verdict
    where reason is null group by village_code),
held as (
    select distinct village_code from forum_verdict where reason is null)
select r.village_code, r.day as reference_date, coalesce(households.households, 0) as households,
    coalesce(accounts.households, 0) as accounts, coalesce(attendance.households, 0) as forum,
    p.lao_prepare and p.lao_evidence as lao_from_start, p.written and p.written_evidence as written_plan,
    coalesce(accounts.has_any, false) or held.village_code is not null as has_any
from reference r
left join households on households.village_code = r.village_code
left join accounts on accounts.village_code = r.village_code
left join attendance on attendance.village_code = r.village_code
left join plan_verdict p on p.village_code = r.village_code and p.operative
left join held on held.village_code = r.village_code
order by r.village_code
"""  # noqa: S608


def count_villages(
    session: Session,
    workspace_id: int,
    criteria: Criteria,
    basis: Basis,
    village_codes: Sequence[str],
    today: date,
) -> list[VillageCounts]:
    """The counts of every village asked for on one basis, in the order of their codes; also of those without facts.

    Accounts are counted as they were last summarised.
    today: in Bangkok.
    """
    asked = terms.parameters(workspace_id, village_codes, criteria, basis, today)
    return [village_counts(row) for row in session.execute(statement(criteria), asked)]


def statement(criteria: Criteria) -> TextClause:
    """The statement that counts, as the settings of the year have it."""
    return text("with recursive " + ",".join([*up_to_standing(), *verdicts.verdicts_to_count(criteria), TOTALS]))


def up_to_standing() -> list[str]:
    """From the villages asked about to their households, as far as the year's own forums and plans tell the day."""
    return [
        terms.VILLAGE,
        plans.forum_verdict(all_years=False),
        plans.PLAN_VERDICT,
        plans.REFERENCE,
        register.party(with_named=False),
        register.ENTRY,
        register.CREDIT,
        register.STANDING,
    ]


def village_counts(row: Row) -> VillageCounts:
    counts = Counts(
        households=row.households,
        accounts=row.accounts,
        forum=row.forum,
        lao_from_start=row.lao_from_start,
        written_plan=row.written_plan,
        has_any=row.has_any,
    )
    return VillageCounts(row.village_code, row.reference_date, counts)
