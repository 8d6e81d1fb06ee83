"""What the routes of projects answer. Amounts are baht with two decimals at most; times are UTC."""

from typing import get_args

from marshmallow import Schema
from marshmallow.fields import Boolean, Date, DateTime, Integer, List, Nested, String

from server.api.exact import Baht
from server.api.schemas import StandingSchema, one_of
from server.domain.facts.screenings import CRITERIA
from server.domain.projects.notices import Result
from server.domain.projects.possible import ACTS

BY = {"description": "who; a phone by its name"}


class HappenedSchema(Schema):
    at = DateTime(required=True)
    by = String(attribute="who", metadata=BY)


class MoveSchema(HappenedSchema):
    old_stage = String(data_key="from", allow_none=True)
    new_stage = String(data_key="to")
    cause = String(allow_none=True, metadata={"description": "the act, or the instance id of a submission"})


Verdicts = HappenedSchema.from_dict({name: String() for name in CRITERIA}, name="Verdicts")


class ScreeningSchema(Verdicts):
    """state: of its submission, null for one that was entered on a page; only an approved one counts."""

    meeting_date = Date(allow_none=True)
    mission_group = String(allow_none=True)
    outcome = String()
    budget_recommended = Baht(data_key="budget_recommended_baht", allow_none=True)
    rank = Integer(allow_none=True)
    comments = String(allow_none=True)
    state = String(allow_none=True)


class DecisionSchema(HappenedSchema):
    outcome = String()
    decided_on = Date()
    order_no = String(allow_none=True)
    budget_approved = Baht(data_key="budget_approved_baht", allow_none=True)
    reason = String(allow_none=True)


class TransferSchema(HappenedSchema):
    """number: what names it when it is voided."""

    id = Integer(data_key="number")
    paid_on = Date()
    amount = Baht(data_key="amount_baht")
    bank_ref = String()
    account_last4 = String()
    voided_at = DateTime(allow_none=True)
    voided_by = String(allow_none=True)
    void_reason = String(allow_none=True)


class ActSchema(HappenedSchema):
    kind = String()
    reason = String()
    refunded = Baht(data_key="refunded_baht", allow_none=True)


class ConsentSchema(HappenedSchema):
    submission_id = Integer(data_key="report")
    report_date = Date(allow_none=True)
    disbursed = Baht(data_key="disbursed_baht")


class HistorySchema(Schema):
    """By kind, each in its order."""

    moves = List(Nested(MoveSchema))
    screenings = List(Nested(ScreeningSchema))
    decisions = List(Nested(DecisionSchema))
    transfers = List(Nested(TransferSchema))
    acts = List(Nested(ActSchema))
    consents = List(Nested(ConsentSchema))


class MoneySchema(Schema):
    """unspent: on completion, refund_due: on cancellation; null otherwise, and where transfers are not entered here."""

    requested = Baht(data_key="requested_baht", allow_none=True)
    recommended = Baht(data_key="recommended_baht", allow_none=True)
    approved = Baht(data_key="approved_baht", allow_none=True)
    transferred = Baht(data_key="transferred_baht")
    disbursed = Baht(data_key="disbursed_baht", metadata={"description": "of the latest approved report"})
    unspent = Baht(data_key="unspent_baht", allow_none=True)
    refund_due = Baht(data_key="refund_due_baht", allow_none=True)


class StoodSchema(StandingSchema):
    """as_of: the day on which it was last computed; null before the first time."""

    as_of = Date(allow_none=True)


class StandingsSchema(Schema):
    official = Nested(StoodSchema)
    provisional = Nested(StoodSchema)


class WithdrawalSchema(Schema):
    """A report whose total grew. report: its number, which a consent names."""

    submission_id = Integer(data_key="report", required=True)
    project_id = String(required=True)
    project_code = String()
    title = String()
    village_code = String()
    report_date = Date()
    before = Baht(data_key="before_baht", metadata={"description": "the total of the report before"})
    disbursed = Baht(data_key="disbursed_baht", metadata={"description": "the total of this one"})
    consent_ref = String(allow_none=True)
    budget_approved = Baht(data_key="budget_approved_baht", allow_none=True)
    transferred = Baht(data_key="transferred_baht")
    consented_at = DateTime(allow_none=True)
    consented_to = Baht(data_key="consented_to_baht", allow_none=True)


class ProjectRecordSchema(Schema):
    """version: for the next act; may: which acts are open to the caller now; withdrawals: that wait for consent."""

    id = String(required=True)
    project_code = String(required=True)
    village_code = String(required=True)
    fiscal_year = Integer()
    kind = String()
    title = String()
    programme = Integer(allow_none=True)
    impl_unit = String()
    stage = String(required=True)
    version = String(required=True)
    gate = String(allow_none=True, metadata={"description": "the village's official gate of that year"})
    planned_start = Date(allow_none=True)
    planned_end = Date(allow_none=True)
    money = Nested(MoneySchema, required=True)
    standing = Nested(StandingsSchema, required=True)
    withdrawals = List(Nested(WithdrawalSchema))
    history = Nested(HistorySchema, required=True)
    may = List(String(validate=one_of(tuple(ACTS))))


class WithdrawalsSchema(Schema):
    """The oldest first. more: whether there are more than are listed."""

    code = String(required=True)
    withdrawals = List(Nested(WithdrawalSchema))
    more = Boolean()


class NoticeSchema(Schema):
    """What a district (area_code of 4 digits) or a village (8) is told of. transferred_baht: that stood at the time."""

    id = Integer(required=True)
    area_code = String(required=True)
    at = DateTime()
    result = String(validate=one_of(get_args(Result)))
    project_id = String()
    project_code = String()
    title = String()
    village_code = String()
    order_no = String(allow_none=True)
    decided_on = Date(allow_none=True)
    budget_approved = Baht(data_key="budget_approved_baht", allow_none=True)
    transferred = Baht(data_key="transferred_baht", allow_none=True)
    reason = String(allow_none=True)
    seen_at = DateTime(allow_none=True)
    seen_by = String(allow_none=True)


class NoticesSchema(Schema):
    """The latest first; the next page is that before the last id."""

    code = String(required=True)
    notices = List(Nested(NoticeSchema))


class BestPracticeSchema(Schema):
    """Scores of 1 to 5."""

    id = String(required=True)
    project_code = String(required=True)
    village_code = String()
    title = String()
    programme = Integer(allow_none=True)
    impl_unit = String()
    budget_approved = Baht(data_key="budget_approved_baht", allow_none=True)
    eval_date = Date(allow_none=True)
    effectiveness = Integer()
    quality = Integer()
    efficiency = Integer()
    organisation = Integer()
    objectives_met = String(allow_none=True)
    actual_households = Integer(allow_none=True)
    continues = Boolean()


class BestPracticesSchema(Schema):
    """The highest sum of scores first."""

    code = String(required=True)
    year = Integer(required=True)
    projects = List(Nested(BestPracticeSchema))
