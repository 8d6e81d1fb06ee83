"""What the two OpenAPI documents say is what the APIs do, whatever is sent: schemathesis asks every address of both."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from server.domain import sessions
from tests.central.test_access_rows import places, project_and_notice  # noqa: F401  (a fixture)
from tests.factories import PASSWORD, make_person

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 4  # of each operation, place and mode, so about 20 of an operation and role
QUIETLY = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
ROLES = {"district_officer": "5007", "province_officer": "50", "admin": "50"}
ENDS_THE_LOGIN = ("DELETE", "/v1/sessions/current")


@dataclass
class Asking:
    """Asks operations with somebody's token and keeps what was wrong: {what: how to see it}."""

    token: str
    faults: dict[tuple, str] = field(default_factory=dict)
    answers: dict[int, int] = field(default_factory=dict)
    slow: dict = field(default_factory=dict)

    def ask(self, operation: APIOperation, mode: GenerationMode, known: dict[str, object]) -> None:
        """With these values in the path; others are made up."""

        @QUIETLY
        @given(case=operation.as_strategy(generation_mode=mode, path_parameters=known))
        def each(case: Case) -> None:
            self.send(case)

        import time
        start = time.time()
        try:
            each()
        except Unsatisfiable:  # an operation without anything that could be wrong
            pass
        self.slow[operation.label] = self.slow.get(operation.label, 0) + time.time() - start

    def send(self, case: Case) -> None:
        response = case.call(headers={"Authorization": f"Bearer {self.token}"})
        self.answers[response.status_code] = self.answers.get(response.status_code, 0) + 1
        try:
            case.validate_response(response, checks=CHECKS)
        except FailureGroup as group:
            for one in group.exceptions:
                what = (case.operation.label, response.status_code, type(one).__name__)
                self.faults.setdefault(what, f"{one}\n{case.as_curl_command()}\n{response.content[:500]!r}")


def known_places(places: dict[str, object]) -> tuple[dict[str, object], ...]:
    """What path parameters can be: a plan and a project, or an account and a household; and nothing."""
    both = {"workspace_id": 1, "actor_id": places["phone"], "user_id": places["user"], "role": "2"}
    both |= {"project_id": str(places["project"]), "notice_id": places["notice"], "number": 1, "year": 2570}
    plan, account = (str(places[name]).rpartition("/")[2] for name in ("plan", "account"))
    version = str(places["form_version"]).rpartition("/")[2]
    first = {"form_id": "community_plan", "version": version, "instance_id": plan, "version_id": plan}
    first |= {"list_name": "projects", "entity_id": str(places["project"]), "code": "50070503"}
    second = {"form_id": "household_account", "version": "___", "instance_id": account, "version_id": account}
    second |= {"list_name": "households", "entity_id": str(places["household"]), "code": "5007"}
    return both | first | {"file": places["file"]}, both | second, {}


def in_path(operation: APIOperation, place: dict[str, object]) -> dict[str, object]:
    """Those that this address has; files and tables go by what they are of."""
    named = {one.name for one in operation.path_parameters}
    path = operation.path
    table = "Entities" if "/datasets/" in path else "Submissions"
    name = place.get("file", "no.png") if "/submissions/" in path else "villages.csv"
    more = {"table": table, "name": name} if place else {}
    return {key: value for key, value in (place | more).items() if key in named}


def operations(app: Flask, document: str) -> Iterator[APIOperation]:
    """All of a document; what removes comes last, and not what would end the login itself."""
    found = [one.ok() for one in schemathesis.openapi.from_wsgi(document, app).get_all_operations()]
    asked = [one for one in found if (one.method.upper(), one.path) != ENDS_THE_LOGIN]
    return iter(sorted(asked, key=lambda one: one.method == "delete"))


@pytest.mark.long
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("document", ["/v1/openapi.json", "/api/openapi.json"])
def test_what_is_answered_is_what_the_document_says(app, session, places, monkeypatch, role, document):
    monkeypatch.setattr(app, "testing", False)  # a fault is answered with 500 instead of raised
    email = make_person(session, role=role, area=ROLES[role]).email
    session.commit()
    asking = Asking(sessions.sign_in(email, PASSWORD, sessions.BEARER, address="192.0.2.1").token)

    for operation in operations(app, document):
        for place in known_places(places):
            known = in_path(operation, place)
            asking.ask(operation, GenerationMode.POSITIVE, known)
            if place:
                asking.ask(operation, GenerationMode.NEGATIVE, known)

    print(sorted(asking.answers.items()), sorted(asking.slow.items(), key=lambda x: -x[1])[:12])
    assert not asking.faults, "\n\n".join(f"{what}\n{how}" for what, how in asking.faults.items())
