"""What goes into our API and what comes out: the shapes of the OpenAPI document."""

from dataclasses import fields
from typing import get_args

from marshmallow import Schema
from marshmallow.fields import Boolean, Date, DateTime, Dict, Float, Integer, List, Nested, String
from marshmallow.validate import OneOf, Range

from server.domain.indicators.criteria import BASES
from server.domain.indicators.gate import GATES
from server.domain.indicators.grade import STATUSES
from server.domain.indicators.location import LocationClass
from server.domain.indicators.rollup import RollUp

GRADES, LANGUAGES = ("A", "B", "C"), ("th", "en")
LEVELS = ("province", "district", "subdistrict", "village")
NOT_A_YEAR = "ต้องเป็นปีแผน พ.ศ. เช่น 2570 · must be a plan year B.E., such as 2570"
WORDS = {"required": "ต้องระบุ · must be given", "invalid": NOT_A_YEAR, "null": NOT_A_YEAR}


def one_of(values: tuple[str, ...]) -> OneOf:
    return OneOf(values, error="ต้องเป็นค่าใดค่าหนึ่งใน: {choices} · must be one of: {choices}")


class Query(Schema):
    """A query whose unknown names are refused."""

    error_messages = {"unknown": "ไม่รู้จักชื่อนี้ · there is no such parameter"}


class FiscalYearQuery(Query):
    """For figures that have one basis only."""

    year = Integer(
        required=True,
        validate=Range(2500, 2700, error=NOT_A_YEAR),
        error_messages=WORDS,
        metadata={"description": "ปีแผน พ.ศ. · plan year B.E.", "example": 2570},
    )


class YearQuery(FiscalYearQuery):
    basis = String(
        load_default="official",
        validate=one_of(BASES),
        metadata={"description": "official counts what is approved, provisional all that is not rejected"},
    )


HEADERS = {"description": "headers in words; the names of fields otherwise"}


class TableQuery(YearQuery):
    lang = String(validate=one_of(LANGUAGES), metadata=HEADERS)


class YearAloneTableQuery(FiscalYearQuery):
    lang = String(validate=one_of(LANGUAGES), metadata=HEADERS)


class AreasQuery(Query):
    level = String(validate=one_of(LEVELS), metadata={"description": "only areas of this level"})


class ProblemSchema(Schema):
    """Every refusal. code: stable, for programs; message: Thai, or English by Accept-Language; errors: by field;
    request: the number by which the operator finds it in the log."""

    code = String(required=True, metadata={"example": "not-found"})
    message = String(required=True)
    request = String(metadata={"example": "4f7a91c207be"})
    errors = Dict(keys=String(), values=List(String()))


class AreaSchema(Schema):
    code = String(required=True, metadata={"example": "5007"})
    level = String(required=True, validate=one_of(LEVELS))
    parent = String(allow_none=True)
    name_th = String(required=True)
    name_en = String(allow_none=True)


class VerdictSchema(Schema):
    """A submission (of attendance: one tick of it) with the reason for which it does not count, if any."""

    instance_id = String(required=True)
    household_id = String(allow_none=True)
    reason = String(allow_none=True)
    walk_ins = Integer(allow_none=True)


class IndicatorSchema(Schema):
    """num of den households; needed: that meet the threshold; percent: cut to 2 decimals.

    Indicators 3 and 4 have no numbers. met is null when unknown (no plan) or not computable (no households).
    """

    number = Integer(required=True)
    name = String(required=True)
    num = Integer(allow_none=True)
    den = Integer(allow_none=True)
    needed = Integer(allow_none=True)
    percent = Float(allow_none=True)
    met = Boolean(allow_none=True)
    counted = Integer(metadata={"description": "submissions (of attendance: ticks) that count"})
    reasons = Dict(keys=String(), values=Integer(), metadata={"description": "how many do not count, by reason"})
    evidence = List(
        Nested(VerdictSchema),
        allow_none=True,
        metadata={"description": "null for roles that may not read such submissions"},
    )


class VillagePlanSchema(Schema):
    code = String(required=True)
    moo = Integer()
    name_th = String()
    kind = String()
    plan_year = Integer(required=True)
    basis = String(required=True, validate=one_of(BASES))
    threshold = Integer(metadata={"description": "percent"})
    locked_on = Date(allow_none=True)
    status = String(required=True, validate=one_of(STATUSES))
    grade = String(allow_none=True, validate=one_of(GRADES))
    gate = String(required=True, validate=one_of(GATES))
    households = Integer(allow_none=True, metadata={"description": "N; null before the first computation"})
    reference_date = Date(allow_none=True)
    computed_at = DateTime(allow_none=True)
    indicators = List(Nested(IndicatorSchema), required=True)


# A roll-up's figures, as docs/indicators.md 2 names them.
PERCENTS = ("grade_a_pct", "grade_b_pct", "grade_c_pct", "accounts_pct", "forum_pct")
FIGURES = {one.name: Integer() for one in fields(RollUp)} | {"graded": Integer()}
FIGURES |= {name: Float(allow_none=True) for name in PERCENTS}
OWN = {
    "code": String(required=True),
    "level": String(validate=one_of(LEVELS)),
    "name_th": String(),
    "status": String(allow_none=True, validate=one_of(STATUSES), metadata={"description": "of a village; else null"}),
    "grade": String(allow_none=True, validate=one_of(GRADES)),
    "gate": String(allow_none=True, validate=one_of(GATES)),
}
WHOLE = {
    "code": String(required=True),
    "plan_year": Integer(required=True),
    "basis": String(required=True, validate=one_of(BASES)),
}
GradesRowSchema = Schema.from_dict(OWN | FIGURES, name="GradesRowSchema")
GradesSchema = Schema.from_dict(WHOLE | FIGURES | {"rows": List(Nested(GradesRowSchema))}, name="GradesSchema")


class StandingSchema(Schema):
    """Where a project stands by its latest counting report. distance_m: of that report from the site, in metres."""

    disbursed_baht = Float()
    percent_physical = Integer()
    percent_disbursed = Float(allow_none=True)
    expected_percent = Integer(allow_none=True)
    location_class = String(allow_none=True, validate=one_of(get_args(LocationClass)))
    distance_m = Integer(allow_none=True)
    inside_tambon = Boolean(allow_none=True, metadata={"description": "null: no position, or no boundary here"})
    geo_tagged = Boolean()
    geo_tagged_on = Date(allow_none=True)
    stale = Boolean()
    behind = Boolean()
    overdue = Boolean()
    money_ahead = Boolean()
    reports_differ = Boolean(
        metadata={"description": "committee and tambon team, within 14 days, by 20 points or more"}
    )
    latest_report = String(allow_none=True, metadata={"description": "null for roles that may not open it"})


class ProjectSchema(StandingSchema):
    """A project and where it stands. kind: project, or plan_making, which has no programme."""

    id = String(required=True)
    project_code = String(required=True)
    village_code = String(required=True)
    title = String()
    kind = String()
    programme = Integer(allow_none=True)
    impl_unit = String()
    stage = String()
    planned_start = Date(allow_none=True)
    planned_end = Date(allow_none=True)
    budget_approved_baht = Float(allow_none=True, metadata={"description": "null until the province approved"})


class ProgressSchema(Schema):
    """Numbers of projects, and percents weighted by baht over those approved and not cancelled."""

    code = String(required=True)
    year = Integer(required=True)
    basis = String(required=True, validate=one_of(BASES))
    as_of = Date(required=True)
    by_stage = Dict(keys=String(), values=Integer())
    geo_tagged = Integer()
    stale = Integer()
    behind = Integer()
    overdue = Integer()
    money_ahead = Integer()
    physical_pct = Float(allow_none=True)
    expected_pct = Float(allow_none=True, metadata={"description": "of those with planned dates"})
    disbursed_pct = Float(allow_none=True)
    projects = List(Nested(ProjectSchema))
