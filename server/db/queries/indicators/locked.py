"""The evidence of a locked year: written by the statement that counts, and read back as it was."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from server.db.queries.indicators import counts, evidence, terms
from server.db.queries.indicators.counts import VillageCounts
from server.db.queries.indicators.evidence import Verdict
from server.domain.indicators.criteria import Basis, Criteria

COUNTED = "counted"  # stands where a reason would, of what counts

IN_ORDER = 'order by received_at, instance_id collate "C", household_id'
KEPT = f"""
kept as (
    insert into locked_evidence (workspace_id, plan_year, basis, village_code, indicator, reason,
                                 submission_ids, household_ids, walk_ins)
    select :workspace_id, :plan_year, :basis, village_code, indicator, coalesce(reason, '{COUNTED}'),
        array_agg(submission_id {IN_ORDER}), array_agg(household_id {IN_ORDER}), array_agg(walk_ins {IN_ORDER})
    from evidence group by village_code, indicator, coalesce(reason, '{COUNTED}'))
"""  # noqa: S608


def count_and_keep(
    session: Session,
    workspace_id: int,
    criteria: Criteria,
    basis: Basis,
    village_codes: Sequence[str],
    today: date,
) -> list[VillageCounts]:
    """The counts of `count_villages`, and the evidence written down in the same statement.

    In two, a decision in between would be in the numbers and not in the evidence, or the other way round.
    """
    asked = terms.parameters(workspace_id, village_codes, criteria, basis, today)
    expressions = [*evidence.expressions(criteria), KEPT, counts.TOTALS]
    rows = session.execute(text("with recursive " + ",".join(expressions)), asked)
    return [counts.village_counts(row) for row in rows]


EVIDENCE_OF = text(f"""
    select e.indicator, s.instance_id, listed.household_id, nullif(e.reason, '{COUNTED}'), listed.walk_ins
    from locked_evidence e
    cross join unnest(e.submission_ids, e.household_ids, e.walk_ins) as listed (submission_id, household_id, walk_ins)
    join submission s on s.id = listed.submission_id
    where e.workspace_id = :workspace_id and e.plan_year = :plan_year and e.basis = :basis
      and e.village_code = :village_code
    order by e.indicator, s.received_at, s.instance_id collate "C", listed.household_id
""")  # noqa: S608


def evidence_of(session: Session, workspace_id: int, village_code: str, plan_year: int, basis: Basis) -> list[Verdict]:
    """What the locked result of a village rests on, in the order in which `explain` would tell it."""
    asked = {"workspace_id": workspace_id, "village_code": village_code, "plan_year": plan_year, "basis": basis}
    return [Verdict(*row) for row in session.execute(EVIDENCE_OF, asked)]
