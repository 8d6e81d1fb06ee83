"""Villages checked: what is compared is read for many at once, and the flags of these checks are replaced.

Everything here may run twice, and in any order: the outcome depends only on what is stored.
"""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from server.db.queries import checks as queries
from server.db.queries import compared, indicators, pending, results
from server.db.queries.checks import Raised
from server.domain import finding
from server.domain.checks.doubles import Account, OpenHousehold, accounts_twice, households_twice
from server.domain.checks.fitting import misfits
from server.domain.checks.unusual import FEWEST, unusual

OWNED = (
    ("registration", "household_twice"),
    ("household", "account_twice"),
    ("account", "income_unusual"),
    ("account", "expense_unusual"),
    ("forum", "sheet_photo_missing"),
    ("forum", "forum_position_missing"),
    ("forum", "fewer_people_than_households"),
    ("forum", "attendance_above_register"),
    ("plan", "accounts_stated_differ"),
    ("plan", "lao_not_at_forum"),
    ("plan", "lao_after_last_forum"),
    ("plan", "plan_before_first_forum"),
)  # by the kind of submission that has the flag
KINDS = {code: kind for kind, code in OWNED}
CODES = tuple(code for _, code in OWNED)


def check_stale(session: Session, *, limit: int) -> int:
    """Check the villages that have waited longest in this transaction; returns how many there were."""
    pending.take_turn(session, "checks")
    stale = queries.stale(session, limit)
    for one in stale:
        check(session, one.workspace_id, one.plan_year, one.village_codes)
    queries.done(session, [row_id for one in stale for row_id in one.ids])
    return sum(len(one.village_codes) for one in stale)


def check(session: Session, workspace_id: int, plan_year: int, village_codes: Sequence[str]) -> None:
    """Compare the submissions of some villages of one plan year, in a handful of statements however many they are."""
    asked = (session, workspace_id, plan_year, village_codes)
    raised = doubled(*asked) | far_off(*asked) | misfitting(*asked)
    finding.index(session, queries.replace(*asked, raised, OWNED))


def doubled(session: Session, workspace_id: int, plan_year: int, village_codes: Sequence[str]) -> Raised:
    """What may be there twice, with the id of the other one."""
    houses = compared.houses(session, workspace_id, village_codes)
    accounts = compared.same_period(session, workspace_id, plan_year, village_codes)
    households = households_twice(OpenHousehold(**row._mapping) for row in houses)
    found: dict = {(one, "household_twice"): {"uuid": str(other)} for one, other in households.items()}
    again = accounts_twice(Account(**row._mapping) for row in accounts)
    return found | {(one, "account_twice"): {"instance_id": other} for one, other in again.items()}


def far_off(session: Session, workspace_id: int, plan_year: int, village_codes: Sequence[str]) -> Raised:
    """Unusual amounts; without details, which are read by people who may not see amounts."""
    found: dict = {}
    for row in compared.amounts(session, workspace_id, plan_year, village_codes, at_least=FEWEST):
        for name in ("income", "expense"):
            places = unusual(getattr(row, name))
            found |= {(row.submission_ids[place], f"{name}_unusual"): {} for place in places}
    return found


def misfitting(session: Session, workspace_id: int, plan_year: int, village_codes: Sequence[str]) -> Raised:
    """What of forums, plan and results does not fit together, in villages that were computed."""
    criteria = results.criteria_of(session, workspace_id, plan_year)
    figures = compared.results(session, workspace_id, plan_year, village_codes)
    if criteria is None or not figures:
        return {}
    ids = compared.ids(session, workspace_id, plan_year, village_codes)
    found: dict = {}
    for facts in indicators.forums_and_plans(session, workspace_id, list(figures)):
        result = figures[facts.village_code]
        for instance_id, code in misfits(facts, criteria, result.accounts or 0, result.households):
            found[ids[KINDS[code], instance_id], code] = {}
    return found
