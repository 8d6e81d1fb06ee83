"""What nobody sends by mistake is refused in words: at every address of both APIs, in paths, queries and bodies."""

from collections.abc import Iterator
from itertools import product
from urllib.parse import quote_from_bytes

import orjson
import pytest
from flask import Flask

from server.domain import sessions
from tests.central.test_access_rows import places, project_and_notice  # noqa: F401  (a fixture)
from tests.factories import PASSWORD, make_person
from tests.test_openapi import in_path, known_places, path_of

ROLES = {"district_officer": "5007", "admin": "50"}
WORDS = [b"\xff\xfe", b"\0", b"a\r\nb", b"9" * 30, b"((((", b"x" * 3000, "ก\u202e😀".encode()]
VALUES = ["\0", "x" * 3000, 10**18, 1e308, None, [], {"\0": "\0"}, "9" * 30]
BODIES = [b"\xff\xfe", b"\0", b"", b"null", b"[]", b"[" * 5000, b'{"a":"\\ud800"}']
BODIES += [b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>']
KINDS = ["application/xml", "text/plain; charset=none", "multipart/form-data", "\xff"]


def operations(app: Flask, document: str) -> Iterator[tuple[str, str, dict]]:
    """(method, path, what the document says); what removes comes last, and what ends the login is left out."""
    paths = app.test_client().get(document).get_json()["paths"]
    found = [(method, path, said) for path, methods in paths.items() for method, said in methods.items()]
    asked = [one for one in found if one[0] != "parameters" and one[1] != "/v1/sessions/current"]
    return iter(sorted(asked, key=lambda one: one[0] == "delete"))


def queries(said: dict) -> list[str]:
    """Each parameter with each strange word."""
    named = [one["name"] for one in said.get("parameters", ()) if one.get("in") == "query"]
    return [f"?{name}={quote_from_bytes(word)}" for name, word in product([*named, "nobody"], WORDS)]


def strange_bodies(components: dict, said: dict) -> list[bytes]:
    """What is no JSON, and objects with a strange value in each field that the document names."""
    contents = said.get("requestBody", {}).get("content", {}).values()
    named = [content["schema"]["$ref"].rpartition("/")[2] for content in contents if "$ref" in content["schema"]]
    if contents and not named:  # bytes: each is converted for half a second
        return BODIES[-4:]
    made = list(BODIES)
    for fields in (components[name].get("properties", {}) for name in named):
        plain = {field: one.get("enum", ["a"])[0] for field, one in fields.items()}
        made += [orjson.dumps(plain | {field: value}) for field, value in product(fields, VALUES)]
    return made


@pytest.mark.long
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("document", ["/v1/openapi.json", "/api/openapi.json"])
def test_nothing_that_is_sent_is_a_fault_of_ours(app, session, places, monkeypatch, role, document):  # noqa: F811
    monkeypatch.setattr(app, "testing", False)
    email = make_person(session, role=role, area=ROLES[role]).email
    session.commit()
    token = sessions.sign_in(email, PASSWORD, sessions.BEARER, address="192.0.2.1").token
    client, headers = app.test_client(), {"Authorization": f"Bearer {token}"}
    faults: dict = {}

    def ask(method: str, address: str, **more) -> None:
        answer = client.open(address, method=method, headers=headers, buffered=True, **more)
        if answer.status_code == 500 or (answer.status_code >= 400 and answer.mimetype != "application/json"):
            faults.setdefault((method, path, answer.status_code), (address, more, answer.text[:200]))

    components = client.get(document).get_json()["components"]["schemas"]
    for method, path, said in operations(app, document):
        place = known_places(places)[role == "district_officer"]
        bodies = strange_bodies(components, said) if method != "get" else []
        kinds = [*product(["application/json"], bodies), *product(KINDS, bodies[:1])]
        for query in queries(said) if method == "get" else []:
            ask(method, path_of(path, place) + query)
        for kind, body in kinds:
            ask(method, path_of(path, place), data=body, content_type=kind)
        for name, word in product(in_path(path, place), WORDS):
            ask(method, path_of(path, place | {name: quote_from_bytes(word, safe="")}))

    assert not faults, "\n\n".join(f"{what}\n{how}" for what, how in faults.items())
