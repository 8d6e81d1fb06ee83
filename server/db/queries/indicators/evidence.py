"""Which submissions a village's result rests on, and why the others do not count."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from server.db.queries.indicators import plans, register, terms, verdicts
from server.domain.indicators.criteria import Basis, Criteria


@dataclass(frozen=True)
class Verdict:
    """One submission, or one tick of an attendance list, for one indicator (1 to 4).

    household_id: as the account or the tick names it, None for plans; reason: a code of
    `server.domain.indicators.reasons`, None when it counts. Households that came to a forum without being in the
    register are one verdict per attendance list: reason `walk_in_unregistered`, walk_ins their number.
    """

    indicator: int
    instance_id: str
    household_id: UUID | None = None
    reason: str | None = None
    walk_ins: int | None = None


def _of_plan(indicator: int, claimed: str, evidence: str) -> str:
    return f"""
    select village_code, {indicator}, received_at, submission_id, instance_id, null, case
        when reason is not null then reason
        when not operative then 'superseded'
        when {claimed} and not {evidence} then 'evidence_missing' end, null
    from plan_verdict"""  # noqa: S608


# An account that names no household at all has nobody's standing.
NAMELESS = f"""
nameless as (
    select v.code as village_code, s.id as submission_id, s.instance_id, s.received_at,
        case {terms.review_reasons("a", "a.period_start", villages=["a.village_code"])}
        when not a.consent then 'no_consent' {terms.day_reasons("a", "a.period_start")}
        else 'household_unknown' end as reason
    from village v
    join household_account a on a.workspace_id = :workspace_id and a.village_code = v.code and a.household_id is null
    join submission s on s.id = a.submission_id
    where {terms.IS_THERE} and {terms.listed("a", "a.period_start", all_years=True)})
"""  # noqa: S608

EVIDENCE = f"""
evidence (village_code, indicator, received_at, submission_id, instance_id, household_id, reason, walk_ins) as (
    select village_code, 1, received_at, submission_id, instance_id, household_id, reason, cast(null as int)
    from account_verdict
    union all
    select village_code, 1, received_at, submission_id, instance_id, null, reason, null from nameless
    union all
    select village_code, 2, received_at, submission_id, instance_id, household_id, reason, null from tick_verdict
    union all
    select village_code, 2, received_at, submission_id, instance_id, null, 'walk_in_unregistered', walk_ins
    from forum_verdict where reason is null and walk_ins > 0
    union all {_of_plan(3, "lao_prepare", "lao_evidence")}
    union all {_of_plan(4, "written", "written_evidence")})
"""  # noqa: S608

LISTED = """
select indicator, instance_id, household_id, reason, walk_ins from evidence
order by indicator, received_at, instance_id collate "C", household_id
"""


def expressions(criteria: Criteria) -> list[str]:
    """The expressions that end in `evidence`, as the year's settings have it."""
    return [
        terms.VILLAGE,
        plans.forum_verdict(all_years=True),
        plans.PLAN_VERDICT,
        plans.REFERENCE,
        register.party(with_named=True),
        register.ENTRY,
        register.CREDIT,
        register.STANDING,
        *verdicts.verdicts(criteria, all_years=True),
        NAMELESS,
        EVIDENCE,
    ]


def explain(
    session: Session, workspace_id: int, village_code: str, criteria: Criteria, basis: Basis, today: date
) -> list[Verdict]:
    """Every submission of the village that is shown in the year, by indicator and in the order of receipt.

    today: in Bangkok.
    """
    asked = terms.parameters(workspace_id, [village_code], criteria, basis, today)
    rows = session.execute(text("with recursive " + ",".join(expressions(criteria)) + LISTED), asked)
    return [Verdict(*row) for row in rows]
