"""What somebody might try with entities: other spellings of an id, many at once, two at a time, bodies without end."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from io import BytesIO
from threading import Barrier
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from server.central import entities, wire
from server.db.models import Entity, EntityVersion
from tests.central.conftest import LISTS

TREES = f"{LISTS}/trees/entities"


def code(answer):
    return answer.get_json()["code"]


def count(session, model=Entity):
    session.rollback()
    return session.scalar(select(func.count()).where(model.list_name == "trees").select_from(model))


def at_once(acts):
    """What each of them answers, all begun together."""
    gate = Barrier(len(acts))

    def begin(act):
        gate.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(begin, acts))


def test_of_changes_to_one_version_made_at_once_exactly_one_wins(new_script, trees, session):
    scripts = [new_script() for _ in range(4)]
    uuid = scripts[0].post(TREES, {"label": "1"}).get_json()["uuid"]
    for version in (1, 2, 3):
        where = f"{TREES}/{uuid}?baseVersion={version}"
        answers = at_once([partial(one.patch, where, {"data": {"height": one.email}}) for one in scripts])

        assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
        assert {code(answer) for answer in answers if answer.status_code == 409} == {409.15}
        (won,) = (number for number, answer in enumerate(answers) if answer.status_code == 200)
        now = scripts[0].get(f"{TREES}/{uuid}").get_json()["currentVersion"]
        assert (now["version"], now["data"]["height"]) == (version + 1, scripts[won].email)
    assert count(session, EntityVersion) == 4


def test_of_entities_of_one_id_made_at_once_exactly_one_is_there(new_script, trees, session):
    scripts, uuid = [new_script() for _ in range(4)], str(uuid4())
    answers = at_once([partial(one.post, TREES, {"uuid": uuid, "label": one.email}) for one in scripts])

    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    assert {code(answer) for answer in answers if answer.status_code == 409} == {409.3}
    assert count(session) == count(session, EntityVersion) == 1


def test_changes_by_force_made_at_once_are_all_there(new_script, trees, session):
    scripts = [new_script() for _ in range(4)]
    uuid = scripts[0].post(TREES, {"label": "1"}).get_json()["uuid"]
    where = f"{TREES}/{uuid}?force=true"

    answers = at_once([partial(one.patch, where, {"data": {"height": one.email}}) for one in scripts])
    assert [answer.status_code for answer in answers] == [200] * 4
    assert count(session, EntityVersion) == 5


def test_a_deletion_and_a_change_made_at_once_leave_one_story(new_script, trees):
    one, other = new_script(), new_script()
    uuid = one.post(TREES, {"label": "1"}).get_json()["uuid"]

    changed, deleted = at_once(
        [
            partial(one.patch, f"{TREES}/{uuid}?baseVersion=1", {"label": "2"}),
            partial(other.call, "DELETE", f"{TREES}/{uuid}"),
        ]
    )
    assert deleted.status_code == 200
    assert changed.status_code in (200, 404)
    assert code(one.get(f"{TREES}/{uuid}")) == 404.1


SPELLINGS = ["{upper}", "uuid:{plain}", " {plain} ", "{bare}"]
OTHERS = [
    *(
        "{{{plain}}}",
        "urn:uuid:{plain}",
        "{plain}\n{plain}",
        "{thai}",
        "0x{short}",
        "{underscores}",
        "{dashes}",
        "+{plain}",
    ),
    *("{plain}'--", "", "%", "null", "../{plain}"),
]


def spelled(spelling, uuid):
    bare = uuid.replace("-", "")
    return spelling.format(
        plain=uuid,
        upper=uuid.upper(),
        bare=bare,
        short=bare[2:],
        thai=uuid.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")),
        underscores=f"{bare[0]}_{bare[2:]}",
        dashes=f"{bare[:3]}-{bare[3:]}",
    )


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_an_id_is_one_however_it_is_spelled(script, trees, session, spelling):
    uuid = "1234567a-9abc-4def-8012-3456789abcde"
    named = spelled(spelling, uuid)

    assert script.post(TREES, {"uuid": named, "label": "1"}).get_json()["uuid"] == uuid
    assert code(script.post(TREES, {"uuid": uuid, "label": "2"})) == 409.3
    other = str(uuid4())
    twice = [{"uuid": one, "label": "3"} for one in (spelled(spelling, other), other)]
    assert code(script.post(TREES, {"entities": twice, "source": {"name": "x"}})) == 409.3
    assert script.post(f"{TREES}/bulk-delete", {"ids": [named, uuid]}).get_json() == {"count": 1}
    assert count(session) == 1


@pytest.mark.parametrize("spelling", OTHERS)
def test_what_only_looks_like_an_id_is_none(script, trees, session, spelling):
    uuid = "12345670-9abc-4def-8012-3456789abcde"
    assert script.post(TREES, {"uuid": uuid, "label": "1"}).status_code == 200
    named = spelled(spelling, uuid)

    assert code(script.post(TREES, {"uuid": named, "label": "1"})) == 400.11
    assert code(script.post(f"{TREES}/bulk-delete", {"ids": [named]})) == 400.11
    assert count(session) == 1


@pytest.mark.parametrize("version", ["1.0", "-1", "x", "", "๑", "1e0", "9" * 30])
def test_a_version_that_is_no_number_is_400_11(script, trees, version):
    uuid = script.post(TREES, {"label": "1"}).get_json()["uuid"]

    assert code(script.patch(f"{TREES}/{uuid}?baseVersion={version}", {"label": "2"})) == 400.11
    assert code(script.patch(f"{TREES}/{uuid}?baseVersion=999999999999999999", {"label": "2"})) == 409.15


@pytest.mark.parametrize(
    "body", [b"[" * 100_000, b'{"entities":' * 50_000, b'{"label":"\xff"}', b'{"label":"\\ud800"}', b"\0"]
)
def test_a_body_that_is_no_json_is_400_1(script, trees, body):
    assert code(script.call("POST", TREES, data=body, content_type="application/json")) == 400.1


def test_a_body_without_end_is_refused_before_it_is_read(script, trees, session, monkeypatch):
    monkeypatch.setattr(entities, "MOST_AT_ONCE", 100_000)

    assert code(script.post(TREES, {"label": "x" * 100_000})) == 400.36
    unsaid = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}  # nobody said how long it is
    endless = script.call("POST", TREES, input_stream=BytesIO(b'"' + b"x" * 200_000), environ_overrides=unsaid)
    assert code(endless) == 400.36
    assert count(session) == 0


def test_a_body_of_too_many_values_is_refused_before_it_takes_memory(script, trees, session, monkeypatch):
    many = {"entities": [{"label": str(number)} for number in range(40)], "source": {"name": "x"}}
    monkeypatch.setattr(wire, "MOST_VALUES", 81)

    assert code(script.post(TREES, many)) == 400.36
    assert script.post(TREES, many | {"entities": many["entities"][:39]}).status_code == 200
    assert count(session) == 39
