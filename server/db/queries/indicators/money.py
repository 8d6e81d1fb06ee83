"""The money of the accounts that count for indicator 1: by the same verdicts that count them. For the owner alone."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from server.db.queries.indicators import terms, verdicts
from server.db.queries.indicators.counts import up_to_standing
from server.domain.indicators.criteria import Basis, Criteria
from server.domain.indicators.household_month import Account, AccountKey

COUNTED = """
select v.village_code, v.submission_id, s.edits, v.received_at, v.instance_id, v.resolved as household,
    a.period_start, greatest(1, coalesce(a.months, 1)) as months, m.income, m.expense, m.debt,
    case when a.entry_mode is distinct from 'summary' then m.by_category end as by_category
from account_verdict v
join submission s on s.id = v.submission_id
join household_account a on a.submission_id = v.submission_id
join household_money m on m.submission_id = v.submission_id
where v.reason is null
"""


def counting_accounts(
    session: Session,
    workspace_id: int,
    criteria: Criteria,
    basis: Basis,
    village_codes: Sequence[str],
    today: date,
) -> list[Account]:
    """The accounts of these villages that count, with their amounts. today: in Bangkok."""
    asked = terms.parameters(workspace_id, village_codes, criteria, basis, today)
    expressions = [*up_to_standing(), *verdicts.verdicts(criteria, all_years=False)]
    counted = text(f"with recursive {','.join(expressions)} {COUNTED}")
    return [
        Account(key=AccountKey(row.pop("submission_id"), row.pop("edits")), household=str(row.pop("household")), **row)
        for row in map(dict, session.execute(counted, asked).mappings())
    ]
