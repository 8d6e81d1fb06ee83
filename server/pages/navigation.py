"""The way through the pages: what stands at the top, for whom."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import current_app, request, session, url_for

from server.domain.permissions import Caller
from server.pages.words import N_


@dataclass(frozen=True)
class Way:
    """A link at the top for those whose role has the verb. is_of_area: the page is about the caller's area.

    rooms: the blueprints whose pages belong to it as well.
    """

    verb: str
    endpoint: str
    name: str
    is_of_area: bool = False
    rooms: tuple[str, ...] = ()


WAYS = (
    Way("district.dashboard", "review.dashboard", N_("Overview")),
    Way("submission.list", "review.inbox", N_("Submissions")),
    Way("register.manage", "register.villages", N_("Register"), rooms=("register",)),
    Way("village.read", "province.area", N_("Villages and grades"), is_of_area=True, rooms=("province", "tables")),
    Way("village.read", "years.all_years", N_("Plan years")),
    Way("project.read", "projects.listed", N_("Projects")),
    Way("project.screen", "projects.screening_list_of_year", N_("Screening")),
    Way("project.consent", "projects.withdrawals", N_("Withdrawals")),
    Way("notice.see", "projects.notices", N_("Notices")),
    Way("people.manage", "admin.all_people", N_("People")),
    Way("phones.see", "admin.all_phones", N_("Phones")),
    Way("forms.manage", "admin.all_forms", N_("Forms")),
    Way("areas.manage", "admin.all_areas", N_("Areas")),
    Way("areas.manage", "admin.all_criteria", N_("Rules of years")),
    Way("people.manage", "status.shown", N_("Status")),
)


@dataclass(frozen=True)
class Link:
    """A link as it is drawn. is_here: this page belongs to it."""

    href: str
    name: str
    is_here: bool


def links_for(caller: Caller) -> Iterator[Link]:
    for way in WAYS:
        if caller.may(way.verb) and way.endpoint in current_app.view_functions:
            href = url_for(way.endpoint, **({"code": area_of(caller)} if way.is_of_area else {}))
            is_below = request.path.startswith(f"{href}/")
            is_here = request.endpoint == way.endpoint or request.blueprint in way.rooms or is_below
            yield Link(href, way.name, is_here=is_here)


def area_of(caller: Caller) -> str:
    """The area that was looked at last, or the caller's own."""
    remembered = session.get("area", "")
    return remembered if caller.covers(remembered) else caller.area_code
