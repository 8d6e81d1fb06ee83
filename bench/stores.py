"""Receiving photos into a folder and into S3: submissions per second, in turns.

S3 is moto's on loopback, in Python and on the same cores: what it costs to speak to one, not how quick a real one is.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from urllib.error import URLError
from urllib.request import Request, urlopen

from bench import figures
from bench.driver import Round, as_quick_as_answered, warmed_up
from bench.receive import KINDS, ROUNDS, SECONDS, body_of
from bench.stage import Stage, stage
from server.stack.address import LOOPBACK, is_free
from server.stack.program import wait_until

BUCKET, START_S, FIRST_PORT = "bench", 30, 8800
CONCURRENCIES = (1, 8)
PHOTO = KINDS[1]


def measure() -> Iterator[str]:
    with stage(households=1) as ready, s3(), ready.web() as folder, in_s3(ready).web() as bucket:
        yield f"receive with a photo of {PHOTO.photo_bytes:,} bytes, medians of {ROUNDS} rounds of {SECONDS} s each"
        for concurrency in CONCURRENCIES:
            yield from compare(ready, ready.submission_url(folder), ready.submission_url(bucket), concurrency)


def in_s3(ready: Stage) -> Stage:
    settings = replace(ready.settings, blobs=f"s3://{BUCKET}/yudee", var=ready.settings.var / "s3")
    (settings.var / "log").parent.mkdir()
    return replace(ready, settings=settings)


@contextmanager
def s3() -> Iterator[None]:
    """An S3 with a bucket, to which the environment leads."""
    port = next(port for port in range(FIRST_PORT, 65536) if is_free(LOOPBACK, port))
    origin = f"http://{LOOPBACK}:{port}"
    keys = {"AWS_ACCESS_KEY_ID": "bench", "AWS_SECRET_ACCESS_KEY": "bench", "AWS_DEFAULT_REGION": "us-east-1"}
    os.environ.update(keys | {"AWS_ENDPOINT_URL_S3": origin})
    words = [sys.executable, "-m", "moto.server", "-H", LOOPBACK, "-p", str(port)]
    running = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        assert wait_until(lambda: has_bucket(origin), START_S), "moto did not start"
        yield
    finally:
        running.terminate()
        running.wait()


def has_bucket(origin: str) -> bool:
    try:
        with urlopen(Request(f"{origin}/{BUCKET}", method="PUT")):
            return True
    except (URLError, ConnectionError):
        return False


def compare(ready: Stage, folder: str, bucket: str, concurrency: int) -> Iterator[str]:
    bodies = {url: body_of(ready, PHOTO, url) for url in (folder, bucket)}
    rounds: dict[str, list[Round]] = {folder: [], bucket: []}
    for url, body in bodies.items():
        warmed_up(url, body)
    for _ in range(ROUNDS):
        for url, body in bodies.items():
            rounds[url].append(as_quick_as_answered(url, body, concurrency=concurrency, seconds=SECONDS))
    yield f"  -- {concurrency} at once"
    for name, url in (("a folder", folder), ("S3", bucket)):
        yield figures.rate(name, [one.per_second for one in rounds[url]])
        yield figures.spans("answered", [took for one in rounds[url] for took in one.took])
