"""Yudee's server: what receives, keeps, lets people review, and shows."""

from flask import Flask

from server.config import Settings


def create_app(settings: Settings) -> Flask:
    """The web application on these settings; nothing is read from the environment here."""
    from server import health, queue
    from server.db import session
    from server.openrosa.views import openrosa
    from server.storage import BlobStore

    app = Flask(__name__)
    app.config |= {"PUBLIC_URL": settings.public_url, "SECRET_KEY": settings.secret, "MAX_CONTENT_LENGTH": None}
    app.extensions["database"] = session.connect(settings.database_url)
    app.extensions["blobs"] = BlobStore(settings.blobs)
    queue.connect(settings.redis_url)
    for blueprint in (health.health, openrosa):
        app.register_blueprint(blueprint)
    return app
