"""Whose fault an error of the database is."""

from sqlalchemy.exc import DBAPIError

# Classes of SQLSTATE: connection, insufficient resources (a full disk), operator intervention (a shutdown), system.
OF_THE_MACHINE = ("08", "53", "57", "58")


def is_of_the_machine(error: Exception) -> bool:
    """Whether the database was away, full or stopped: the same statement may do later, whatever it is about."""
    if not isinstance(error, DBAPIError):
        return False
    state = getattr(error.orig, "sqlstate", None)
    return error.connection_invalidated or (state or "")[:2] in OF_THE_MACHINE
