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


class ODataSchema(Schema):
    value = List(Dict(), **THERE)
