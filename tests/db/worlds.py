"""Random provinces in little: a few villages of two tambons, their households, and what phones send about them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hypothesis import strategies as st
from sqlalchemy.orm import Session

from server.domain.indicators.criteria import Criteria
from server.domain.indicators.facts import (
    Account,
    Closing,
    Forum,
    Plan,
    Received,
    Registration,
    VillageFacts,
    Withdrawal,
)
from server.domain.indicators.households import known_registrations
from tests.db import stored_facts
from tests.domain.indicators.base_case import (
    AS_OF,
    CRITERIA,
    OTHER_VILLAGE,
    RECEIVED_AT,
    VILLAGE,
    YEAR,
    account,
    closing,
    forum,
    household,
    plan,
    registration,
)

FAR_VILLAGE = "50080101"
EMPTY_VILLAGE = "50080102"
ALL_VILLAGES = (VILLAGE, OTHER_VILLAGE, FAR_VILLAGE, EMPTY_VILLAGE)
OPEN_YEARS = frozenset({YEAR - 1, YEAR})


@dataclass(frozen=True)
class Sent:
    """A fact, the village its submission speaks of, the area of the phone that sent it, and whether it was accepted."""

    fact: Received
    village_code: str
    phone_area: str
    accepted: bool

    def is_outside(self, *villages: str) -> bool:
        if self.fact.state in ("page", "imported") or self.accepted:
            return False
        return not all(village.startswith(self.phone_area) for village in villages)


@dataclass(frozen=True)
class World:
    """Everything that was sent, one list for every kind of fact."""

    registrations: tuple[Sent, ...]
    closings: tuple[Sent, ...]
    accounts: tuple[Sent, ...]
    forums: tuple[Sent, ...]
    plans: tuple[Sent, ...]
    withdrawals: tuple[Withdrawal, ...] = ()

    def store(self, session: Session) -> int:
        """Write it all into the tables; returns the workspace."""
        into = stored_facts.tables(session, OPEN_YEARS)
        adders = {
            stored_facts.add_registration: self.registrations,
            stored_facts.add_closing: self.closings,
            stored_facts.add_account: self.accounts,
            stored_facts.add_forum: self.forums,
            stored_facts.add_plan: self.plans,
        }
        for add, kind in adders.items():
            for sent in kind:
                by = {"phone_area": sent.phone_area, "accepted": sent.accepted}
                add(into, sent.fact, village_code=sent.village_code, **by)
        for withdrawal in self.withdrawals:
            stored_facts.add_withdrawal(into, withdrawal)
        into.write()
        return into.workspace_id

    def seen_from(self, village: str) -> VillageFacts:
        """The facts as the rules read them for one village: what came from outside is marked."""
        registrations = tuple(_marked(sent, sent.village_code) for sent in self.registrations)
        known = known_registrations(registrations)
        return VillageFacts(
            village_code=village,
            registrations=registrations,
            closings=tuple(_marked(sent, *_villages_of_closing(sent, known)) for sent in self.closings),
            accounts=tuple(_marked(sent, sent.village_code, village) for sent in self.accounts),
            forums=tuple(_marked(sent, sent.village_code) for sent in self.forums),
            plans=tuple(_marked(sent, sent.village_code) for sent in self.plans),
            withdrawals=self.withdrawals,
            open_years=OPEN_YEARS,
        )


def _marked(sent: Sent, *villages: str) -> Received:
    return replace(sent.fact, outside_area=sent.is_outside(*villages))


def _villages_of_closing(sent: Sent, known: dict[str, Registration]) -> Iterable[str]:
    registered = known.get(sent.fact.household)
    return (sent.village_code, registered.village_code) if registered else (sent.village_code,)


def mostly(usual: object, *seldom: object, times: int = 9) -> st.SearchStrategy:
    """The usual value, now and then another: a world in which everything is wrong counts nothing."""
    return st.sampled_from([usual] * times + list(seldom))


NOTHING = st.just(())
NUMBERS = st.integers(1, 8)
BEFORE, NOVEMBER, DECEMBER, JANUARY = date(2024, 11, 1), date(2026, 11, 1), date(2026, 12, 10), date(2027, 1, 15)
BUDDHIST = date(2569, 11, 1)
DAYS = st.sampled_from([NOVEMBER, DECEMBER, JANUARY]) | mostly(NOVEMBER, None, BEFORE, BUDDHIST, times=6)
REVIEWED = mostly("approved", "received", "edited", "has_issues", "rejected", times=8)
ENTERED = mostly("approved", "page", "page", "received", "received", "rejected", times=6)
VILLAGES = mostly(VILLAGE, OTHER_VILLAGE, OTHER_VILLAGE, FAR_VILLAGE, times=5)
AREAS = mostly("50", "500705", "500705", "500801", VILLAGE, times=8)
SELDOM = mostly(False, True, times=15)
RECEIVED = {
    "received_at": st.integers(0, 3).map(lambda minutes: RECEIVED_AT + timedelta(minutes=minutes)),
    "deleted": SELDOM,
    "be_year": SELDOM,
}
COLLECTED = RECEIVED | {
    "state": REVIEWED,
    "village_code": VILLAGES,
    "plan_year": mostly(YEAR, YEAR - 1, 2580, times=14),
    "collected_on": mostly(date(2027, 3, 1), date(2026, 12, 1)),
}


def _sent(facts: st.SearchStrategy, villages: st.SearchStrategy | None = None) -> st.SearchStrategy:
    """Facts with their phones; villages: for facts that name none."""

    def sent(fact: Received, village: str | None, area: str, accepted: bool) -> Sent:
        return Sent(_kept(fact), village or fact.village_code, area, accepted)

    return st.builds(sent, facts, st.none() if villages is None else villages, AREAS, SELDOM)


DATES = {Closing: "exists_to", Account: "period_start", Forum: "forum_date", Plan: "plan_date"}


def _kept(fact: Received) -> Received:
    """A fact as the tables keep it: of a date in a Buddhist year only the flag; an entry is never deleted."""
    if fact.state == "page":
        fact = replace(fact, deleted=False)
    if type(fact) in DATES and fact.is_be_dated:
        return replace(fact, be_year=True, **{DATES[type(fact)]: None})
    return fact


def _listed(
    sent: st.SearchStrategy, prefix: str, sizes: tuple[int, int], also: st.SearchStrategy = NOTHING
) -> st.SearchStrategy:
    """Lists with ids that are unique; entries without a submission are named as the tables number them."""

    def identified(drawn: list[Sent], more: tuple[Sent, ...]) -> tuple[Sent, ...]:
        forms = {"page": "entry:{:020}"}
        return tuple(
            replace(one, fact=replace(one.fact, instance_id=forms.get(one.fact.state, prefix + "-{}").format(number)))
            for number, one in enumerate((*drawn, *more))
        )

    return st.builds(identified, st.lists(sent, min_size=sizes[0], max_size=sizes[1]), also)


REGISTRATIONS = st.builds(
    registration,
    NUMBERS,
    exists_from=mostly(None, NOVEMBER, DECEMBER, JANUARY, BUDDHIST, times=7),
    village_code=VILLAGES,
    state=ENTERED,
    received_at=RECEIVED["received_at"],
    deleted=SELDOM,
)
CLOSINGS = st.builds(
    closing,
    NUMBERS,
    st.sampled_from(["merged", "merged", "duplicate", "duplicate", "moved_out", "vacant", "mistake"]),
    DAYS,
    into=st.integers(0, 9),
    state=ENTERED,
    **RECEIVED,
)


def _ring(numbers: list[int]) -> tuple[Sent, ...]:
    """Households closed into each other in a circle, or one after another when the first comes again before the end."""
    steps = zip(numbers, [*numbers[1:], numbers[0]], strict=True)
    facts = [closing(one, "duplicate", into=other, state="page") for one, other in steps]
    return tuple(Sent(fact, VILLAGE, "50", accepted=False) for fact in facts)


RINGS = NOTHING | st.lists(NUMBERS, min_size=2, max_size=4).map(_ring)
ACCOUNTS = st.builds(
    account,
    st.integers(1, 9),
    consent=mostly(True, False),
    period_start=DAYS,
    months=st.none() | st.integers(0, 4),
    **COLLECTED,
)
FORUMS = st.builds(
    lambda ticks, **changes: forum(*ticks, **changes),
    st.sets(st.integers(1, 9), min_size=1, max_size=8),
    forum_date=DAYS,
    forum_type=mostly("plan", "other"),
    walk_ins=st.integers(0, 2),
    people_male=st.none() | st.integers(0, 3),
    lao_present=st.booleans(),
    has_position=st.booleans(),
    **COLLECTED,
)
PLANS = st.builds(
    plan,
    plan_date=DAYS,
    lao_prepare=st.booleans(),
    lao_evidence=st.booleans(),
    written=st.booleans(),
    written_evidence=st.booleans(),
    accounts_used_n=st.none() | st.integers(0, 3),
    **COLLECTED,
)


def _withdrawals(drawn: set[tuple[int, int]]) -> tuple[Withdrawal, ...]:
    return tuple(Withdrawal(household=household(number), plan_year=year) for number, year in sorted(drawn))


WORLDS = st.builds(
    World,
    registrations=_listed(_sent(REGISTRATIONS), "uuid:registration", (4, 12)),
    closings=_listed(_sent(CLOSINGS, VILLAGES), "uuid:closing", (0, 8), RINGS),
    accounts=_listed(_sent(ACCOUNTS), "uuid:account", (2, 10)),
    forums=_listed(_sent(FORUMS), "uuid:forum", (0, 4)),
    plans=_listed(_sent(PLANS), "uuid:plan", (0, 3)),
    withdrawals=st.sets(st.tuples(NUMBERS, mostly(YEAR, YEAR - 1)), max_size=2).map(_withdrawals),
)


def _rules(mode: str, months: int, locked_on: date | None) -> Criteria:
    return replace(CRITERIA, ind2_mode=mode, min_account_months=months, locked_on=locked_on)


RULES = st.builds(
    _rules, st.sampled_from(["union", "best_single"]), st.integers(1, 3), st.none() | st.none() | st.just(AS_OF)
)
