"""Puts the pages into the application: cookie, language, sign-in, protection against forgery, headers, refusals."""

from collections.abc import Callable, Iterable

from flask import Blueprint, Flask, current_app, request
from flask_wtf.csrf import CSRFProtect
from jinja2 import pass_context
from jinja2.runtime import Context
from werkzeug.middleware.proxy_fix import ProxyFix

from server.auth import current_person
from server.errors import NotFound
from server.pages import (
    assets,
    formats,
    headers,
    language,
    navigation,
    own,
    own_factor,
    own_keys,
    provider,
    refusals,
    resetting,
    second_step,
    signing,
    status,
    words,
)

MAX_FORM_BYTES = 250_000
csrf = CSRFProtect()


def serve_pages(app: Flask, rooms: Iterable[Blueprint], *, tiles: str, machines: Iterable[Blueprint]) -> None:
    """Serve the common pages and these rooms.

    tiles: see Settings; machines: blueprints whose callers bring no cookie, so that no other site can act through them.
    """
    rooms = (
        assets.files,
        own.pages,
        own_keys.own_keys,
        own_factor.own_factor,
        provider.provider,
        second_step.second_step,
        resetting.reset,
        status.status,
        *rooms,
    )
    app.config |= {"TILES": tiles, "PAGES": {room.name for room in rooms}} | cookie(app.config["PUBLIC_URL"])
    if app.config["SESSION_COOKIE_SECURE"]:  # somebody in front of us speaks TLS, and says who asked, and how
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=0)
    speak(app)
    signing.manager.init_app(app, add_context_processor=False)  # it would ask the database who reads that it is away
    app.before_request(check_address)
    app.before_request(limit_form)  # before the forms are read for their token
    csrf.init_app(app)
    refusals.refuse(app)
    app.after_request(headers.guard)
    app.context_processor(common)
    for room in rooms:
        app.register_blueprint(room)
    for blueprint in machines:
        csrf.exempt(blueprint)


def speak(app: Flask) -> None:
    """Words, days and numbers in the reader's language, for what is shown and for what is printed."""
    language.babel.init_app(app, locale_selector=language.choose, default_timezone="Asia/Bangkok")
    app.jinja_env.filters |= {name: by_reader(shown) for name, shown in (formats.FILTERS | words.FILTERS).items()}


def cookie(public_url: str) -> dict[str, object]:
    """One cookie for session and forgery token; with https it is bound to this host and never sent in the clear."""
    is_secure = public_url.startswith("https:")
    return {
        "SESSION_COOKIE_NAME": "__Host-yudee" if is_secure else "yudee",
        "SESSION_COOKIE_SECURE": is_secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session: an officer may read a submission for hours
        "WTF_CSRF_SSL_STRICT": False,  # behind a proxy the scheme of the request is not that of the browser
    }


def check_address() -> None:
    """No text in PostgreSQL holds the letter 0: what an address names by it is not there."""
    if request.blueprint in current_app.config["PAGES"] and "\0" in "".join((request.path, *request.args.values())):
        raise NotFound


def by_reader(shown: Callable[..., str]) -> Callable[..., str]:
    """A filter that depends on the reader's language. Without this Jinja works out `"A"|word("grade")` once for all."""

    @pass_context
    def in_language(_context: Context, *values: object) -> str:
        return shown(*values)

    return in_language


def limit_form() -> None:
    """A page takes little; a view that takes more says so: `view.max_form_bytes = …`."""
    if request.blueprint in current_app.config["PAGES"]:
        view = current_app.view_functions[request.endpoint]
        request.max_content_length = getattr(view, "max_form_bytes", MAX_FORM_BYTES)


def common() -> dict[str, object]:
    """What every template may use."""
    return {
        "asset": assets.asset,
        "reader": current_person,
        "language": formats.language,
        "address_in": language.address_in,
        "links_for": navigation.links_for,
    }
