"""What the list of submissions is narrowed to, as the address of the page says it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from flask import request, url_for
from sqlalchemy.orm import Session

from server.db.queries import entity_history, inbox, inbox_choices
from server.db.queries.inbox import Counted, Place, Wanted
from server.db.queries.inbox_choices import FormName
from server.domain.draws import TOGETHER
from server.domain.flags import FLAG_BY_CODE
from server.domain.indicators.calendar import BANGKOK
from server.domain.permissions import Caller
from server.domain.projects.money import THAI_DIGITS
from server.domain.reviews import STATES, WAITING
from server.pages.formats import day_typed

VIEWS = {"waiting": WAITING, **{state: (state,) for state in STATES}, "all": STATES}
MOST_ID = 2**63
MOST_WORDS, LONGEST_SEARCH = 5, 100


@dataclass(frozen=True)
class Choice:
    """What the address says, as text; each is blank when nothing was chosen.

    state: a key of VIEWS; village: a village or the beginning of its code; team: an id; since, until: days as ISO;
    flag: a code, or `any`; find: words.
    """

    state: str = "waiting"
    form: str = ""
    village: str = ""
    team: str = ""
    since: str = ""
    until: str = ""
    flag: str = ""
    find: str = ""

    @property
    def named(self) -> dict[str, str]:
        """What an address needs to say to choose the same."""
        return {name: value for name, value in vars(self).items() if value and (name, value) != ("state", "waiting")}

    @property
    def is_narrow(self) -> bool:
        """Whether more than a state was chosen."""
        return bool(set(self.named) - {"state"})

    def href(self, **changes: str) -> str:
        """The address of the list with something chosen otherwise."""
        after = changes.pop("after", "")
        chosen = replace(self, **changes).named
        return url_for("review.inbox", **chosen, **({"after": after} if after else {}))


def choice(said: Mapping[str, str] | None = None) -> Choice:
    """What this request chose; what cannot be chosen is left out. said: other than what the address says."""
    said = request.args if said is None else said
    chosen = {one.name: said.get(one.name, "").strip() for one in fields(Choice)}
    if chosen["state"] not in VIEWS:
        chosen["state"] = "waiting"
    if "flagged" in said:  # as addresses said it until now
        chosen["flag"] = "any"
    checks = {"village": is_code, "team": is_id, "flag": is_flag, "since": day_typed, "until": day_typed}
    chosen |= {name: "" for name, is_known in checks.items() if not is_known(chosen[name])}
    return Choice(**chosen | {"find": chosen["find"].replace("\0", "")[:LONGEST_SEARCH]})


def is_code(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 8


def is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def is_flag(text: str) -> bool:
    return text == "any" or text in FLAG_BY_CODE


def place(text: str) -> Place | None:
    """Where a page begins, as its address says it: risk and id."""
    risk, _, number = text.partition(".")
    if not (is_id(risk) and number.isascii() and number.isdigit() and len(number) < 19):
        return None
    return Place(int(risk), int(number))


def midnight(day: dt.date | None) -> dt.datetime | None:
    return None if day is None else dt.datetime.combine(day, dt.time(), tzinfo=BANGKOK)


def wanted(caller: Caller, chosen: Choice, forms: list[FormName], after: Place | None = None) -> Wanted:
    """The same for the database: the caller's area and the forms the caller may see set the frame.

    What waits is what the caller decides on: the province reads proposals, and waits for evaluations alone.
    """
    chosen_forms = [form for form in forms if chosen.form in ("", form.form_id)]
    if chosen.state == "waiting":
        chosen_forms = [form for form in chosen_forms if caller.reviews(form.form_id)]
    until = day_typed(chosen.until)
    return Wanted(
        workspace_id=caller.workspace_id,
        area_code=caller.area_code,
        forms=tuple(form.id for form in chosen_forms),
        states=VIEWS[chosen.state],
        village=chosen.village or None,
        team=int(chosen.team) if chosen.team else None,
        since=midnight(day_typed(chosen.since)),
        until=midnight(until and until + dt.timedelta(days=1)),
        flagged=bool(chosen.flag),
        flag=chosen.flag if chosen.flag not in ("", "any") else None,
        words=tuple(chosen.find.translate(THAI_DIGITS).split()[:MOST_WORDS]),
        after=after,
    )


def tabs(caller: Caller, forms: list[FormName], counts: dict[tuple[int, str], Counted]) -> list[tuple[str, Counted]]:
    """(view, how many): what waits first, of what the caller decides on."""
    decided = {form.id for form in forms if caller.reviews(form.form_id)}

    def number(view: str, states: tuple[str, ...]) -> Counted:
        some = [
            one for (form, state), one in counts.items() if state in states and (view != "waiting" or form in decided)
        ]
        return Counted(sum(one.number for one in some), any(one.is_more for one in some))

    return [(view, number(view, states)) for view, states in VIEWS.items()]


def context(session: Session, caller: Caller, chosen: Choice) -> dict[str, object]:
    """Everything the page of the list shows; a number of queries that does not grow with the list."""
    forms = inbox_choices.forms(session, caller.workspace_id, sorted(caller.sees))
    after = place(request.args.get("after", ""))
    rows, older = inbox.page(session, wanted(caller, chosen, forms, after))
    counts = inbox.counts(session, wanted(caller, replace(chosen, state="all"), forms))
    return {
        "chosen": chosen,
        "step": step,
        "may_draw": caller.reviews(chosen.form) and chosen.form in TOGETHER and len(chosen.village) == 8,
        "forms": forms,
        "rows": rows,
        "older": older and f"{older.risk}.{older.id}",
        "is_first": after is None,
        "tabs": tabs(caller, forms, counts),
        "conflicts": conflicts_of(session, caller),
        "places": inbox_choices.places(session, caller.workspace_id, caller.area_code),
        "teams": inbox_choices.teams(session, caller.workspace_id, caller.area_code),
    }


def step(chosen: Choice, submission_id: int) -> str:
    """The address of a submission for somebody who goes through a list."""
    return url_for("review.submission", submission_id=submission_id, queue="1", **chosen.named)


@dataclass(frozen=True)
class Neighbours:
    """The submissions before and after one in the list that its reader came from; None at the ends."""

    previous: int | None
    next: int | None


def neighbours(session: Session, caller: Caller, chosen: Choice, submission_id: int) -> Neighbours:
    """Where `previous` and `next` lead from a submission, whether or not it is still in the list itself."""
    forms = inbox_choices.forms(session, caller.workspace_id, sorted(caller.sees))
    here = wanted(caller, chosen, forms, inbox.place_of(session, submission_id))
    before, after = (inbox.first(session, here, 1, backwards=backwards) for backwards in (True, False))
    return Neighbours(*(found[0].id if found else None for found in (before, after)))


def conflicts_of(session: Session, caller: Caller) -> int:
    """How many entries of lists clash, for those who may say what is so."""
    if not caller.may("entity.resolve"):
        return 0
    return entity_history.conflicts(session, caller.workspace_id, caller.area_code)
