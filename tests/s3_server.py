"""An S3 on loopback (moto's), which can be told to fail, and to let time pass: `python -m tests.s3_server`.

It prints its port and ends with its stdin. Unlike moto it compares a sha256 that comes with a file, as S3 does. Words
to it itself: `POST /-/fault/BUCKET/NAME` and `POST /-/age/BUCKET/SECONDS`.
"""

import base64
import hashlib
import io
import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from moto.s3.models import s3_backends
from werkzeug.serving import make_server

ACCOUNT, PARTITION = "123456789012", "aws"
SILENT_S = 3
REFUSALS = {
    "denied": (403, "AccessDenied"),
    "overloaded": (503, "SlowDown"),
    "full": (507, "XMinioStorageFull"),
}


class FaultyS3:
    """moto's application behind the faults of its buckets."""

    def __init__(self) -> None:
        self.behind = DomainDispatcherApplication(create_backend_app)
        self.faults: dict[str, str] = {}

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        words = environ["PATH_INFO"].strip("/").split("/")
        if words[0] == "-":
            self.be_told(*words[1:])
            return answer(start_response, 200, b"")
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        fault = self.faults.get(words[0], "")
        if fault == "silent":
            time.sleep(SILENT_S)
        if fault in REFUSALS:
            return refusal(start_response, *REFUSALS[fault])
        if fault == "garbling" and environ["REQUEST_METHOD"] == "PUT":
            body = bytes(255 - byte for byte in body)
        said = environ.get("HTTP_X_AMZ_CHECKSUM_SHA256")
        if said and said != base64.b64encode(hashlib.sha256(body).digest()).decode():
            return refusal(start_response, 400, "BadDigest")
        environ["wsgi.input"] = io.BytesIO(body)
        answered = self.behind(environ, start_response)
        if fault == "cutting" and environ["REQUEST_METHOD"] == "GET" and words[1:]:
            content = b"".join(answered)
            return [content[: len(content) // 2]]
        return answered

    def be_told(self, word: str, bucket: str, value: str) -> None:
        if word == "fault":
            self.faults[bucket] = value
        else:
            for key in s3_backends[ACCOUNT][PARTITION].buckets[bucket].keys.values():
                key.last_modified = key.last_modified.__class__.fromtimestamp(
                    key.last_modified.timestamp() - float(value), key.last_modified.tzinfo
                )


def refusal(start_response: Callable, status: int, code: str) -> Iterable[bytes]:
    return answer(start_response, status, f"<Error><Code>{code}</Code><Message>{code}</Message></Error>".encode())


def answer(start_response: Callable, status: int, body: bytes) -> Iterable[bytes]:
    start_response(f"{status} X", [("Content-Length", str(len(body))), ("Content-Type", "application/xml")])
    return [body]


def main() -> None:
    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    server = make_server("127.0.0.1", 0, FaultyS3(), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    sys.stdin.read()
    os._exit(0)  # whatever a silent request is still waiting for


if __name__ == "__main__":
    main()
