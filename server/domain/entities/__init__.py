"""Entities of lists (households, projects): made and changed by submissions, imports and the server itself.

A submission's entity faults never refuse it: they come back as flags. The rules are those of the ODK entities
specification 2024.1 (offline branches, soft and hard conflicts).
"""

from server.domain.entities.changes import (
    HOUSEHOLD_PROPERTIES,
    PROJECT_PROPERTIES,
    PROPERTIES,
    Author,
    EntityChange,
    EntityFault,
    NewEntity,
)
from server.domain.entities.register import Register, apply, create_many, server_update

__all__ = [
    "HOUSEHOLD_PROPERTIES",
    "PROJECT_PROPERTIES",
    "PROPERTIES",
    "Author",
    "EntityChange",
    "EntityFault",
    "NewEntity",
    "Register",
    "apply",
    "create_many",
    "server_update",
]
