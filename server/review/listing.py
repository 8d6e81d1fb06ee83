"""What the list of submissions is narrowed to, as the address of the page says it."""

from dataclasses import dataclass, replace

from flask import request, url_for
from sqlalchemy.orm import Session

from server.db.queries import entity_history, inbox
from server.db.queries.inbox import FormName, Wanted
from server.domain.permissions import Caller
from server.domain.reviews import STATES

WAITING = ("received", "edited")
VIEWS = {"waiting": WAITING, **{state: (state,) for state in STATES}, "all": STATES}


@dataclass(frozen=True)
class Choice:
    """What the address says: view (a key of VIEWS), form, village or the beginning of its code, flagged."""

    view: str
    form: str
    village: str
    flagged: bool

    def href(self, **changes: object) -> str:
        """The address of the list with something chosen otherwise."""
        named = {"state": self.view, "form": self.form, "village": self.village, "flagged": "1" if self.flagged else ""}
        return url_for("review.inbox", **{name: value for name, value in (named | changes).items() if value})


def choice() -> Choice:
    """What this request chose; what cannot be chosen is left out."""
    view = request.args.get("state", "")
    village = request.args.get("village", "")
    is_code = village.isascii() and village.isdigit() and len(village) <= 8
    return Choice(
        view=view if view in VIEWS else "waiting",
        form=request.args.get("form", ""),
        village=village if is_code else "",
        flagged="flagged" in request.args,
    )


def wanted(caller: Caller, chosen: Choice, forms: list[FormName]) -> Wanted:
    """The same for the database: the caller's area and the forms the caller may see set the frame.

    What waits is what the caller decides on: the province reads proposals, and waits for evaluations alone.
    """
    chosen_forms = [form for form in forms if chosen.form in ("", form.form_id)]
    if chosen.view == "waiting":
        chosen_forms = [form for form in chosen_forms if caller.reviews(form.form_id)]
    before = request.args.get("before", "")
    return Wanted(
        workspace_id=caller.workspace_id,
        area_code=caller.area_code,
        forms=tuple(form.id for form in chosen_forms),
        states=VIEWS[chosen.view],
        village=chosen.village or None,
        flagged=chosen.flagged,
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None,
    )


def tabs(counts: dict[str, int], waiting: dict[str, int]) -> list[tuple[str, int]]:
    """(view, how many): what waits first. counts, waiting: by state, of what the caller reads, and decides on."""
    of_view = {view: waiting if view == "waiting" else counts for view in VIEWS}
    return [(view, sum(of_view[view].get(state, 0) for state in states)) for view, states in VIEWS.items()]


def context(session: Session, caller: Caller, chosen: Choice) -> dict[str, object]:
    """Everything the page of the list shows; a number of queries that does not grow with the list."""
    forms = inbox.forms(session, caller.workspace_id, sorted(caller.sees))
    narrow = wanted(caller, chosen, forms)
    rows, older = inbox.page(session, narrow)
    counts, waiting = (
        inbox.counts(session, wanted(caller, replace(chosen, view=view), forms)) for view in ("all", "waiting")
    )
    return {
        "chosen": chosen,
        "forms": forms,
        "rows": rows,
        "older": older,
        "is_first": narrow.before is None,
        "tabs": tabs(counts, waiting),
        "conflicts": conflicts_of(session, caller),
        "places": inbox.places(session, caller.workspace_id, caller.area_code),
    }


def conflicts_of(session: Session, caller: Caller) -> int:
    """How many entries of lists clash, for those who may say what is so."""
    if not caller.may("entity.resolve"):
        return 0
    return entity_history.conflicts(session, caller.workspace_id, caller.area_code)
