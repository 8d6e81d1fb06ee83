"""What the web server runs: `server.wsgi:app`."""

import ctypes
import gc
import signal
import sys

from server import create_app, logs
from server.config import Settings
from server.keepalive import KeptAlive

# A process that is told to stop while it starts has nothing to finish. (Granian 2.8 would not hear of it: until it
# serves, the process has the handlers of the one that started it.)
signal.signal(signal.SIGTERM, signal.SIG_DFL)

# The thread that reads the next batch of a table asks for the interpreter some dozens of times: at the usual 5 ms each
# it would be ready no sooner than if nobody had begun (`server.central.feed.ahead`).
SWITCH_S = 0.001

# Every thread would begin a heap of its own, and keep the most it ever needed.
M_ARENA_MAX, HEAPS = -8, 4  # as malloc.h of glibc numbers it


def share_heaps() -> None:
    """Let threads share their heaps, where the C library can be told so."""
    if mallopt := getattr(ctypes.CDLL(None), "mallopt", None):
        mallopt(M_ARENA_MAX, HEAPS)


share_heaps()
settings = Settings.from_env()
logs.configure(settings.log)
app = create_app(settings)
app.wsgi_app = KeptAlive(app.wsgi_app)
sys.setswitchinterval(SWITCH_S)
gc.collect()
gc.freeze()  # what is here now stays: nobody need look through it for garbage again
