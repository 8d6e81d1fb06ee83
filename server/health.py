"""Whether this process lives, and whether it can do its work."""

from flask import Blueprint, Response, jsonify
from redis.exceptions import RedisError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from server.auth import ANYBODY, allows
from server.db.session import transaction
from server.queue import redis

health = Blueprint("health", __name__)


@health.get("/healthz")
@allows(ANYBODY)
def alive() -> dict:
    return {"status": "ok"}


@health.get("/readyz")
@allows(ANYBODY)
def ready() -> tuple[Response, int]:
    """503 without PostgreSQL; without Redis phones are still served, only later computed."""
    parts = {"database": reachable(ask_database), "queue": reachable(lambda: redis().ping())}
    return jsonify(parts), 200 if parts["database"] == "ok" else 503


def ask_database() -> None:
    with transaction() as session:
        session.execute(text("select 1"))


def reachable(ask) -> str:
    try:
        ask()
    except (SQLAlchemyError, RedisError):
        return "away"
    return "ok"
