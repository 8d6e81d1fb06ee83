"""Where files are written without a request: the pages' words, dates and filters, in the language of whoever asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from flask import Flask
from flask_babel import force_locale
from jinja2 import ChoiceLoader, PackageLoader

from server.pages import formats
from server.pages.app import speak

SERVER = Path(__file__).resolve().parents[1]


@cache
def press() -> Flask:
    """An application without addresses; its templates are those of this room."""
    app = Flask("server", static_folder=None, root_path=str(SERVER))
    app.jinja_loader = ChoiceLoader([PackageLoader("server.exports"), PackageLoader("server.pages")])
    app.jinja_env.globals["language"] = formats.language
    speak(app)
    return app


@contextmanager
def written_in(lang: str) -> Iterator[None]:
    """Within it, words and filters speak this language."""
    with press().app_context(), force_locale(lang):
        yield
