"""Entities of lists (households, projects, any other): made and changed by submissions, imports and the server itself.

A submission's entity faults never refuse it: they come back as flags. The rules are those of the ODK entities
specification 2025.1 (offline branches, soft and hard conflicts, several entities in one submission).
"""

from server.domain.entities.asking import Asked, Registers
from server.domain.entities.changes import (
    HOUSEHOLD_PROPERTIES,
    NEEDS_APPROVAL,
    PROJECT_PROPERTIES,
    PROPERTIES,
    WAITING_FOR_ENTITY,
    Author,
    EntityChange,
    EntityFault,
    NewEntity,
)
from server.domain.entities.register import Register, apply, create_many, server_update

__all__ = [
    "NEEDS_APPROVAL",
    "HOUSEHOLD_PROPERTIES",
    "PROJECT_PROPERTIES",
    "PROPERTIES",
    "WAITING_FOR_ENTITY",
    "Asked",
    "Author",
    "EntityChange",
    "EntityFault",
    "NewEntity",
    "Register",
    "Registers",
    "apply",
    "create_many",
    "server_update",
]
