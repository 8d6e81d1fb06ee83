"""The accounts of people and phones, as those who give them out see them."""

from collections.abc import Sequence

from sqlalchemy import Row, Text, cast, delete, func, select
from sqlalchemy.orm import Session

from server.db.models import Actor, ApiKey, Assignment, Event, Login, Person, Phone


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
    """Close the account from now on, and end every sign-in and key."""
    person.disabled_at = person.disabled_at or func.now()
    for held in (Login, ApiKey):
        session.execute(delete(held).where(held.actor_id == person.actor_id))


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


def phones_in(session: Session, workspace_id: int, area_code: str, actor_id: int | None = None) -> Sequence[Row]:
    """(Phone, Assignment, when it was given out, by which actor) of the phones at home in an area, by name; only the
    one of this id when one is given.
    """
    said = (Event.workspace_id == workspace_id, Event.subject == "phone", Event.verb == "phone.add")
    by = select(func.min(Event.actor_id)).where(*said, Event.subject_id == cast(Phone.actor_id, Text))
    rows = select(Phone, Assignment, Actor.created_at, by.correlate(Phone).scalar_subquery())
    rows = rows.join(Assignment, Assignment.actor_id == Phone.actor_id).join(Actor, Actor.id == Phone.actor_id)
    rows = rows.where(Phone.workspace_id == workspace_id, Assignment.workspace_id == workspace_id)
    rows = rows.where(Assignment.area_code.startswith(area_code, autoescape=True))
    rows = rows if actor_id is None else rows.where(Phone.actor_id == actor_id)
    return session.execute(rows.order_by(Phone.name)).all()


def assigned(session: Session, workspace_id: int, area_code: str) -> Sequence[Row]:
    """(Actor, role) of the people who may sign in and the phones in use in an area, by number."""
    rows = select(Actor, Assignment.role).join(Assignment, Assignment.actor_id == Actor.id)
    rows = rows.outerjoin(Person, Person.actor_id == Actor.id).outerjoin(Phone, Phone.actor_id == Actor.id)
    rows = rows.where(Assignment.workspace_id == workspace_id, Person.disabled_at.is_(None), Phone.revoked_at.is_(None))
    rows = rows.where(Assignment.area_code.startswith(area_code, autoescape=True), Actor.kind != "system")
    return session.execute(rows.order_by(Actor.id)).all()
