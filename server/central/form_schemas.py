"""What /v1 answers about the parts of a form, for the OpenAPI document."""

from marshmallow import Schema
from marshmallow.fields import Boolean, Dict, Integer, List, String
from marshmallow.validate import OneOf

from server.central.schemas import THERE, UNKNOWN
from server.domain.forms.states import STATES


class FormChangeSchema(Schema):
    state = String(validate=OneOf(STATES))
    webformsEnabled = Boolean()


class FieldSchema(Schema):
    name = String(**THERE)
    path = String(**THERE)
    type = String(**THERE)
    binary = Boolean(**UNKNOWN)
    selectMultiple = Boolean(**UNKNOWN)


class FormFileSchema(Schema):
    """exists: it was uploaded (blobExists), or the server makes it (datasetExists). size: in bytes."""

    name = String(**THERE)
    type = String(**THERE)
    hash = String(**UNKNOWN)
    exists = Boolean(**THERE)
    blobExists = Boolean(**THERE)
    datasetExists = Boolean(**THERE)
    updatedAt = String(**UNKNOWN)
    size = Integer(**UNKNOWN)


class ListDiffSchema(Schema):
    name = String(**THERE)
    isNew = Boolean(**THERE)
    properties = List(Dict(), **THERE)
