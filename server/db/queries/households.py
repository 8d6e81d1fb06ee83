"""The household register, beside the entities it is made of."""

from collections.abc import Collection, Sequence

from sqlalchemy import Row, insert, text
from sqlalchemy.orm import Session

from server.db.models import HouseholdRegistration

# A house of its own may share its number with a closed household, and with one whose registration was rejected.
REGISTERED = text("""
    select e.village_code, e.data->>'house_no' as house_no, coalesce(e.data->>'hh_seq', '1') as hh_seq,
           nullif(e.data->>'house_id11', '') as house_id11
    from entity e
    where e.workspace_id = :workspace_id and e.list_name = 'households' and e.deleted_at is null
      and (e.village_code = any(:villages) or e.data->>'house_id11' = any(:house_ids))
      and e.data->>'status' is distinct from 'closed'
      and not exists (
        select from household_registration r join submission s on s.id = r.submission_id
        where r.workspace_id = e.workspace_id and r.household_id = e.uuid and s.state = 'rejected')
""")


def registered(
    session: Session, workspace_id: int, villages: Collection[str], house_ids: Collection[str]
) -> Sequence[Row]:
    """(village_code, house_no, hh_seq, house_id11) of the households of these villages or with these house codes."""
    named = {"villages": sorted(villages), "house_ids": sorted(house_ids)}
    return session.execute(REGISTERED, {"workspace_id": workspace_id} | named).all()


def add_registrations(session: Session, registrations: Sequence[dict]) -> None:
    if registrations:
        session.execute(insert(HouseholdRegistration), registrations)
