"""How S3 is asked, and what its refusals and silences mean."""

import logging
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, PartialCredentialsError
from botocore.exceptions import ParamValidationError as Unusable

from server.errors import StorageAway, StorageFull, StorageRefused

CONNECT_S, ANSWER_S, TRIES = 2, 8, 2  # a phone waits at most for all of it, and sends again
CONNECTIONS = 32
QUIET_S = 5
FULL = {"QuotaExceeded", "XMinioStorageFull", "InsufficientStorage", "EntityTooLarge", "InsufficientCapacity"}
WORTH_ANOTHER_TRY = {"BadDigest", "RequestTimeout", "IncompleteBody", "XAmzContentSHA256Mismatch", "SlowDown"}

log = logging.getLogger(__name__)


def make() -> Any:
    """A client of this process. It signs, and speaks to AWS or to the endpoint that the environment names."""
    has_endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
    config = Config(
        connect_timeout=CONNECT_S,
        read_timeout=ANSWER_S,
        retries={"mode": "standard", "total_max_attempts": TRIES},
        max_pool_connections=CONNECTIONS,
        s3={"addressing_style": "path" if has_endpoint else "auto"},  # few of the others have a name for each bucket
        request_checksum_calculation="when_required",  # we bring sha256, and compare it ourselves
        response_checksum_validation="when_required",
    )
    return boto3.session.Session().client("s3", config=config)


class Answering:
    """What S3 answers, or does not, as StorageAway, StorageRefused and StorageFull: `with answering():`.

    After a silence nobody else waits for it for some seconds: those who come are told at once.
    """

    def __init__(self) -> None:
        self.quiet_until, self.why = 0.0, ""

    @contextmanager
    def __call__(self) -> Iterator[None]:
        if time.monotonic() < self.quiet_until:
            raise StorageAway(why=self.why)
        try:
            yield
        except ClientError as error:
            status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
            raise problem_of(code_of(error), status) from error
        except (NoCredentialsError, PartialCredentialsError, Unusable) as error:
            raise problem_of(type(error).__name__, 403) from error
        except BotoCoreError as error:
            self.quiet_until, self.why = time.monotonic() + QUIET_S, type(error).__name__
            raise problem_of(self.why, 0) from error


def code_of(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def problem_of(code: str, status: int) -> Exception:
    """The Problem behind a code and a status (0 for none); it is logged for the operator."""
    log.info("store not at hand why=%s status=%s", code, status)
    if code in FULL or status == 507:
        return StorageFull()
    if 300 <= status < 500 and code not in WORTH_ANOTHER_TRY and status != 429:
        return StorageRefused(why=code)
    return StorageAway(why=code)


def must_be_well(errors: Iterable[Mapping[str, str]]) -> None:
    """Raises what keeps keys from being removed, when something does."""
    for error in errors:
        raise problem_of(error.get("Code", ""), 403 if error.get("Code") == "AccessDenied" else 0)
