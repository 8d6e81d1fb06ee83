"""Which language a page is written in: Thai, unless somebody chose English."""

from urllib.parse import quote, urlencode

from flask import g, request, session
from flask_babel import Babel

LANGUAGES = ("th", "en")


def N_(words: str) -> str:  # noqa: N802 - the name that collectors of translations look for
    """Mark words that are translated where they are shown."""
    return words


def choose() -> str:
    """What `?lang=` says, which is remembered; else what was chosen before; else Thai."""
    if request.args.get("lang") in LANGUAGES:
        session["lang"] = request.args["lang"]
    chosen = session.get("lang")
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


def address_in(language: str) -> str:
    """This page's address in another language; of an answer to a form, the address of the form.

    A view whose forms are sent elsewhere says where they stand: `g.form_stands_at`.
    """
    elsewhere = g.get("form_stands_at")
    kept = {} if elsewhere else {name: values for name, values in request.args.lists() if name != "lang"}
    words = [(name, value) for name, values in kept.items() for value in values] + [("lang", language)]
    where = elsewhere or quote(request.path)  # with a backslash in it browsers would take it for another host
    return f"{where}?{urlencode(words)}"


babel = Babel()
