"""The yardstick: the plainest Flask route that parses the same multipart and does one INSERT and COMMIT.

It knows no phones, no forms, no resends; it keeps the XML and the file in one row.
"""

import os
import threading

import psycopg
from flask import Flask, request
from multipart import MultipartParser, parse_options_header

from server.config import with_driver

INSERT = "insert into plain_submission (xml, photo) values (%s, %s)"

app = Flask(__name__)
kept = threading.local()


def connection() -> psycopg.Connection:
    """This thread's own, committing each statement by itself: no BEGIN, no COMMIT to wait for."""
    if not hasattr(kept, "connection"):
        url = with_driver(os.environ["DATABASE_URL"]).replace("+psycopg", "")
        kept.connection = psycopg.connect(url, autocommit=True, prepare_threshold=0)
    return kept.connection


@app.post("/submission")
def receive() -> tuple[str, int]:
    _, options = parse_options_header(request.headers["Content-Type"])
    parts = MultipartParser(request.stream, options["boundary"], content_length=request.content_length)
    xml, *photos = (part.raw for part in parts)
    connection().execute(INSERT, (xml, photos[0] if photos else None))
    return "", 201


@app.get("/healthz")
def lives() -> str:
    return ""
