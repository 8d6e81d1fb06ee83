"""The accounts of people and phones, as those who give them out see them."""

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from server.db.models import Actor, Assignment, Login, Person, Phone


def system(session: Session) -> Actor | None:
    """The actor in whose name commands and the server itself act."""
    return session.scalar(select(Actor).where(Actor.kind == "system"))


def add_actor(session: Session, kind: str, display_name: str) -> Actor:
    actor = Actor(kind=kind, display_name=display_name)
    session.add(actor)
    session.flush()
    return actor


def assign(session: Session, actor_id: int, workspace_id: int, role: str, area_code: str) -> Assignment:
    assignment = Assignment(actor_id=actor_id, workspace_id=workspace_id, role=role, area_code=area_code)
    session.add(assignment)
    session.flush()
    return assignment


def person_of(session: Session, email: str) -> Person | None:
    """The person with this address (lower case), also one whose account is closed."""
    return session.scalar(select(Person).where(Person.email == email))


def people(session: Session, workspace_id: int) -> list[tuple[Person, Assignment]]:
    """The people of a workspace with role and area, by address."""
    rows = select(Person, Assignment).join(Assignment, Assignment.actor_id == Person.actor_id)
    rows = rows.where(Assignment.workspace_id == workspace_id).order_by(Person.email)
    return [(person, assignment) for person, assignment in session.execute(rows)]


def close(session: Session, person: Person) -> None:
    """Close the account from now on and end every sign-in."""
    person.disabled_at = person.disabled_at or func.now()
    session.execute(delete(Login).where(Login.actor_id == person.actor_id))


def phone(session: Session, actor_id: int) -> tuple[Phone, Assignment] | None:
    """A phone by its number, with role and area."""
    rows = select(Phone, Assignment).join(
        Assignment, (Assignment.actor_id == Phone.actor_id) & (Assignment.workspace_id == Phone.workspace_id)
    )
    row = session.execute(rows.where(Phone.actor_id == actor_id)).first()
    return (row[0], row[1]) if row else None


def phones(session: Session, workspace_id: int, name: str | None = None) -> list[tuple[Phone, Assignment]]:
    """The phones of a workspace with role and area, by name; only the one of this name when one is given."""
    rows = select(Phone, Assignment).join(Assignment, Assignment.actor_id == Phone.actor_id)
    rows = rows.where(Phone.workspace_id == workspace_id, Assignment.workspace_id == workspace_id)
    rows = rows if name is None else rows.where(Phone.name == name)
    return [(phone, assignment) for phone, assignment in session.execute(rows.order_by(Phone.name))]
