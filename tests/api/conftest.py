"""People who read figures, by bearer token or with a browser."""

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from server.domain import sessions
from tests.factories import PASSWORD, make_person


class Reader:
    """Somebody with a token: `reader.get("/areas")`. Addresses are those below /api."""

    def __init__(self, app: Flask, token: str) -> None:
        self.client, self.headers = app.test_client(), {"Authorization": f"Bearer {token}"}

    def get(self, address: str, **headers: str) -> TestResponse:
        return self.client.get(f"/api{address}", headers=self.headers | headers)

    def send(self, method: str, address: str, json: object = None) -> TestResponse:
        return self.client.open(f"/api{address}", method=method, headers=self.headers, json=json)


@pytest.fixture
def new_reader(app: Flask, session) -> Callable[..., Reader]:
    """`new_reader("province_officer", "50")`."""

    def sign_in(role: str = "district_officer", area: str = "5007") -> Reader:
        email = make_person(session, role=role, area=area).email
        session.commit()
        token = sessions.sign_in(email, PASSWORD, sessions.BEARER, address="192.0.2.1").token
        return Reader(app, token)

    return sign_in


@pytest.fixture
def reader(new_reader) -> Reader:
    """An officer of district 5007."""
    return new_reader()
