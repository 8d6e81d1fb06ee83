"""What phones post: multipart bodies around our own XML, each time under a fresh instance id."""

import os
from collections.abc import Callable
from pathlib import Path
from string import Template
from urllib.parse import urlsplit
from uuid import uuid4

FOLDER = Path(__file__).parent
BOUNDARY = "7d4a6d158c9e4f0a9b61"
INSTANCE = "00000000-1111-4222-8333-444444444444"  # where the fresh id goes, of the same length

Body = Callable[[], bytes]


def request(url: str, form_id: str, *, photo_bytes: int = 0, **answers: object) -> Body:
    """A whole POST request, fresh at every call; a photo of random bytes when asked for."""
    photo, tambon = f"{INSTANCE}.jpg", str(answers.get("village", ""))[:6]
    xml = Template((FOLDER / f"{form_id}.xml").read_text("utf-8")).substitute(
        {"instance": INSTANCE, "photo": photo, "household": "", "project": "", "tambon": tambon, **answers}
    )
    parts = [part("xml_submission_file", "form.xml", "text/xml", xml.strip().encode())]
    if photo_bytes:
        parts.append(part(photo, photo, "image/jpeg", INSTANCE.encode() + os.urandom(photo_bytes)))
    body = b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()
    pieces = (head(url, len(body)) + body).split(INSTANCE.encode())
    return lambda: str(uuid4()).encode().join(pieces)


def part(name: str, filename: str, content_type: str, content: bytes) -> bytes:
    named = f'Content-Disposition: form-data; name="{name}"; filename="{filename}"\r\nContent-Type: {content_type}'
    return f"--{BOUNDARY}\r\n{named}\r\n\r\n".encode() + content + b"\r\n"


def head(url: str, length: int) -> bytes:
    """The head of a POST as Collect sends it."""
    lines = [f"Content-Type: multipart/form-data; boundary={BOUNDARY}", f"Content-Length: {length}"]
    return asking("POST", url, *lines)


def asking(method: str, url: str, *lines: str) -> bytes:
    """A request without a body, with the headers Collect always sends and these lines."""
    where = urlsplit(url)
    always = [
        f"{method} {where.path}?deviceID=collect%3AAq3vZ0w9LmT5xYbC HTTP/1.1",
        f"Host: {where.netloc}",
        "User-Agent: org.odk.collect.android/v2026.3.3 Dalvik/2.1.0 (Linux; U; Android 13)",
        "X-OpenRosa-Version: 1.0",
        "Date: Sun, 22 Nov 2026 02:11:01 GMT",
        "Accept-Encoding: gzip",
    ]
    return "\r\n".join([*always, *lines, "", ""]).encode()
