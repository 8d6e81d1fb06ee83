"""What was typed into a form about a project, read field by field; what cannot be read says so at its field."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from flask_babel import gettext

from server.domain.facts.screenings import CRITERIA, MISSION_GROUPS, OUTCOMES, VERDICTS
from server.domain.projects import money
from server.domain.projects.paying import Decided, Paid
from server.domain.projects.screening import Screened
from server.errors import Problem

DECISIONS = ("approved", "not_approved", "returned")
MOST_ID = 2**63 - 1


class FieldsWrong(Problem):
    status, code = 422, "fields-wrong"
    th = "ยังไม่ได้บันทึก แก้ช่องที่มีข้อความกำกับ แล้วส่งอีกครั้ง"
    en = "Nothing was saved. Correct the fields that say so, and send again."


@dataclass(frozen=True)
class Told:
    """A field as it was understood. kind: words, day, baht, number, or the kind of word a code has."""

    name: str
    kind: str
    value: object


class Typed:
    """A form that was sent. told: what was understood, in order; faults: what was not, by field."""

    def __init__(self, form: Mapping[str, str]) -> None:
        self.form = form
        self.told: list[Told] = []
        self.faults: dict[str, str] = {}

    def words(self, name: str, longest: int = 2000) -> str | None:
        """A text; None when it is blank."""
        text = self.form.get(name, "").replace("\0", "").strip()
        if len(text) > longest:
            self.faults[name] = gettext("At most %(longest)s characters.", longest=longest)
        return self.understood(name, "words", text or None)

    def chosen(self, name: str, kind: str, known: Collection[str], *, required: bool = True) -> str | None:
        """One of some codes. kind: of the words that they have."""
        code = self.form.get(name, "")
        if code not in known and (required or code):
            self.faults[name] = gettext("Choose one.")
        return self.understood(name, kind, code or None)

    def day(self, name: str) -> dt.date | None:
        try:
            date = dt.date.fromisoformat(self.form.get(name, "").strip())
        except ValueError:
            self.faults[name] = gettext("Give a date, such as 2027-02-28.")
            return None
        return self.understood(name, "day", date)

    def baht(self, name: str, *, required: bool = True) -> int | None:
        """An amount in satang."""
        text = self.form.get(name, "").strip()
        if not text and not required:
            return None
        satang = money.satang(text)
        if satang is None:
            self.faults[name] = gettext("Give an amount of baht, such as 43,000 or 43,000.50.")
        return self.understood(name, "baht", satang)

    def whole(self, name: str, most: int, *, required: bool = True) -> int | None:
        """A whole number from 1."""
        text = self.form.get(name, "").translate(money.THAI_DIGITS).strip()
        if not text and not required:
            return None
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0
        if not 1 <= number <= most:
            self.faults[name] = gettext("Give a whole number from 1.")
            return None
        return self.understood(name, "number", number)

    def understood(self, name: str, kind: str, value: object) -> object:
        if value is not None and name not in self.faults:
            self.told.append(Told(name, kind, value))
        return value

    def refuse(self) -> None:
        """Raises FieldsWrong when something was not understood."""
        if self.faults:
            raise FieldsWrong(errors=self.faults)


def screening(typed: Typed) -> Screened:
    verdicts = {name: typed.chosen(name, "verdict", VERDICTS) for name in CRITERIA}
    outcome = typed.chosen("outcome", "outcome", OUTCOMES)
    return Screened(
        meeting_date=typed.day("meeting_date"),
        mission_group=typed.chosen("mission_group", "mission_group", MISSION_GROUPS, required=False),
        criteria=verdicts,
        outcome=outcome,
        budget_recommended=typed.baht("budget_recommended") if outcome == "forwarded" else None,
        rank=typed.whole("rank", 9999, required=False),
        comments=typed.words("comments"),
    )


def decision(typed: Typed) -> Decided:
    """Order and budget are those of an approval, the reason that of anything else."""
    outcome = typed.chosen("outcome", "outcome", DECISIONS)
    decided_on = typed.day("decided_on")
    if outcome != "approved":
        return Decided(outcome=outcome, decided_on=decided_on, reason=typed.words("reason"))
    return Decided(
        outcome=outcome,
        decided_on=decided_on,
        order_no=typed.words("order_no", 60),
        budget_approved=typed.baht("budget_approved"),
    )


def transfer(typed: Typed) -> Paid:
    return Paid(
        paid_on=typed.day("paid_on"),
        amount=typed.baht("amount"),
        bank_ref=typed.words("bank_ref", 60) or "",
        account_last4=(typed.words("account_last4", 4) or "").translate(money.THAI_DIGITS),
    )


def reason(typed: Typed) -> dict:
    return {"reason": typed.words("reason") or ""}


def voiding(typed: Typed) -> dict:
    return {"transfer_id": typed.whole("number", MOST_ID)} | reason(typed)


def cancellation(typed: Typed) -> dict:
    return reason(typed) | {"refunded": typed.baht("refunded", required=False)}


def consent(typed: Typed) -> dict:
    return {"submission_id": typed.whole("report", MOST_ID), "disbursed": typed.baht("disbursed")}
