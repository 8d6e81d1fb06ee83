"""The household register, beside the entities it is made of."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import Row, delete, insert, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from server.db.models import HouseholdClosing, HouseholdRegistration, NotTwice

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


def add_closing(session: Session, closing: dict) -> None:
    """A closing that no submission asks for: an officer's."""
    session.execute(insert(HouseholdClosing), [closing])


def remove_closings(session: Session, workspace_id: int, household_id: UUID) -> int:
    """Forget what officers closed of a household; returns how many closings there were."""
    of_household = {"workspace_id": workspace_id, "household_id": household_id, "submission_id": None}
    conditions = [getattr(HouseholdClosing, name) == value for name, value in of_household.items()]
    return session.execute(delete(HouseholdClosing).where(*conditions)).rowcount


CLOSED_BY_TEAM = text("""
    select exists (
        select from household_closing c join submission s on s.id = c.submission_id
        where c.workspace_id = :workspace_id and c.household_id = :household_id
          and s.state <> 'rejected' and s.deleted_at is null)
""")


def closed_by_team(session: Session, workspace_id: int, household_id: UUID) -> bool:
    """Whether a submission that was not rejected closes the household."""
    return session.scalar(CLOSED_BY_TEAM, {"workspace_id": workspace_id, "household_id": household_id})


def tell_apart(session: Session, workspace_id: int, one: UUID, other: UUID, actor_id: int) -> bool:
    """Remember that two households are two; says whether that is new. one: the smaller id."""
    row = {"workspace_id": workspace_id, "one": one, "other": other, "actor_id": actor_id}
    new = upsert(NotTwice).values(row).on_conflict_do_nothing().returning(NotTwice.actor_id)
    return session.scalar(new) is not None
