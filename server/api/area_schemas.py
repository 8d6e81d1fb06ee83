"""The shapes of an area's further tables: budget, household finance, how the work goes."""

from marshmallow import Schema
from marshmallow.fields import Boolean, Date, Dict, Float, Integer, List, Nested, String

from server.api.schemas import LEVELS, one_of
from server.domain.indicators.criteria import BASES

OFFICIAL = {"description": "always official: money is decided, not collected"}
SIDES = ("receipts", "payments", "debts")


class BudgetLineSchema(Schema):
    """Approved projects. pct: of the total, each rounded on its own; the other percents: of what is approved, cut."""

    projects = Integer(required=True)
    baht = Float(required=True)
    million_baht = Float(required=True, metadata={"description": "3 decimals, half up"})
    pct = Float(allow_none=True)
    transferred_baht = Float(required=True)
    transferred_pct = Float(allow_none=True)
    disbursed_baht = Float(required=True, metadata={"description": "of each project's latest official report"})
    disbursed_pct = Float(allow_none=True)


class ProgrammeSchema(BudgetLineSchema):
    programme = Integer(required=True, metadata={"description": "1 to 5"})


class AreaBudgetSchema(Schema):
    """total is of the five programmes; the making of plans stands beside it."""

    code = String(required=True)
    level = String(required=True, validate=one_of(LEVELS))
    name_th = String()
    programmes = List(Nested(ProgrammeSchema), required=True)
    total = Nested(BudgetLineSchema, required=True)
    plan_making = Nested(BudgetLineSchema, required=True)


class BudgetSchema(AreaBudgetSchema):
    year = Integer(required=True, metadata={"description": "fiscal year B.E."})
    basis = String(required=True, metadata=OFFICIAL)
    rows = List(Nested(AreaBudgetSchema), required=True)


class FiguresSchema(Schema):
    """Baht in an average month (debt: as it stands). suppressed: fewer than ten households, and nothing is told.

    suppressed_figures: those that are null for this reason.
    """

    suppressed = Boolean(required=True)
    suppressed_figures = List(String(), required=True)
    told_on = Date(allow_none=True)
    households = Integer(allow_none=True)
    income_median_baht = Float(allow_none=True)
    income_mean_baht = Float(allow_none=True)
    expense_median_baht = Float(allow_none=True)
    expense_mean_baht = Float(allow_none=True)
    net_median_baht = Float(allow_none=True)
    net_mean_baht = Float(allow_none=True)
    net_negative_pct = Float(allow_none=True)
    with_debt_pct = Float(allow_none=True)
    debt_median_baht = Float(allow_none=True)
    nonessential_pct = Float(allow_none=True)


class FinanceRowSchema(FiguresSchema):
    code = String(required=True)
    level = String(required=True, validate=one_of(LEVELS))
    name_th = String()


class FinanceSchema(FinanceRowSchema):
    plan_year = Integer(required=True)
    basis = String(required=True, validate=one_of(BASES))
    rows = List(Nested(FinanceRowSchema), required=True)


class CategorySchema(Schema):
    """What at least ten households have. baht: of all of them in an average month (debts: as they stand)."""

    side = String(required=True, validate=one_of(SIDES))
    category = String(required=True)
    words = Dict(keys=String(), values=String(), metadata={"description": "th and en, as the form has them"})
    households = Integer(required=True)
    baht = Float(required=True)


class VillageFinanceSchema(FinanceRowSchema):
    moo = Integer()
    plan_year = Integer(required=True)
    basis = String(required=True, validate=one_of(BASES))
    lines = List(Nested(CategorySchema), required=True)
    lines_told_on = Date(allow_none=True)


class AreaProcessSchema(Schema):
    """Numbers of work; see docs/indicators.md 6."""

    code = String(required=True)
    level = String(required=True, validate=one_of(LEVELS))
    name_th = String()
    review_backlog = Integer(required=True)
    review_days_median = Float(allow_none=True)
    missing_attachments = Integer(required=True)
    accounts = Integer(required=True)
    book_seen_pct = Float(allow_none=True)
    walk_ins_open = Integer(required=True)
    duplicate_house_numbers = Integer(required=True)


class TeamSchema(Schema):
    """A phone and what it sent. by_day: of the last 14 days, those on which it sent anything."""

    name = String(required=True)
    area_code = String(required=True)
    submissions = Integer(required=True)
    days = Integer(required=True, metadata={"description": "on which it sent anything"})
    last_day = Date(required=True)
    by_day = Dict(keys=Date(), values=Integer())


class ProcessSchema(AreaProcessSchema):
    year = Integer(required=True)
    rows = List(Nested(AreaProcessSchema), required=True)
    teams = List(Nested(TeamSchema), required=True)
