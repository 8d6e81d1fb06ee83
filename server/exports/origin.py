"""Where the figures of a file come from: area, year, basis, when they were computed, by which rules, for whom."""

import datetime as dt

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from server.db.queries import exporting, figures, results
from server.domain.permissions import Caller
from server.exports.columns import Asked, Table
from server.pages.formats import day, instant
from server.pages.words import word


def of_table(
    session: Session, caller: Caller, table: Table, asked: Asked, lang: str, *, now: dt.datetime
) -> list[tuple[str, str]]:
    """(what, value) in the reader's language."""
    told = [
        (_("Table"), table.title[lang]),
        (_("Area"), area_named(session, caller, asked.area, lang)),
        (_("Year"), str(asked.year) if asked.year else _("All years")),
        (_("Basis"), word(asked.basis if table.has_basis else "official", "basis")),
    ]
    if table.is_long:
        told[3] = (_("Basis"), _("Both, named in each row"))
    computed = exporting.computed_at(session, caller.workspace_id, asked.area, asked.year)
    told += [(_("Computed"), instant(computed) or "–"), (_("Written"), instant(now))]
    return [
        *told,
        *rules(session, caller, asked),
        (_("Definitions"), f"Yudee, {table.source}"),
        (_("Who may pass it on"), table.told[lang]),
    ]


def area_named(session: Session, caller: Caller, code: str, lang: str) -> str:
    """เชียงใหม่ › แม่ริม (5007)."""
    above = figures.area_names(session, caller.workspace_id, code)
    names = (area.name_en if lang == "en" and area.name_en else area.name_th for area in above)
    return f"{' › '.join(names)} ({code})"


def rules(session: Session, caller: Caller, asked: Asked) -> list[tuple[str, str]]:
    """The rules of the year, as far as there are any."""
    found = results.criteria_of(session, caller.workspace_id, asked.year) if asked.year else None
    if found is None:
        return []
    return [
        (_("Locked"), day(found.locked_on) if found.locked_on else _("No, figures can still change")),
        (_("Threshold of indicators 1 and 2"), f"{found.threshold}%"),
        (_("Collecting"), f"{day(found.collection_start)} – {day(found.collection_end)}"),
        (_("Indicator 2 counts"), word(found.ind2_mode, "ind2_mode")),
        (_("Lowest grade that may propose projects"), found.gate_min_grade),
    ]
