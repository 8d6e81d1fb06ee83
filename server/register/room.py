"""The room itself, in which every page of the register stands."""

import datetime as dt

from flask import Blueprint

from server.domain.facts.register import ALWAYS
from server.pages.formats import BUDDHIST_TYPED, day

register = Blueprint("register", __name__, template_folder="templates")


@register.app_template_filter()
def written_day(text: str | None) -> str:
    """A day as the list has it, for people; as it stands when it is none, a dash when nobody knows."""
    try:
        date = dt.date.fromisoformat(text or "")
    except ValueError:
        return text or "–"
    if date.year > BUDDHIST_TYPED:
        return text
    return "–" if date == ALWAYS else day(date)
