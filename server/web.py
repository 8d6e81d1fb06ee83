"""The web application's own kind of Flask: what goes wrong is logged by its place, without addresses and answers."""

import logging

from flask import Flask, request

from server.logs import places

log = logging.getLogger(__name__)


class Yudee(Flask):
    """Flask, but for what it logs of a fault of ours: the address may hold a token, the error's words an answer."""

    def log_exception(self, exc_info: tuple) -> None:
        kind, error, _ = exc_info
        log.error("failed endpoint=%s why=%s where=%s", request.endpoint, kind.__name__, places(error))
