"""Pages of files that a worker prepares: what I asked for, one of them while it is made, the file itself."""

from collections.abc import Mapping

from flask import Response, current_app, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy import Row
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from server.auth import person_required, scope_of
from server.db.models import Blob, Export
from server.db.queries import places, reading
from server.db.session import transaction
from server.domain import exports as verbs
from server.domain import years
from server.domain.indicators.criteria import BASES
from server.domain.permissions import Caller
from server.downloads import stored_file
from server.errors import NotFound, Problem
from server.exports import asking, files, making, tables
from server.exports.columns import Asked
from server.exports.room import exports
from server.exports.views import sent
from server.pages.formats import language
from server.pages.language import LANGUAGES
from server.pages.looking import look, year_asked

LARGEST_LEVELS = ("province", "district")
NAMES = {"th": "ไทย", "en": "English"}  # of the languages, each in itself


@exports.get("/exports")
@person_required("village.read")
def mine(caller: Caller) -> str:
    """What I asked for, and what can be asked for."""
    return listed(caller)


@exports.post("/exports")
@person_required("village.read")
def ask(caller: Caller) -> AnyResponse | tuple[str, int]:
    """Ask for a file; the next page waits for it."""
    try:
        with transaction(scope_of(caller)) as session:
            kind, asked = what_is_asked(session, caller)
        with transaction() as session:
            export_id = verbs.ask(session, caller, kind, asked, lang=lang_chosen()).id
    except NotFound:
        raise
    except Problem as problem:
        return listed(caller, problem=problem), problem.status
    return redirect(url_for("exports.one", export_id=export_id))


@exports.get("/exports/<int:export_id>")
@person_required("village.read")
def one(caller: Caller, export_id: int) -> str:
    """A file that is being prepared; looks again by itself while it waits."""
    with transaction() as session:
        found = verbs.find(session, caller, export_id)
        named = described(session, caller, [found])
        return render_template("exports/one.html", export=found, named=named, waits=found.finished_at is None)


@exports.get("/exports/<int:export_id>/file")
@person_required("village.read")
def file(caller: Caller, export_id: int) -> Response:
    """The file, for whoever asked for it and has the same duty still."""
    with transaction() as session:
        found = verbs.find(session, caller, export_id)
        if found.sha256 is None:
            raise NotFound
        blob = session.get_one(Blob, (found.workspace_id, found.sha256))
        path, content_type, name = (
            stored_file(current_app.extensions["blobs"], blob.sha256),
            blob.content_type,
            found.file_name,
        )
        verbs.taken(session, caller, found)
    return sent(path, content_type, name)


def what_is_asked(session: Session, caller: Caller) -> tuple[str, dict[str, object]]:
    """(kind, what exactly), as the form says it. Raises NotFound, NotAPlanYear and what `asking.check` raises."""
    form, area = request.form, request.form.get("area") or caller.area_code
    year = form.get("year", type=int)
    if year is not None:
        years.must_be_a_year(year)
    if form.get("kind") == making.REPORT and year is not None:
        asking.check_report(session, caller, area, year)
        return making.REPORT, {"area": area, "year": year}
    if form.get("kind") != making.TABLE:
        raise NotFound
    table, kind = tables.find(form.get("table", "")), form.get("format", "")
    basis = form.get("basis") or "official"
    if kind not in files.TYPES or basis not in BASES or (year is None and table.has_year):
        raise NotFound
    asking.check(session, caller, table, Asked(area, year, basis))
    return making.TABLE, {"table": table.name, "format": kind, "area": area, "year": year, "basis": basis}


def lang_chosen() -> str:
    """What the form says, else the language of the page."""
    chosen = request.form.get("lang", "")
    return chosen if chosen in LANGUAGES else language()


def listed(caller: Caller, *, problem: Problem | None = None) -> str:
    with transaction(scope_of(caller)) as session:
        looked = look(session, caller)
        inside = places.inside(session, caller.workspace_id, caller.area_code)
    long = [table for table in tables.LISTED if table.is_long and caller.may(table.verb)]
    levels = ("subdistrict",) if caller.area_code[2:] else ()
    areas = [area for area in inside if area["level"] in LARGEST_LEVELS + levels]
    chosen = {"chosen": request.args.get("code", caller.area_code), "year": year_asked(), "look": looked}
    with transaction() as session:
        found = verbs.listed(session, caller)
        shown = {"exports": found, "named": described(session, caller, found), "problem": problem}
        return render_template("exports/mine.html", **shown, **chosen, areas=areas, tables=long)


def described(session: Session, caller: Caller, found: list[Export]) -> dict[int, str]:
    """{id: what it is, of which area and year} in the reader's language."""
    lang = language()
    names = reading.names(session, caller.workspace_id, (one.asked["area"] for one in found))
    return {one.id: " · ".join(words_of(one, names, lang)) for one in found}


def words_of(one: Export, names: Mapping[str, Row], lang: str) -> list[str]:
    title = tables.TABLES[one.asked["table"]].title[lang] if one.kind == making.TABLE else gettext("Annual report")
    area, year = names.get(one.asked["area"]), one.asked.get("year")
    name = (area.name_en if lang == "en" and area.name_en else area.name_th) if area else one.asked["area"]
    told = [title, name, str(year) if year else gettext("All years")]
    return [*told, NAMES[one.lang]] if one.kind == making.REPORT else told
