"""The processes that serve people: how web and workers are started, by `yudee up`, in a container or by systemd."""

import os
import sys

# A phone on a slow line holds one while its photos come; how many of them work at once is decided at the database.
THREADS = 128
MOST_BY_ITSELF = 2
STOP_S = 3  # what a phone is sending is broken off then, and sent again
STOP_IN_ORDER_S = 25


def web(
    host: str, port: int, processes: int | None = None, *, socket: str | None = None, stop_s: int = STOP_S
) -> list[str]:
    """The web server. processes: by default one for each of the first two cores; socket: a path, instead of host and
    port, on which all processes listen together; stop_s: what a process that is told to stop may take to finish its
    answers."""
    number = processes or min(MOST_BY_ITSELF, os.cpu_count() or 1)
    listen = ["--uds", socket, "--uds-permissions", "0660"] if socket else ["--host", host, "--port", str(port)]
    # Connections are not limited below granian's default: idle ones count as well.
    size = ["--workers", str(number), "--blocking-threads", str(THREADS), "--no-ws"]
    # What does not stop in time is killed; a process that dies is not a reason to end all.
    care = ["--workers-kill-timeout", str(stop_s), "--respawn-failed-workers"]
    # No access log: addresses of phones and of teams contain their tokens.
    log = ["--no-access-log", "--log-level", "error"]
    return [sys.executable, "-m", "granian", "--interface", "wsgi", *listen, *size, *care, *log, "server.wsgi:app"]


def workers(*names: str) -> list[str]:
    """Every worker and the clock, or those of these names."""
    return [sys.executable, "-m", "workers", *names]
