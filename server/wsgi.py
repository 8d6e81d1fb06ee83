"""What the web server runs: `server.wsgi:app`."""

import gc
import signal

from server import create_app, heaps, logs
from server.config import Settings
from server.keepalive import KeptAlive

# A process that is told to stop while it starts has nothing to finish. (Granian 2.8 would not hear of it: until it
# serves, the process has the handlers of the one that started it.)
signal.signal(signal.SIGTERM, signal.SIG_DFL)

heaps.share()
settings = Settings.from_env()
logs.configure(settings.log)
app = create_app(settings)
app.wsgi_app = KeptAlive(app.wsgi_app)
gc.collect()
gc.freeze()  # what is here now stays: nobody need look through it for garbage again
