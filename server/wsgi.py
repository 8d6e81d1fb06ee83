"""What the web server runs: `server.wsgi:app`."""

from server import create_app
from server.config import Settings

app = create_app(Settings.from_env())
