"""How often receiving asks PostgreSQL: statements counted at the driver, in this process."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from bench import figures
from bench.stage import Stage
from server import create_app

URL = "http://localhost"


def count_round_trips(ready: Stage) -> Iterator[str]:
    """Of a new submission and of the same sent again, with and without a file."""
    client = create_app(ready.settings).test_client()
    village, (household, *_) = next(iter(ready.villages.items()))
    url = ready.submission_url(URL)
    where = {"village": village, "household": household}
    kinds = {"": ("household_account", 0), " with a photo": ("forum_attendance", 1000)}
    for form_id, photo_bytes in kinds.values():  # the first of a form also looks its definition up
        post(client, ready.body(url, form_id, photo_bytes=photo_bytes, **where)())
    for name, (form_id, photo_bytes) in kinds.items():
        sent = ready.body(url, form_id, photo_bytes=photo_bytes, **where)()
        for what, most in (("round trips, new", 2), ("round trips, again", 4)):
            with counted() as statements:
                post(client, sent)
            yield figures.limit(what + name, len(statements), "", at_most=most)


def post(client, raw: bytes) -> None:
    """Put a request of the driver into the application itself."""
    head, _, body = raw.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines if not line.startswith("Host"))
    answer = client.post(first.split()[1], data=body, headers=headers)
    assert answer.status_code == 201, answer.text


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements psycopg sends in this block."""
    sent: list[str] = []
    execute = psycopg.Cursor.execute

    def told(cursor: psycopg.Cursor, query: object, *args: object, **named: object) -> psycopg.Cursor:
        sent.append(str(query))
        return execute(cursor, query, *args, **named)

    psycopg.Cursor.execute = told
    try:
        yield sent
    finally:
        psycopg.Cursor.execute = execute
