"""Puts our API into the web application."""

from flask import Blueprint, Flask

from server.api import (  # noqa: F401  (their routes)
    areas,
    budget,
    finance,
    geojson,
    grades,
    odata,
    process,
    progress,
    project_lists,
    projects,
    villages,
    years,
)
from server.api.docs import document
from server.api.wire import api, beside


def serve_api(app: Flask) -> tuple[Blueprint, ...]:
    """The routes under /api, their OpenAPI document and its page; returns the blueprints: no cookie writes there."""
    document(app)
    return api, beside
