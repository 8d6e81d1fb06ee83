"""Puts our API into the web application."""

from flask import Blueprint, Flask

from server.api import areas, budget, finance, grades, process, progress, villages, years  # noqa: F401  (their routes)
from server.api.docs import document
from server.api.wire import api, beside


def serve_api(app: Flask) -> tuple[Blueprint, ...]:
    """The routes under /api, their OpenAPI document and its page; returns the blueprints, which write by token only."""
    document(app)
    return api, beside
