"""Yudee's server: what receives, keeps, lets people review, and shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the command imports this package too, and is quicker without Flask
    from flask import Flask

    from server.config import Settings


def create_app(settings: Settings) -> Flask:
    """The web application on these settings; nothing is read from the environment here."""
    from server import health, metrics, queue, storage
    from server.addresses import CONVERTERS
    from server.admin.app import admin
    from server.api.app import serve_api
    from server.central import central, describe
    from server.db import session
    from server.exports.app import exports
    from server.openrosa.drafts import drafts
    from server.openrosa.views import openrosa
    from server.pages.app import serve_pages
    from server.projects.app import projects
    from server.province.app import province, years
    from server.province.tables import tables
    from server.register.app import register
    from server.request_lines import write_lines
    from server.review.app import review
    from server.review.conflicts import conflicts
    from server.teams.views import teams
    from server.web import Yudee

    app = Yudee(__name__, static_folder=None)  # server.pages.assets serves them
    app.url_map.converters |= CONVERTERS
    app.config |= {"PUBLIC_URL": settings.public_url, "SECRET_KEY": settings.secret, "MAX_CONTENT_LENGTH": None}
    app.config |= {"VAR": settings.var, "DATABASE_URL": settings.database_url, "METRICS_TOKEN": settings.metrics_token}
    app.config |= {"SECOND_FACTOR": frozenset(settings.second_factor), "OIDC": settings.oidc}
    urls = {"read_url": settings.read_url, "pool_url": settings.pool_url}
    app.extensions["database"] = session.connect(settings.database_url, **urls)
    app.extensions["blobs"] = storage.connect(storage.store_of(settings))
    queue.connect(settings.redis_url)
    machines = (health.health, metrics.metrics, openrosa, drafts, central)
    for blueprint in machines:
        app.register_blueprint(blueprint)
    describe(app)
    machines += serve_api(app)
    rooms = (review, conflicts, register, projects, province, tables, years, exports, admin, teams)
    serve_pages(app, rooms, tiles=settings.tiles, machines=machines)
    write_lines(app)
    return app
