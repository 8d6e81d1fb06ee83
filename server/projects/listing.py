"""What the list of projects is narrowed to, as the address of the page says it."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import request, url_for
from sqlalchemy.orm import Session

from server.db.queries import evaluations, figures, inbox_choices, project_acts, project_list, project_notices, projects
from server.db.queries.project_list import Wanted
from server.domain.facts.proposals import UNITS, WORK_MODES
from server.domain.indicators.budget import PROGRAMMES
from server.domain.indicators.criteria import BASES, Basis
from server.domain.permissions import EVALUATION, Caller
from server.domain.projects import sheet
from server.domain.projects.sheet import ATTENTION
from server.domain.projects.stages import STAGES
from server.errors import NotFound

KINDS = ("project", "plan_making")
WAITS_FOR = {"screen": "project.screen", "decide": "project.decide", "transfer": "project.transfer"}  # verb of a role
PROJECTS_ON_A_PAGE = 100


@dataclass(frozen=True)
class Choice:
    """What the address says; blank is everything. start: how many come on the pages before.

    stage: one, or several with commas between them; at_site: `yes` or `no`, whether position and photo confirm the
    latest report.
    """

    area: str
    year: int | None = None
    basis: Basis = "official"
    stage: str = ""
    kind: str = ""
    programme: str = ""
    unit: str = ""
    mode: str = ""
    at_site: str = ""
    waiting: str = ""
    attention: str = ""
    start: int = 0

    def href(self, **changes: object) -> str:
        """The address of the list with something chosen otherwise, from its beginning."""
        named = vars(self) | {"start": None} | changes
        return url_for("projects.listed", **{name: value for name, value in named.items() if value})

    @property
    def stages(self) -> list[str]:
        return self.stage.split(",") if self.stage else []

    def wanted(self, caller: Caller) -> Wanted:
        """The same for the database."""
        return Wanted(
            workspace_id=caller.workspace_id,
            area_code=self.area,
            basis=self.basis,
            year=self.year,
            stages=self.stages or None,
            kind=self.kind or None,
            programme=int(self.programme) if self.programme else None,
            unit=self.unit or None,
            mode=self.mode or None,
            at_site={"yes": True, "no": False}.get(self.at_site),
            waits=self.waiting or None,
            attention=self.attention or None,
        )


def choice(caller: Caller) -> Choice:
    """What this request chose; what cannot be chosen is left out. Raises NotFound for an area of others."""
    area = request.args.get("area") or caller.area_code
    if not caller.covers(area):
        raise NotFound
    year = request.args.get("year", type=int)
    return Choice(
        area=area,
        year=year if year is not None and 2400 < year < 2700 else None,
        basis=one_of(BASES, "basis") or "official",
        stage=",".join(one for one in request.args.get("stage", "").split(",") if one in STAGES),
        kind=one_of(KINDS, "kind"),
        programme=one_of(tuple(map(str, PROGRAMMES)), "programme"),
        unit=one_of(UNITS, "unit"),
        mode=one_of(WORK_MODES, "mode"),
        at_site=one_of(("yes", "no"), "at_site"),
        waiting=one_of(WAITS_FOR, "waiting"),
        attention=one_of(ATTENTION, "attention"),
        start=min(max(0, request.args.get("start", 0, type=int)), 1_000_000),
    )


def one_of(known: tuple[str, ...] | Mapping[str, object], name: str) -> str:
    asked = request.args.get(name, "")
    return asked if asked in known else ""


def context(session: Session, caller: Caller, chosen: Choice) -> dict[str, object]:
    """Everything the page of the list shows; a number of queries that does not grow with the list."""
    wanted = chosen.wanted(caller)
    rows = project_list.page(session, wanted, start=chosen.start, most=PROJECTS_ON_A_PAGE + 1)
    counts = project_list.counts(session, wanted, ATTENTION)
    return {
        "chosen": chosen,
        "projects": [sheet.listed(row) for row in rows[:PROJECTS_ON_A_PAGE]],
        "next_start": chosen.start + PROJECTS_ON_A_PAGE if len(rows) > PROJECTS_ON_A_PAGE else None,
        "total": counts.pop("total"),
        "counts": counts,
        "waits": waits(session, caller, chosen),
        "bases": BASES,
        "stages": STAGES,
        "kinds": KINDS,
        "programmes": PROGRAMMES,
        "units": UNITS,
        "years": projects.years_of(session, caller.workspace_id, caller.area_code),
        "places": inbox_choices.places(session, caller.workspace_id, caller.area_code),
        "above": figures.area_names(session, caller.workspace_id, chosen.area),
    }


def waits(session: Session, caller: Caller, chosen: Choice) -> list[tuple[str, int, str]]:
    """(what, how many, address) of what waits for this reader in the area, whatever the year; nothing for others."""
    where = (session, caller.workspace_id, chosen.area)
    counted = project_list.waiting(*where)
    everything = Choice(chosen.area, basis=chosen.basis)
    found = [
        (name, counted[name], everything.href(waiting=name)) for name, verb in WAITS_FOR.items() if caller.may(verb)
    ]
    if caller.reviews(EVALUATION):
        found.append(("evaluate", evaluations.waiting(*where), inbox_of(caller, chosen.area)))
    if caller.may("project.consent"):
        found.append(
            ("consent", len(project_acts.withdrawals(*where)), url_for("projects.withdrawals", area=chosen.area))
        )
    if caller.may("notice.see"):
        found.append(("notice", project_notices.unseen(*where), url_for("projects.notices", area=chosen.area)))
    return found


def inbox_of(caller: Caller, area: str) -> str:
    """The evaluations of an area that wait; of the whole area of whoever reads, also those that name no village."""
    inside = {"village": area} if area != caller.area_code else {}
    return url_for("review.inbox", form=EVALUATION, **inside)
