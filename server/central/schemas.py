"""What /v1 answers, for the OpenAPI document; names and shapes are ODK Central's."""

from marshmallow import INCLUDE, Schema
from marshmallow.fields import Boolean, Dict, Float, Integer, List, Nested, String

UNKNOWN = {"allow_none": True, "required": True}
THERE = {"required": True}


class AnswerSchema(Schema):
    """What is answered has more than is named here when extended metadata is asked for."""

    class Meta:
        unknown = INCLUDE


class ProblemSchema(Schema):
    """code: its whole part is the status, as ODK's clients match on it."""

    message = String(**THERE)
    code = Float()
    details = Dict()


class SuccessSchema(Schema):
    success = Boolean(**THERE)


class SessionSchema(Schema):
    token = String(**THERE)
    csrf = String(**THERE)
    createdAt = String(**THERE)
    expiresAt = String(**THERE)


class SessionAliveSchema(Schema):
    createdAt = String(**THERE)
    expiresAt = String(**THERE)


class CredentialsSchema(Schema):
    email = String(**THERE)
    password = String(**THERE)


class ActorSchema(AnswerSchema):
    """A person (`user`) or a phone (`field_key`)."""

    id = Integer(**THERE)
    type = String(**THERE)
    displayName = String(**THERE)
    createdAt = String(**THERE)
    updatedAt = String(**UNKNOWN)
    deletedAt = String(**UNKNOWN)


class UserSchema(ActorSchema):
    email = String(**THERE)
    lastLoginAt = String(**UNKNOWN)


class ProjectSchema(AnswerSchema):
    """forms, appUsers, datasets, lastSubmission, lastEntity, verbs: with extended metadata, as far as the caller may
    know."""

    id = Integer(**THERE)
    name = String(**THERE)
    createdAt = String(**THERE)
    forms = Integer()
    appUsers = Integer()
    datasets = Integer()
    lastSubmission = String(allow_none=True)
    lastEntity = String(allow_none=True)
    verbs = List(String())
    formList = List(Dict())
    datasetList = List(Dict())


class FormSchema(AnswerSchema):
    projectId = Integer(**THERE)
    xmlFormId = String(**THERE)
    name = String(**UNKNOWN)
    version = String(**UNKNOWN)
    hash = String(**UNKNOWN)
    state = String(**THERE)
    draftToken = String(**UNKNOWN)
    publishedAt = String(**UNKNOWN)
    createdAt = String(**THERE)
    updatedAt = String(**UNKNOWN)
    id = Integer()  # of a deleted form
    submissions = Integer()
    lastSubmission = String(allow_none=True)


class SubmissionVersionSchema(Schema):
    instanceId = String(**THERE)
    instanceName = String(**UNKNOWN)
    submitterId = Integer(**THERE)
    deviceId = String(**UNKNOWN)
    userAgent = String(**UNKNOWN)
    createdAt = String(**THERE)
    current = Boolean(**THERE)


class SubmissionSchema(Schema):
    instanceId = String(**THERE)
    submitterId = Integer(**THERE)
    deviceId = String(**UNKNOWN)
    userAgent = String(**UNKNOWN)
    reviewState = String(**UNKNOWN)
    createdAt = String(**THERE)
    updatedAt = String(**UNKNOWN)
    deletedAt = String(**UNKNOWN)
    currentVersion = Nested(SubmissionVersionSchema, **THERE)


class AuditSchema(AnswerSchema):
    """Something that was done: who, when, what; never what anybody answered."""

    actorId = Integer(**THERE)
    action = String(**THERE)
    details = Dict(**THERE)
    loggedAt = String(**THERE)
    notes = String(**UNKNOWN)


class ReviewSchema(Schema):
    reviewState = String(allow_none=True)


class CommentSchema(Schema):
    body = String(**THERE)
    actorId = Integer(**THERE)
    createdAt = String(**THERE)


class CommentSentSchema(Schema):
    body = String(**THERE)


class FileSchema(Schema):
    name = String(**THERE)
    exists = Boolean(**THERE)


class DatasetSchema(Schema):
    name = String(**THERE)
    createdAt = String(**THERE)
    projectId = Integer(**THERE)
    approvalRequired = Boolean(**THERE)
    ownerOnly = Boolean(**THERE)


class FormNameSchema(Schema):
    xmlFormId = String(**THERE)
    name = String(**UNKNOWN)


class PropertySchema(Schema):
    name = String(**THERE)
    odataName = String(**THERE)
    publishedAt = String(**THERE)
    forms = List(Nested(FormNameSchema), **THERE)


class DatasetInFullSchema(DatasetSchema):
    lastUpdate = String(**UNKNOWN)
    properties = List(Nested(PropertySchema), **THERE)
    linkedForms = List(Nested(FormNameSchema), **THERE)
    sourceForms = List(Dict(), **THERE)
    accessFilter = Dict(**UNKNOWN)


class DatasetSentSchema(Schema):
    name = String()
    approvalRequired = Boolean()
    ownerOnly = Boolean()


class PropertySentSchema(Schema):
    name = String(**THERE)


class EntityVersionSchema(Schema):
    """`data` and `dataReceived` are left out of the list of entities."""

    label = String(**THERE)
    current = Boolean(**THERE)
    version = Integer(**THERE)
    baseVersion = Integer(**UNKNOWN)
    data = Dict()
    dataReceived = Dict()
    conflictingProperties = List(String(), **UNKNOWN)
    creatorId = Integer(**THERE)
    userAgent = String(**THERE)
    createdAt = String(**THERE)
    branchId = String(**UNKNOWN)
    trunkVersion = Integer(**UNKNOWN)
    branchBaseVersion = Integer(**UNKNOWN)


class EntitySchema(Schema):
    uuid = String(**THERE)
    creatorId = Integer(**THERE)
    createdAt = String(**THERE)
    updatedAt = String(**UNKNOWN)
    deletedAt = String(**UNKNOWN)
    conflict = String(**UNKNOWN)
    currentVersion = Nested(EntityVersionSchema, **THERE)


class EntitySentSchema(Schema):
    """One entity: uuid, label, data; or many: entities, source."""

    uuid = String()
    label = String()
    data = Dict()
    entities = List(Dict())
    source = Dict()


class EntityChangeSchema(Schema):
    label = String()
    data = Dict()


class IdsSchema(Schema):
    ids = List(String(), **THERE)


class CountSchema(Schema):
    count = Integer(**THERE)


class ODataSchema(Schema):
    value = List(Dict(), **THERE)
