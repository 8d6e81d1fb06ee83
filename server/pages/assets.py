"""The browser's files: our own style and scripts, and those of `server/static/vendor`, named by their content."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, request, send_from_directory, url_for
from werkzeug.security import safe_join

from server.auth import ANYBODY, allows
from server.errors import NotFound

FOLDER = Path(__file__).resolve().parent.parent / "static"
SERVED = (".css", ".js", ".svg", ".woff2")  # not the lists npm works by
FOREVER = "public, max-age=31536000, immutable"
files = Blueprint("assets", __name__)


@files.get("/static/<path:name>")
@allows(ANYBODY)
def file(name: str) -> Response:
    """A file of the browser; kept for ever when its address names its content."""
    inside = safe_join(str(FOLDER), name)
    if inside is None or not name.endswith(SERVED) or name.startswith("node_modules/"):
        raise NotFound
    response = send_from_directory(FOLDER, name)
    response.headers["Cache-Control"] = FOREVER if "v" in request.args else "public, max-age=3600"
    return response


def asset(name: str) -> str:
    """The address of a file, which changes with its content."""
    return url_for("assets.file", name=name, v=version(name))


@cache
def version(name: str) -> str:
    path = FOLDER / name
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else "missing"
