"""The web server as it runs in the field, granian on a port of this machine, for clients that want a real socket."""

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from server.stack.program import wait_until

CHECKOUT = Path(__file__).parents[2]


@contextmanager
def served(environment: dict[str, str], folder: Path) -> Iterator[str]:
    """Serve `server.wsgi:app` under these settings until the block ends. Yields the address."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    settings = environment | {"YUDEE_PUBLIC_URL": url, "YUDEE_BLOBS": str(folder / "blobs"), "YUDEE_VAR": str(folder)}
    with (folder / "granian.log").open("w") as log:
        web = subprocess.Popen(
            [*granian, "--blocking-threads", "4", "server.wsgi:app"],
            env={**os.environ, **settings},
            cwd=CHECKOUT,
            stdout=log,
            stderr=log,
        )
        try:
            wait_until(lambda: answers(url) or web.poll() is not None, 60)
            assert answers(url), (folder / "granian.log").read_text()
            yield url
        finally:
            web.terminate()
            web.wait(30)


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=5) as reply:
            return reply.status == 200
    except (OSError, urllib.error.URLError):
        return False


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]
