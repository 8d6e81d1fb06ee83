"""What the web server runs: `server.wsgi:app`."""

from server import create_app
from server.config import Settings
from server.keepalive import KeptAlive

app = create_app(Settings.from_env())
app.wsgi_app = KeptAlive(app.wsgi_app)
