"""Roles: what each may do, under numbers that never change. `app-user` stands for phones, whatever their role."""

from flask import Response

from server.auth import SIGNED_IN, allows
from server.central.people_schemas import RoleSchema
from server.central.problems import ValueUnexpected
from server.central.told import told
from server.central.wire import answer, central
from server.domain.permissions import PHONE, ROLES
from server.errors import NotFound

ADMIN, APP_USER = 1, 2  # pyODK writes 2 into its addresses
OTHERS = [name for name in ROLES if name != "admin"]
NUMBERS = {"admin": ADMIN} | {name: number for number, name in enumerate(OTHERS, start=3)}
NAMES = {str(number): name for name, number in NUMBERS.items()}


@central.get("/roles")
@allows(SIGNED_IN)
@told(RoleSchema, many=True)
def roles() -> Response:
    """The roles there are."""
    return answer(all_of_them())


@central.get("/roles/<role>")
@allows(SIGNED_IN)
@told(RoleSchema)
def role(role: str) -> Response:
    """A role by its number or its name."""
    return answer(find(role))


def find(role: str) -> dict:
    """The role of this number or name. Raises NotFound."""
    for one in all_of_them():
        if role in (str(one["id"]), one["system"]):
            return one
    raise NotFound


def all_of_them() -> list[dict]:
    shapes = [shape(number, name, ROLES[name].may) for name, number in NUMBERS.items()]
    return sorted([*shapes, shape(APP_USER, "app-user", PHONE)], key=lambda one: one["id"])


def shape(number: int, name: str, may: set[str] | frozenset[str]) -> dict:
    plain = name.replace("_", " ").replace("-", " ").capitalize()
    return {
        "id": number,
        "name": plain,
        "system": name,
        "verbs": sorted(may),
        "createdAt": None,
        "updatedAt": None,
    }


def named(given: object, field: str) -> str:
    """Our name of a role that was sent as its name or its number. Raises ValueUnexpected."""
    name = NAMES.get(str(given), given)
    if not isinstance(name, str) or name not in ROLES:
        raise ValueUnexpected(name=field)
    return name
