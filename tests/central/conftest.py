"""Scripts that are signed in, and submissions and lists of entities for them to read."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack

import pytest
from flask import Flask
from pyodk._utils.config import CentralConfig, Config
from pyodk.client import Client
from werkzeug.test import TestResponse

from tests.factories import PASSWORD, make_household, make_person
from tests.filled import Filled
from tests.running import running

LISTS = "/projects/1/datasets"


class Script:
    """A program with somebody's token: `script.get("/projects")`. Addresses are those below /v1."""

    def __init__(self, app: Flask, token: str) -> None:
        self.client, self.token = app.test_client(), token

    def call(self, method: str, address: str, **more) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.token}"} | dict(more.pop("headers", {}))
        return self.client.open(f"/v1{address}", method=method, headers=headers, buffered=True, **more)

    def get(self, address: str, **headers: str) -> TestResponse:
        return self.call("GET", address, headers=headers)

    def post(self, address: str, content: Mapping) -> TestResponse:
        return self.call("POST", address, json=content)

    def patch(self, address: str, content: Mapping) -> TestResponse:
        return self.call("PATCH", address, json=content)


@pytest.fixture
def new_script(app: Flask, province) -> Callable[..., Script]:
    """Somebody's script: `new_script("province_officer", "50")`; it knows its `person_id`."""

    def sign_in(role: str = "district_officer", area: str = "5007") -> Script:
        person = make_person(province, role=role, area=area)
        email, person_id = person.email, person.actor_id
        province.commit()
        answer = app.test_client().post("/v1/sessions", json={"email": email, "password": PASSWORD})
        script = Script(app, answer.get_json()["token"])
        script.person_id, script.email = person_id, email
        return script

    return sign_in


@pytest.fixture
def script(new_script) -> Script:
    """The script of an officer of district 5007."""
    return new_script()


@pytest.fixture
def sent(phone) -> Filled:
    """A household register that a team of 500705 has sent."""
    filled = phone.fill("household_register")
    assert phone.send(filled).status == 201
    return filled


@pytest.fixture
def household(script, session):
    """A household of the register that the script's officer may see."""
    made = make_household(session, house_no="9")
    session.commit()
    return made


@pytest.fixture
def trees(new_script):
    """A list without villages, made by an administrator."""
    admin = new_script("admin", "50")
    admin.post(LISTS, {"name": "trees"})
    for name in ("species", "height"):
        admin.post(f"{LISTS}/trees/properties", {"name": name})
    return admin


@pytest.fixture
def wells(new_script):
    """A list whose entities belong to villages."""
    admin = new_script("admin", "50")
    admin.post(LISTS, {"name": "wells"})
    for name in ("village_code", "depth"):
        admin.post(f"{LISTS}/wells/properties", {"name": name})
    return f"{LISTS}/wells/entities"


@pytest.fixture(scope="module")
def address(database_url: str, redis_url: str, tmp_path_factory) -> Iterator[str]:
    """Where a real web server listens."""
    with running(database_url, redis_url, tmp_path_factory.mktemp("web"), without=("workers",)) as stack:
        yield stack.url


@pytest.fixture
def new_client(address: str, province, tmp_path) -> Iterator[Callable[..., Client]]:
    """Somebody who has pyODK: `new_client("admin", "50")`."""
    with ExitStack() as opened:

        def sign_in(role: str = "district_officer", area: str = "5007") -> Client:
            email = make_person(province, role=role, area=area).email
            province.commit()
            config = Config(CentralConfig(base_url=address, username=email, password=PASSWORD))
            return opened.enter_context(Client(config=config, cache_path=tmp_path / f"{email}.toml", project_id=1))

        yield sign_in
