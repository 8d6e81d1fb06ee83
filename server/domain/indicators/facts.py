"""What is known about one village: the facts that the rules of a plan year read."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal, TypeVar

from server.domain.indicators.calendar import is_be_date

# The five review states, and two for entries that need no review: an officer's entry on a page, an import.
State = Literal["received", "edited", "has_issues", "approved", "rejected", "page", "imported"]
CloseReason = Literal["moved_out", "vacant", "merged", "duplicate", "mistake"]
ForumType = Literal["plan", "committee", "project", "other"]


@dataclass(frozen=True, kw_only=True)
class Received:
    """What every fact says about its coming in. Draft and test submissions never become facts.

    received_at: first receipt of the logical submission, with its zone, kept by edits;
    outside_area: the phone's area does not contain the village and no district officer has accepted it yet;
    be_year: its date was typed with a Buddhist year. Such a date may be kept as typed, or as None with be_year set.
    """

    instance_id: str
    received_at: datetime
    state: State = "received"
    deleted: bool = False
    outside_area: bool = False
    be_year: bool = False

    @property
    def event_date(self) -> date | None:
        """The date by which the fact counts or not."""
        raise NotImplementedError

    @property
    def is_be_dated(self) -> bool:
        """Whether the date was typed with a Buddhist year, so that the fact does not count."""
        return self.be_year or (self.event_date is not None and is_be_date(self.event_date))


@dataclass(frozen=True, kw_only=True)
class Registration(Received):
    """A household of the register. exists_from: None or a Buddhist year reads as "always lived here"."""

    household: str
    village_code: str
    exists_from: date | None = None

    @property
    def event_date(self) -> date | None:
        return self.exists_from


@dataclass(frozen=True, kw_only=True)
class Closing(Received):
    """A household closed by a team or on a page. merged_into: the household that goes on, for merged and duplicate."""

    household: str
    close_reason: CloseReason
    exists_to: date | None = None
    merged_into: str | None = None

    @property
    def event_date(self) -> date | None:
        return self.exists_to


@dataclass(frozen=True, kw_only=True)
class Collected(Received):
    """What accounts, forums and plans share. collected_on: the phone's `today`, or else the day of receipt."""

    village_code: str
    plan_year: int
    collected_on: date


@dataclass(frozen=True, kw_only=True)
class Account(Collected):
    """A household account. period_start and months (covered, from period_start on) are blank without consent."""

    household: str
    consent: bool
    period_start: date | None = None
    months: int | None = None

    @property
    def event_date(self) -> date | None:
        return self.period_start


@dataclass(frozen=True, kw_only=True)
class Forum(Collected):
    """One phone's attendance list of a forum; several phones send one each.

    ticked: households; walk_ins: number of households that came and are not in the list;
    people_*: persons present, None when not stated; has_sheet_photo: at least one sign-in sheet has been received.
    """

    forum_type: ForumType
    forum_date: date | None
    ticked: frozenset[str] = frozenset()
    walk_ins: int = 0
    people_male: int | None = None
    people_female: int | None = None
    lao_present: bool = False
    has_sheet_photo: bool = False
    has_position: bool = False

    @property
    def event_date(self) -> date | None:
        return self.forum_date


@dataclass(frozen=True, kw_only=True)
class Plan(Collected):
    """A community plan: what it claims, and whether the file that shows it has been received, not only named.

    lao_prepare: `prepare` is among the LAO's stages, shown by lao_evidence; written: shown by written_evidence, the
    plan file or the photo of its cover; accounts_used_n: households, as the village states it.
    """

    plan_date: date | None = None
    lao_prepare: bool = False
    lao_evidence: bool = False
    lao_first_date: date | None = None
    written: bool = False
    written_evidence: bool = False
    accounts_used_n: int | None = None

    @property
    def event_date(self) -> date | None:
        return self.plan_date


@dataclass(frozen=True, kw_only=True)
class Withdrawal:
    """A household took back its agreement to the use of its accounts for a plan year; an officer recorded it."""

    household: str
    plan_year: int


Fact = TypeVar("Fact", bound=Received)


@dataclass(frozen=True, kw_only=True)
class VillageFacts:
    """All facts that can touch the result of one village, in any order.

    registrations, closings: of the village's households and of every household that is named by an account, a tick
    or a `merged_into`, wherever it is registered; accounts: of those households, and of unknown households sent with
    this village's code; forums, plans: sent with this village's code; withdrawals: of all those households;
    open_years: plan years that have criteria.
    """

    village_code: str
    registrations: tuple[Registration, ...] = ()
    closings: tuple[Closing, ...] = ()
    accounts: tuple[Account, ...] = ()
    forums: tuple[Forum, ...] = ()
    plans: tuple[Plan, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
    open_years: frozenset[int] = frozenset()

    def reviewed(self, instance_ids: Iterable[str], state: State) -> "VillageFacts":
        """The same facts as if these submissions were in `state`: what a review would change, before it is made."""
        ids = frozenset(instance_ids)
        return replace(
            self,
            registrations=_in_state(self.registrations, ids, state),
            closings=_in_state(self.closings, ids, state),
            accounts=_in_state(self.accounts, ids, state),
            forums=_in_state(self.forums, ids, state),
            plans=_in_state(self.plans, ids, state),
        )


def _in_state(facts: tuple[Fact, ...], ids: frozenset[str], state: State) -> tuple[Fact, ...]:
    return tuple(replace(fact, state=state) if fact.instance_id in ids else fact for fact in facts)
