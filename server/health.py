"""Whether this process lives, and whether it can do its work."""

from flask import Blueprint, Response, current_app, jsonify

from server.auth import ANYBODY, allows
from server.domain import health as looked

health = Blueprint("health", __name__)


@health.get("/healthz")
@allows(ANYBODY)
def alive() -> dict:
    return {"status": "ok"}


@health.get("/readyz")
@allows(ANYBODY)
def ready() -> tuple[Response, int]:
    """503 when a submission cannot be received here; without Redis it can, and is only computed later."""
    parts = looked.look_at_receiving(places())
    is_ready = looked.worst(parts) != looked.BROKEN
    return jsonify({part.name: part.state for part in parts}), 200 if is_ready else 503


def places() -> looked.Places:
    """Where this process keeps things."""
    return looked.Places.of(
        current_app.extensions["blobs"], current_app.config["VAR"], current_app.config["DATABASE_URL"]
    )
