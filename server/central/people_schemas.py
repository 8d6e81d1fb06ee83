"""What /v1 answers about people, phones, roles and the book of events, for the OpenAPI document."""

from marshmallow import Schema
from marshmallow.fields import Integer, List, Nested, String

from server.central.schemas import THERE, UNKNOWN, ActorSchema


class UserSentSchema(Schema):
    """role: a name or a number of GET /roles; area: the code of a province, district, subdistrict or village."""

    email = String(**THERE)
    password = String(allow_none=True)
    role = String(**THERE)
    area = String(**THERE)


class UserChangeSchema(Schema):
    displayName = String()
    email = String()


class PasswordChangeSchema(Schema):
    old = String(**THERE)
    new = String(**THERE)


class RoleSchema(Schema):
    id = Integer(**THERE)
    name = String(**THERE)
    system = String(**THERE)
    verbs = List(String(), **THERE)
    createdAt = String(**UNKNOWN)
    updatedAt = String(**UNKNOWN)


class AssignmentSchema(Schema):
    actorId = Integer(**THERE)
    roleId = Integer(**THERE)


class FormAssignmentSchema(AssignmentSchema):
    xmlFormId = String(**THERE)


class DutySchema(Schema):
    role = String(**THERE)
    area = String(**THERE)


class AppUserSchema(ActorSchema):
    """token: null when the phone is revoked, or the caller gives no phones out."""

    projectId = Integer(**THERE)
    token = String(**UNKNOWN)
    properties = Nested(DutySchema, **THERE)


class DutySentSchema(Schema):
    role = String()
    area = String()


class AppUserSentSchema(Schema):
    displayName = String(**THERE)
    properties = Nested(DutySentSchema)


class AppUserChangeSchema(Schema):
    displayName = String()
