"""What a reader of facts gets, what it gives, and how answers become dates, numbers, amounts and ids."""

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from server.domain.answers import EntityRequest, uuid_of, value_at
from server.domain.indicators.calendar import collected_on, is_be_date

VILLAGE_DIGITS = 8
LARGEST_BAHT = 99_999_999
LARGEST_BUDGET = 10_000_000_000  # baht: as much as a project that is imported may have
MOST_PEOPLE = 1_000_000
AMOUNT = re.compile(r"([0-9]{1,15})(?:\.([0-9]{0,2})0*)?")
BUDDHIST = re.compile(r"2[4-9]\d\d-\d\d-\d\d")  # 29 February of a Buddhist year may be no day in the Gregorian one


@dataclass(frozen=True)
class Submitted:
    """A submission as facts are read from it.

    received_at: its first receipt; sent_at: that of these very answers, later after an edit; actor_id: who sent it;
    files: names of the attachments that have been received.
    """

    answers: dict
    received_at: dt.datetime
    sent_at: dt.datetime
    actor_id: int
    files: frozenset[str] = frozenset()
    entity: EntityRequest | None = None

    def text(self, path: str) -> str | None:
        """An answer, stripped; None when blank or not asked."""
        return value_at(self.answers, path)

    def is_yes(self, path: str) -> bool:
        return self.text(path) == "yes"

    def chosen(self, path: str) -> list[str]:
        """The ticks of a select-multiple."""
        return (self.text(path) or "").split()

    def has_file(self, path: str) -> bool:
        """Whether the file an answer names has been received."""
        return self.text(path) in self.files

    @property
    def entity_id(self) -> UUID | None:
        """The id of the entity it makes or changes; None when it has none, or one no entity can have."""
        uuid = self.entity.uuid if self.entity else None
        return uuid if uuid is not None and uuid.version == 4 else None

    @property
    def collected_on(self) -> dt.date:
        """The phone's own day; the day of receipt where it is blank or dated in the Buddhist era."""
        today, is_be = day(self.text("/today"))
        return collected_on(None if is_be else today, self.received_at)


@dataclass
class Facts:
    """Rows by table, the village and plan year they belong to, and what was noticed."""

    village_code: str | None = None
    plan_year: int | None = None
    rows: dict[str, list[dict]] = field(default_factory=dict)
    flags: dict[str, dict] = field(default_factory=dict)

    def add(self, table: str, **values: object) -> None:
        self.rows.setdefault(table, []).append(values)

    def flag(self, code: str, **details: object) -> None:
        """Note something for the reviewer. details: names of questions, never answers."""
        self.flags.setdefault(code, details)

    def place(self, submitted: Submitted) -> bool:
        """Take the village from the form; says whether there is one."""
        code = submitted.text("/area/village_code") or ""
        if len(code) == VILLAGE_DIGITS and code.isascii() and code.isdigit():
            self.village_code = code
            return True
        self.flag("village_missing")
        return False

    def year(self, submitted: Submitted, path: str) -> bool:
        """Take the plan year from the form; says whether there is one."""
        self.plan_year = whole(submitted.text(path))
        if self.plan_year is None or not 2400 < self.plan_year < 2700:
            self.plan_year = None
            self.flag("year_missing")
            return False
        return True

    def count(self, submitted: Submitted, path: str) -> int | None:
        """A number of people or households; None when blank, flagged when it cannot be one."""
        text = submitted.text(path)
        number = whole(text)
        if number is not None and 0 <= number <= MOST_PEOPLE:
            return number
        if text:
            self.flag("number_unreadable", question=path)
        return None

    def choice(self, submitted: Submitted, path: str, among: Collection[str], *, is_needed: bool = True) -> str | None:
        """One of a question's choices; None when it is none of them, flagged (where it is not needed, unless blank)."""
        text = submitted.text(path)
        if text in among:
            return text
        if text or is_needed:
            self.flag("answer_unusable", question=path)
        return None

    def baht(self, submitted: Submitted, path: str) -> int | None:
        """A project's whole baht, as satang; None when blank, flagged when it cannot be an amount.

        Satang where none should be are kept and flagged.
        """
        text = submitted.text(path)
        amount = satang(text, most=LARGEST_BUDGET)
        if text and amount is None:
            self.flag("amount_unreadable", question=path)
        elif amount is not None and amount % 100:
            self.flag("amount_not_whole_baht", question=path)
        return amount

    def budget(self, submitted: Submitted, path: str) -> int | None:
        """Whole baht above nought, as satang; None, flagged, when it is not."""
        amount = self.baht(submitted, path)
        if not amount:
            self.flag("amount_unreadable", question=path)
        return amount or None

    def day(self, submitted: Submitted, path: str) -> tuple[dt.date | None, bool]:
        """A date, and whether it was typed with a Buddhist year (then the date is None); both are flagged."""
        text = submitted.text(path)
        found, is_be = day(text)
        if is_be:
            self.flag("be_year_in_date", question=path)
        elif text and found is None:
            self.flag("date_unreadable", question=path)
        return found, is_be

    def past_day(self, submitted: Submitted, path: str) -> tuple[dt.date | None, bool]:
        """The same of what was seen; a day after that of collection is flagged."""
        found, is_be = self.day(submitted, path)
        if found is not None and found > submitted.collected_on:
            self.flag("date_in_future", question=path)
        return found, is_be


def day(text: str | None) -> tuple[dt.date | None, bool]:
    """(date, was it Buddhist): JavaRosa may write a time behind the date; a Buddhist date is given as None."""
    try:
        found = dt.date.fromisoformat((text or "")[:10])
    except ValueError:
        return None, bool(BUDDHIST.match(text or ""))
    return (None, True) if is_be_date(found) else (found, False)


def whole(text: str | None) -> int | None:
    """A whole number; None when blank or not one. Decimals of .0 are whole: some clients write them."""
    try:
        number = float(text or "")
    except ValueError:
        return None
    return int(number) if number.is_integer() and abs(number) < 1e15 else None


def satang(text: str | None, *, most: int = LARGEST_BAHT) -> int | None:
    """Baht with at most two decimals as satang, exactly; None when blank, negative or above most baht."""
    written = AMOUNT.fullmatch((text or "").strip())
    if written is None:
        return None
    amount = int(written[1]) * 100 + int((written[2] or "").ljust(2, "0"))
    return amount if amount <= most * 100 else None


def household(text: str | None) -> UUID | None:
    """A household's id; None when it is not one."""
    return uuid_of(text)
