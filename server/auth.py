"""Who calls: a phone by the token in its URL, a person by cookie or bearer token; and what each route asks of them."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.orm import Session

from server.db.queries import people
from server.domain.permissions import Caller
from server.domain.tokens import fingerprint, is_well_formed
from server.errors import PhoneUnknown

View = TypeVar("View", bound=Callable)


def allows(verb: str) -> Callable[[View], View]:
    """Say which verb of `server.domain.permissions` a route needs; a test fails for routes that say nothing."""

    def mark(view: View) -> View:
        view.allows = verb
        return view

    return mark


def phone_of(session: Session, token: str, workspace_id: int) -> Caller:
    """The phone that holds this token. Raises PhoneUnknown (403): a 401 would make Collect ask for a password."""
    held = people.phone_by_token(session, fingerprint(token), workspace_id) if is_well_formed(token) else None
    if held is None:
        raise PhoneUnknown
    return Caller(*held)
