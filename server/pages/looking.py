"""What a page of figures is asked for in its address: area, plan year, basis. Area and year are remembered."""

from dataclasses import dataclass

from flask import Response, after_this_request, request, url_for
from flask import session as browser_session
from sqlalchemy.orm import Session

from server.db.queries import figures
from server.db.queries.figures import Year
from server.domain.indicators.calendar import fiscal_year
from server.domain.indicators.criteria import BASES, Basis
from server.domain.permissions import Caller
from server.errors import NotFound
from server.pages.formats import today

AREA_DIGITS = (2, 4, 6)  # a longer code is a village's


@dataclass(frozen=True)
class Look:
    """The year and basis that are looked at, and the years there are. order: what a table is sorted by, as typed."""

    year: int
    basis: Basis
    years: list[Year]
    order: str = ""

    @property
    def is_locked(self) -> bool:
        return any(one.is_locked for one in self.years if one.plan_year == self.year)

    def href(self, endpoint: str, **named: object) -> str:
        """Another page of figures, of the same year on the same basis unless it is named."""
        return url_for(endpoint, **({"year": self.year, "basis": self.basis} | named))

    def table(self, code: str, suffix: str = "") -> str:
        """The address of the same grades for a spreadsheet or a program."""
        return f"/api/areas/{code}/grades{suffix}?year={self.year}&basis={self.basis}"


def look(session: Session, caller: Caller) -> Look:
    """What this request asks for; without a year, the one looked at before, the present fiscal year, or the latest."""
    years = figures.years(session, caller.workspace_id)
    known = [one.plan_year for one in years]
    asked = year_asked()
    if asked in known:
        browser_session["year"] = asked
    usual = (browser_session.get("year"), fiscal_year(today()), *known)
    year = asked or next((one for one in usual if one in known), fiscal_year(today()))
    basis = request.args.get("basis", "")
    return Look(year, basis if basis in BASES else "official", years, request.args.get("order", ""))


def enter(caller: Caller, code: str) -> None:
    """Remember the area as the one that was looked at last, once its page is found.

    Raises NotFound for a village, for what is no area's code, and for what lies outside the caller's area.
    """
    if not caller.covers(code) or len(code) not in AREA_DIGITS:
        raise NotFound

    @after_this_request
    def remember(response: Response) -> Response:
        if response.status_code < 400:  # or the way at the top would lead to a page that is not there
            browser_session["area"] = code
        return response


def year_asked() -> int | None:
    """The year in the address; None when there is none, or one that cannot be."""
    year = request.args.get("year", type=int)
    return year if year is not None and 2400 < year < 2700 else None
