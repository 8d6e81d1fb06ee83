"""What goes into and comes out of the addresses of plan years."""

from marshmallow import Schema
from marshmallow.fields import Boolean, Date, DateTime, Integer, List, Nested, String

from server.api.schemas import GRADES, YearQuery, one_of
from server.domain.indicators.criteria import BASES
from server.domain.indicators.gate import GATES
from server.domain.indicators.grade import STATUSES

NOT_A_NUMBER = {"invalid": "ต้องเป็นจำนวนเต็ม · must be a whole number", "null": "ต้องระบุ · must be given"}
NOT_A_DAY = {"invalid": "ต้องเป็นวันที่ ค.ศ. เช่น 2026-10-01 · must be a Gregorian date such as 2026-10-01"}


class BasisQuery(YearQuery):
    """The basis alone: the year stands in the address."""

    class Meta:
        exclude = ("year",)


def whole(meaning: str) -> Integer:
    return Integer(strict=True, error_messages=NOT_A_NUMBER, metadata={"description": meaning})


class RulesSchema(Schema):
    """The settings of a plan year; a PATCH names those to change. What each may be: docs/indicators.md 1."""

    error_messages = {"unknown": "ไม่รู้จักชื่อนี้ · there is no such setting"}

    threshold = whole("percent of households that meets indicators 1 and 2")
    collection_start = Date(error_messages=NOT_A_DAY)
    collection_end = Date(error_messages=NOT_A_DAY)
    min_account_months = whole("months that the accounts of a household must cover")
    ind2_mode = String(metadata={"description": "union of all forums, or best_single"})
    gate_min_grade = String(metadata={"description": "the lowest grade that may propose projects"})
    site_radius_m = whole("metres")
    near_radius_m = whole("metres")
    stale_days = whole("days")
    behind_points = whole("percentage points")
    money_ahead_points = whole("percentage points")
    open_for_collection = Boolean()
    retention_years = whole("years after the lock until accounts are erased")


class YearRulesSchema(RulesSchema):
    plan_year = Integer(required=True)
    locked_on = Date(allow_none=True)


class LockedSchema(Schema):
    plan_year = Integer(required=True)
    locked_on = Date(required=True, metadata={"description": "the day in Bangkok of which the results are"})
    villages = Integer(required=True, metadata={"description": "villages that have a result in the year"})


class UnlockQuery(Schema):
    error_messages = {"unknown": "ไม่รู้จักชื่อนี้ · there is no such parameter"}

    reason = String(load_default="", metadata={"description": "why; kept in the book of events. No names of persons"})


class StandingSchema(Schema):
    status = String(required=True, validate=one_of(STATUSES))
    grade = String(allow_none=True, validate=one_of(GRADES))
    gate = String(required=True, validate=one_of(GATES))
    households = Integer(required=True)
    accounts = Integer(allow_none=True, metadata={"description": "households counted for indicator 1"})
    forum = Integer(allow_none=True, metadata={"description": "households counted for indicator 2"})
    met = List(Boolean(allow_none=True), metadata={"description": "of indicators 1 to 4; null when unknown"})


class ChangedSchema(Schema):
    code = String(required=True)
    moo = Integer()
    name_th = String()
    locked = Nested(StandingSchema, required=True, metadata={"description": "what is published"})
    now = Nested(StandingSchema, required=True, metadata={"description": "what would come out now"})


class ChangesSchema(Schema):
    plan_year = Integer(required=True)
    basis = String(required=True, validate=one_of(BASES))
    locked_on = Date(allow_none=True)
    locked_at = DateTime(allow_none=True)
    locked_by = String(allow_none=True)
    villages = List(Nested(ChangedSchema), required=True)
