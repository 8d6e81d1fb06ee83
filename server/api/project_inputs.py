"""What goes into the routes of projects. Amounts are baht; a name that is not here is refused."""

from marshmallow import Schema
from marshmallow.fields import Date, Integer
from marshmallow.fields import String as Choice
from marshmallow.validate import Range

from server.api.exact import Baht, Words
from server.api.schemas import Query, one_of
from server.domain.facts.screenings import CRITERIA, MISSION_GROUPS, OUTCOMES, VERDICTS

MOST_ID = 2**63 - 1
DECISIONS = ("approved", "not_approved", "returned")
GIVEN = {"required": "ต้องระบุ · must be given", "null": "ต้องระบุ · must be given"}
CHOICE = GIVEN | {"invalid": "ต้องเป็นข้อความ · must be a text"}
DATE = GIVEN | {"invalid": "ต้องเป็นวันที่ ค.ศ. เช่น 2027-02-28 · must be a Gregorian date such as 2027-02-28"}
WHOLE = GIVEN | {"invalid": "ต้องเป็นจำนวนเต็ม · must be a whole number"}
VERSION = "as GET answered it; the act is refused (409) when somebody acted since"


class Act(Schema):
    """version: what was read before; without it the act is done whatever happened meanwhile."""

    error_messages = {"unknown": "ไม่รู้จักชื่อนี้ · there is no such field", "type": "ต้องเป็น object · must be an object"}
    version = Words(longest=60, metadata={"description": VERSION, "example": "forwarded.1"})


def between(least: int, most: int) -> Range:
    return Range(least, most, error=f"ต้องอยู่ระหว่าง {least} ถึง {most} · must be from {least} to {most}")


def chosen(values: tuple[str, ...], *, required: bool = True) -> Choice:
    return Choice(required=required, validate=one_of(values), error_messages=CHOICE)


Verdicts = Act.from_dict({name: chosen(VERDICTS) for name in CRITERIA}, name="Verdicts")


class ScreeningInput(Verdicts):
    """The five criteria and what follows. Forwarding wants a budget, anything else a comment."""

    meeting_date = Date(required=True, error_messages=DATE)
    mission_group = chosen(MISSION_GROUPS, required=False)
    outcome = chosen(OUTCOMES)
    budget_recommended = Baht(data_key="budget_recommended_baht", metadata={"description": "whole baht"})
    rank = Integer(strict=True, validate=between(1, 9999), error_messages=WHOLE)
    comments = Words(longest=2000)


class DecisionInput(Act):
    """An approval wants order number and budget, anything else a reason."""

    outcome = chosen(DECISIONS)
    decided_on = Date(required=True, error_messages=DATE)
    order_no = Words(longest=60)
    budget_approved = Baht(data_key="budget_approved_baht", metadata={"description": "whole baht"})
    reason = Words(longest=2000)


class TransferInput(Act):
    """Of the account only the last four digits."""

    paid_on = Date(required=True, error_messages=DATE)
    amount = Baht(required=True, data_key="amount_baht", error_messages=GIVEN)
    bank_ref = Words(longest=60, required=True, error_messages=GIVEN)
    account_last4 = Words(longest=4, required=True, error_messages=GIVEN, metadata={"example": "1234"})


class ConsentInput(Act):
    """report: the number of the withdrawal's report; disbursed_baht: the total that was read there."""

    report = Integer(required=True, strict=True, validate=between(1, MOST_ID), error_messages=WHOLE)
    disbursed = Baht(data_key="disbursed_baht", metadata={"description": "409 when the report says another total"})


class ReasonInput(Act):
    reason = Words(longest=2000, required=True, error_messages=GIVEN)


class CancellationInput(ReasonInput):
    refunded = Baht(data_key="refunded_baht", metadata={"description": "what came back already"})


class WithdrawalsQuery(Query):
    state = Choice(
        load_default="waiting",
        validate=one_of(("waiting", "all")),
        metadata={"description": "waiting for the chief's consent, or all"},
    )


class NoticesQuery(Query):
    state = Choice(
        load_default="unseen",
        validate=one_of(("unseen", "all")),
        metadata={"description": "seen by nobody yet, or all"},
    )
    before = Integer(
        validate=between(1, MOST_ID), error_messages=WHOLE, metadata={"description": "the last id of the page before"}
    )
