"""What the two OpenAPI documents say is what the APIs do, whatever is sent: schemathesis asks every address of both."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.core.transport import Response
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from server.domain import sessions
from tests.central.test_access_rows import places, project_and_notice  # noqa: F401  (a fixture)
from tests.factories import PASSWORD, make_person

CHECKS = [status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 3  # of each operation, place and mode, so 12 of an operation and role
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
    answers: Counter[int] = field(default_factory=Counter)

    def ask(self, operation: APIOperation, mode: GenerationMode, known: dict[str, object]) -> None:
        """With these values in the path; others are made up."""

        @QUIETLY
        @given(case=operation.as_strategy(generation_mode=mode, path_parameters=known))
        def each(case: Case) -> None:
            self.send(case)

        with suppress(Unsatisfiable):  # an operation without anything that could be wrong
            each()

    def send(self, case: Case) -> None:
        response = case.call(headers={"Authorization": f"Bearer {self.token}"})
        self.answers[response.status_code] += 1
        if response.status_code == 500:
            self.note(case, response, "a fault of ours")
        try:
            case.validate_response(response, checks=CHECKS)
        except FailureGroup as group:
            for one in group.exceptions:
                self.note(case, response, str(one))

    def note(self, case: Case, response: Response, why: str) -> None:
        what = (case.operation.label, response.status_code, why.partition("\n")[0])
        self.faults.setdefault(what, f"{why}\n{case.as_curl_command()}\n{response.content[:500]!r}")


def known_places(there: dict[str, object]) -> tuple[dict[str, object], ...]:
    """What path parameters can be: a plan and a project, or an account and a household; and nothing."""
    both = {"workspace_id": 1, "actor_id": there["phone"], "user_id": there["user"], "role": "2"}
    both |= {"project_id": str(there["project"]), "notice_id": there["notice"], "number": 1, "year": 2570}
    plan, account = (str(there[name]).rpartition("/")[2] for name in ("plan", "account"))
    version = str(there["form_version"]).rpartition("/")[2]
    first = {"form_id": "community_plan", "version": version, "instance_id": plan, "version_id": plan}
    first |= {"list_name": "projects", "entity_id": str(there["project"]), "code": "50070503"}
    second = {"form_id": "household_account", "version": "___", "instance_id": account, "version_id": account}
    second |= {"list_name": "households", "entity_id": str(there["household"]), "code": "5007"}
    return both | first | {"file": there["file"]}, both | second, {}


def in_path(path: str, place: dict[str, object]) -> dict[str, object]:
    """Those that this address has; files and tables go by what they are of."""
    named = set(re.findall(r"{(\w+)}", path))
    table = "Entities" if "/datasets/" in path else "Submissions"
    name = place.get("file", "no.png") if "/submissions/" in path else "villages.csv"
    more = {"table": table, "name": name} if place else {}
    return {key: value for key, value in (more | place).items() if key in named}


def path_of(path: str, place: dict[str, object]) -> str:
    """An address with these values, and with 1 for what is not among them."""
    known = in_path(path, place)
    return re.sub(r"{(\w+)}", lambda one: str(known.get(one[1], 1)), path)


def operations(app: Flask, document: str) -> Iterator[APIOperation]:
    """All of a document; what removes comes last, and not what would end the login itself."""
    found = [one.ok() for one in schemathesis.openapi.from_wsgi(document, app).get_all_operations()]
    asked = [one for one in found if (one.method.upper(), one.path) != ENDS_THE_LOGIN]
    return iter(sorted(asked, key=lambda one: one.method == "delete"))


@pytest.mark.long
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # schemathesis leaves files open
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("document", ["/v1/openapi.json", "/api/openapi.json"])
def test_what_is_answered_is_what_the_document_says(app, session, places, monkeypatch, role, document):  # noqa: F811
    monkeypatch.setattr(app, "testing", False)  # a fault is answered with 500 instead of raised
    email = make_person(session, role=role, area=ROLES[role]).email
    session.commit()
    asking = Asking(sessions.sign_in(email, PASSWORD, sessions.BEARER, address="192.0.2.1").token)

    for operation in operations(app, document):
        there, *elsewhere = (in_path(operation.path, place) for place in known_places(places))
        asking.ask(operation, GenerationMode.NEGATIVE, there)
        for known in (there, *elsewhere):
            asking.ask(operation, GenerationMode.POSITIVE, known)

    assert not asking.faults, "\n\n".join(f"{what}\n{how}" for what, how in asking.faults.items())
    assert asking.answers[200] >= 5  # what is asked for is there
