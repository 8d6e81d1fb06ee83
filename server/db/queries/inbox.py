"""The list of submissions as reviewers go through it: narrowed, counted by state, by risk, a page at a time."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session

PAGE = 50
MOST_COUNTED = 10_000  # of each form and state in a place: nobody reads further than "more than"


class Place(NamedTuple):
    """Where a submission stands in the list: the riskiest first, of the same risk the newest."""

    risk: int
    id: int


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to. forms: ids the caller may see; village: a village, or the beginning of its code.

    team: who sent it; since, until: instants of receipt, the second one left out; flag: the code of one of its flags;
    words: which all occur in what can be searched; after: the last of the page before.
    """

    workspace_id: int
    area_code: str
    forms: tuple[int, ...]
    states: tuple[str, ...]
    village: str | None = None
    team: int | None = None
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    flagged: bool = False
    flag: str | None = None
    words: tuple[str, ...] = ()
    after: Place | None = None

    @property
    def is_broad(self) -> bool:
        """Whether what nobody has read yet belongs into it, of which neither village nor flags are known."""
        return not (self.village or self.flagged or self.flag or self.words)


class Listed(NamedTuple):
    """A submission in the list. name: what the form calls it, such as a house; team: the phone's name."""

    id: int
    state: str
    form_id: str
    title: str
    name: str | None
    team: str
    village_code: str | None
    moo: int | None
    village: str | None
    received_at: dt.datetime
    edits: int
    risk: int
    flags: list[str]


class Counted(NamedTuple):
    """How many submissions there are in a state; is_more: there may be more than that."""

    number: int
    is_more: bool


# Rows of a place, form and state lie in an index by risk: each is asked for its first ones, however many there are.
# Of what two districts see, a province has one row: that of the village.
DISTRICTS = """
    with district as materialized (
        select code from area where workspace_id = :workspace_id and starts_with(code, :area_code) and length(code) <= 4
        union select cast(:area_code as text))
"""
ONCE = (
    " and (i.village_code is null or starts_with(i.village_code, i.district_code)"
    " or not starts_with(i.village_code, :area_code))"
)
PLACES = {
    "district": "select code from district where starts_with(code, coalesce(:village, ''))",
    "village": """select code from village where workspace_id = :workspace_id
        and starts_with(code, :village) and starts_with(code, :area_code)""",
    "team": "select cast(:team as integer)",
}
COLUMNS = {"district": "district_code", "village": "village_code", "team": "actor_id"}
EACH = """
    from ({places}) as place (value)
    cross join unnest(cast(:forms as bigint[])) as of_form (form)
    cross join unnest(cast(:states as text[])) as of_state (state)
    cross join lateral (
        select {what} from submission_index i
        where i.workspace_id = :workspace_id and i.{column} = place.value and i.form = of_form.form
          and i.state = of_state.state {narrowed}
        {order} limit :limit) as i
"""
# Words are looked up first: what they find is less than any place holds.
FOUND = """
    from submission_index i
    where i.workspace_id = :workspace_id and i.district_code in (select code from district)
      and i.form = any (:forms) and i.state = any (:states)
"""
UNREAD = """
    select 0 as risk, s.id as submission_id, s.form, s.state
    from (select distinct submission_id from (
              select submission_id from pending_submission where workspace_id = :workspace_id
              order by id desc limit 2000) as latest) as p
    join submission s on s.id = p.submission_id
    where s.form = any (:forms) and s.state = any (:states) and s.deleted_at is null
      and starts_with(s.phone_area, :area_code) and (cast(:team as integer) is null or s.actor_id = :team)
      and (cast(:since as timestamptz) is null or s.received_at >= :since)
      and (cast(:until as timestamptz) is null or s.received_at < :until)
      and not exists (select from submission_index i where i.submission_id = s.id)
"""
ORDER = "order by i.risk desc, i.submission_id desc"
BACKWARDS = "order by i.risk, i.submission_id"
DETAILS = text("""
    select s.id, s.state, f.form_id, f.title, v.instance_name, a.display_name, s.village_code, p.moo, p.name_th,
           s.received_at, s.edits, coalesce(i.risk, 0), coalesce(i.flags, '{}')
    from submission s
    join form f on f.id = s.form
    join actor a on a.id = s.actor_id
    left join submission_version v on v.submission_id = s.id and v.is_current
    left join village p on p.workspace_id = s.workspace_id and p.code = s.village_code
    left join lateral (select risk, flags from submission_index x where x.submission_id = s.id limit 1) i on true
    where s.id = any (:ids) and s.deleted_at is null order by array_position(cast(:ids as bigint[]), s.id)
""")


def counts(session: Session, wanted: Wanted) -> dict[tuple[int, str], Counted]:
    """How many submissions there are of each form (its id) and wanted state, whatever page is looked at."""
    if wanted.words:
        rows = f"select i.form, i.state, count(*) as number, false as is_more {FOUND} {narrowed(wanted)} group by 1, 2"
    else:
        probes = grid(wanted, what="i.submission_id", order="")
        rows = f"""select form, state, sum(n) as number, bool_or(n > {MOST_COUNTED}) as is_more from (
            select of_form.form, of_state.state, count(*) as n {probes} group by 1, 2, place.value) as n
            group by form, state"""  # noqa: S608
    if wanted.is_broad:
        unread = f"select form, state, count(*), false from ({UNREAD}) as u group by form, state"  # noqa: S608
        rows = f"""select form, state, sum(number), bool_or(is_more) from ({rows} union all {unread}) as counted
            group by form, state"""  # noqa: S608
    found = session.execute(text(DISTRICTS + rows), named(wanted) | {"limit": MOST_COUNTED + 1})
    return {(form, state): Counted(int(number), is_more) for form, state, number, is_more in found}


def page(session: Session, wanted: Wanted) -> tuple[list[Listed], Place | None]:
    """A page of submissions, the riskiest first, and the place after which the next page begins; None on the last."""
    places = first(session, wanted, PAGE + 1)
    shown = places[:PAGE]
    rows = session.execute(DETAILS, {"ids": [place.id for place in shown]})
    return [Listed(*row) for row in rows], shown[-1] if len(places) > PAGE else None


def first(session: Session, wanted: Wanted, limit: int, *, backwards: bool = False) -> list[Place]:
    """The first places after `wanted.after`, or, backwards, the nearest ones before it."""
    order = BACKWARDS if backwards else ORDER
    narrow = narrowed(wanted) + step(wanted, backwards=backwards)
    if wanted.words:
        found = f"select i.risk, i.submission_id {FOUND} {narrow}"
    else:
        found = f"select i.risk, i.submission_id {grid(wanted, narrow, order=order)}"
    if wanted.is_broad:
        unread = f"select i.risk, i.submission_id from ({UNREAD}) as i where true"  # noqa: S608
        found = f"({found}) union all {unread} {step(wanted, backwards=backwards)}"
    rows = f"select i.risk, i.submission_id from ({found}) as i {order} limit :limit"  # noqa: S608
    return [Place(*row) for row in session.execute(text(DISTRICTS + rows), named(wanted) | {"limit": limit})]


def place_of(session: Session, submission_id: int) -> Place:
    """Where a submission stands; one that nobody has read yet has no risk."""
    risk = text("select risk from submission_index where submission_id = :id limit 1")
    return Place(session.scalar(risk, {"id": submission_id}) or 0, submission_id)


def grid(wanted: Wanted, narrow: str | None = None, *, what: str = "i.risk, i.submission_id", order: str) -> str:
    """The rows of each place, form and state, each part from an index and none longer than the limit."""
    way = "team" if wanted.team else "village" if wanted.village and len(wanted.village) > 4 else "district"
    inside = "" if way == "district" else " and i.district_code in (select code from district)"
    narrow = narrowed(wanted) if narrow is None else narrow
    return EACH.format(places=PLACES[way], column=COLUMNS[way], what=what, narrowed=narrow + inside, order=order)


def narrowed(wanted: Wanted) -> str:
    """Conditions for what was chosen."""
    village = wanted.village and (wanted.team or wanted.words)
    conditions = {
        ONCE: len(wanted.area_code) < 4,
        " and i.village_code >= :village and i.village_code < :village || '~'": village,
        " and i.actor_id = :team": wanted.team and wanted.words,
        " and i.received_at >= :since": wanted.since,
        " and i.received_at < :until": wanted.until,
        " and i.risk > 0": wanted.flagged or wanted.flag,
        " and i.flags @> array[cast(:flag as text)]": wanted.flag,
    }
    like = [f" and i.words like :word_{number}" for number in range(len(wanted.words))]
    return "".join([condition for condition, holds in conditions.items() if holds] + like)


def step(wanted: Wanted, *, backwards: bool) -> str:
    if wanted.after is None:
        return ""
    return f" and (i.risk, i.submission_id) {'>' if backwards else '<'} (:after_risk, :after_id)"


def named(wanted: Wanted) -> dict[str, object]:
    words = {f"word_{number}": like(word) for number, word in enumerate(wanted.words)}
    after = wanted.after or Place(0, 0)
    lists = {"forms": list(wanted.forms), "states": list(wanted.states)}
    return vars(wanted) | words | lists | {"after_risk": after.risk, "after_id": after.id}


def like(word: str) -> str:
    """A word anywhere in a text, nothing in it meaning more than itself."""
    return "%" + re.sub(r"([\\%_])", r"\\\1", word.lower()) + "%"
