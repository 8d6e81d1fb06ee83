"""The shapes of maps: collections of features as RFC 7946 has them."""

from marshmallow import Schema
from marshmallow.fields import Constant, Float, Integer, List, Nested, Raw, String

from server.api.schemas import GradesRowSchema, ProjectSchema, YearQuery, one_of
from server.domain.area_maps import LEVELS
from server.domain.indicators.criteria import BASES

LON, LAT = 98.9853, 18.7883


class FeaturesQuery(YearQuery):
    level = String(validate=one_of(tuple(LEVELS)), metadata={"description": "right below the area unless it is given"})


class PointSchema(Schema):
    """A point in degrees, longitude first."""

    type = Constant("Point")
    coordinates = List(Float(), metadata={"example": [LON, LAT]})


class BoundarySchema(Schema):
    """A Polygon, a MultiPolygon, or the Point of a village."""

    type = String(validate=one_of(("Point", "Polygon", "MultiPolygon")))
    coordinates = List(Raw(), metadata={"example": [LON, LAT]})


class GradesPropertiesSchema(GradesRowSchema):
    """A row of the grades."""

    plan_year = Integer()
    basis = String(validate=one_of(BASES))


class ProjectPropertiesSchema(ProjectSchema):
    """A project of the list, and its money."""

    year = Integer()
    basis = String(validate=one_of(BASES))
    village = String(allow_none=True)
    moo = Integer(allow_none=True)
    budget_requested_baht = Float(allow_none=True)
    budget_recommended_baht = Float(allow_none=True)
    transferred_baht = Float()


class GradesFeatureSchema(Schema):
    """An area or village. geometry: null where nobody knows it."""

    type = Constant("Feature")
    id = String(metadata={"example": "5007"})
    geometry = Nested(BoundarySchema, allow_none=True)
    properties = Nested(GradesPropertiesSchema)


class ProjectFeatureSchema(Schema):
    """A project at its site. geometry: null without a site."""

    type = Constant("Feature")
    id = String()
    geometry = Nested(PointSchema, allow_none=True)
    properties = Nested(ProjectPropertiesSchema)


class GradesFeaturesSchema(Schema):
    type = Constant("FeatureCollection")
    features = List(Nested(GradesFeatureSchema))


class ProjectsFeaturesSchema(Schema):
    type = Constant("FeatureCollection")
    features = List(Nested(ProjectFeatureSchema))
