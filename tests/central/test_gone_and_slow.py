"""Readers who are slow, or gone in the middle: nobody else waits for them, and nothing is held for them."""

import http.client
import socket
from urllib.parse import urlsplit

import orjson
import pytest
from sqlalchemy import text

from server.domain import sessions
from tests.central import strange
from tests.central.strange import FORM
from tests.factories import PASSWORD, make_person
from tests.running import running, wait_for

SLOW = 40  # more than there are connections to the database
TABLE = f"/v1/projects/1/forms/{FORM}.svc/Submissions"
MORE = """
    with one as (select s.*, v.form_version_id, v.xml, v.sha256, v.answers from submission s
                 join submission_version v on v.submission_id = s.id and v.is_current),
    made as (insert into submission (workspace_id, form, instance_id, data_class, actor_id, phone_area)
             select workspace_id, form, 'uuid:more-' || n, data_class, actor_id, phone_area
             from one, generate_series(1, 12000) n returning *)
    insert into submission_version (workspace_id, form, submission_id, form_version_id, instance_id, xml, sha256,
        answers, actor_id)
    select made.workspace_id, made.form, made.id, one.form_version_id, made.instance_id, one.xml, one.sha256,
           one.answers || jsonb_build_object('nickname', repeat('ก', 500), 'crops', repeat('rice ', 100)), made.actor_id
    from made, one
"""
HELD = "select count(*) from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'"


@pytest.fixture(scope="module")
def stack(database_url, redis_url, tmp_path_factory):
    with running(database_url, redis_url, tmp_path_factory.mktemp("web"), without=("workers",)) as started:
        yield started


@pytest.fixture
def head(phone, province):
    """What an officer's program sends with each request; twelve thousand submissions are there, some 12 MB."""
    strange.publish_strange(province)
    assert phone.post(strange.filled("uuid:0")).status == 201
    province.execute(text(MORE))
    person = make_person(province)
    email = person.email
    province.commit()
    token = sessions.sign_in(email, PASSWORD, sessions.BEARER, address="192.0.2.1").token
    return {"Authorization": f"Bearer {token}"}


def begun(stack, head, path=TABLE):
    """A connection on which the answer has begun to come, of which nobody reads more."""
    parts = urlsplit(stack.url)
    one = socket.create_connection((parts.hostname, parts.port))
    one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    one.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n".encode())
    assert one.recv(100).startswith(b"HTTP/1.1 200")
    return one


def page(stack, head):
    parts = urlsplit(stack.url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
    connection.request("GET", f"{TABLE}?$top=3", headers=head)
    answer = connection.getresponse()
    rows = orjson.loads(answer.read())["value"]
    connection.close()
    return len(rows)


def test_many_slow_readers_hold_no_connection_and_nobody_waits_for_them(stack, head):
    slow = [begun(stack, head) for _ in range(SLOW)]

    assert page(stack, head) == 3
    stack.becomes(0, HELD)
    for one in slow:
        one.close()


@pytest.mark.parametrize("path", [TABLE, f"/v1/projects/1/forms/{FORM}/submissions.csv.zip"])
def test_readers_who_hang_up_in_the_middle_leave_nothing_behind(stack, head, path):
    for _ in range(SLOW):
        begun(stack, head, path).close()

    assert page(stack, head) == 3
    stack.becomes(0, HELD)
    wait_for(lambda: "Traceback" not in stack.log("web"), lambda: stack.log("web")[-2000:])
