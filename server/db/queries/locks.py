"""Locks by name, held until the end of the transaction, for acts that must not run beside themselves."""

from sqlalchemy import text
from sqlalchemy.orm import Session


def hold(session: Session, name: str, number: int = 0) -> None:
    """Wait until nobody else holds this name and number, then hold it until the transaction ends."""
    session.execute(text("select pg_advisory_xact_lock(hashtext(:name), :number)"), {"name": name, "number": number})
