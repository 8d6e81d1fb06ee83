"""`yudee simulate` invents a year, says what came of it, and refuses to mix it with a real one."""

import pytest

from server.domain import areas, forms, people
from server.domain.permissions import DATA_CLASSES
from tests.forms.converted import xform_text

SMALL = ("simulate", "--villages", 4, "--households", 3, "--year", 2550)


@pytest.fixture
def published(app, session):
    publish(session)


def publish(session):
    """The forms of province 50: compiling them would take longer than the year."""
    workspace_id, author = areas.load(session, "50").workspace_id, people.system_actor(session).id
    for form_id in DATA_CLASSES:
        source = {"source": xform_text(form_id).encode(), "file_name": f"{form_id}.xml"}
        forms.publish(session, workspace_id, **source, actor_id=author)
    session.commit()


def test_a_small_year_comes_to_its_figures(published, yudee):
    ended = yudee(*SMALL, "--json")

    assert ended.status == 0, ended.err
    assert ended.json["grades"] == {"A": 3, "B": 1, "C": 0}
    assert (ended.json["villages"], ended.json["households"]) == (4, 12)


def test_the_same_command_again_finds_everything_done(published, yudee):
    first, again = yudee(*SMALL, "--json").json, yudee(*SMALL, "--json").json

    assert (first["received"] > 40, again["received"]) == (True, 0)
    assert first | {"received": 0} == again


def test_another_year_beside_it_has_to_be_asked_for(published, yudee):
    yudee(*SMALL)
    ended = yudee(*SMALL, "--seed", 2)

    assert ended.status == 1
    assert ended.err.endswith("[workspace-in-use]\n")


def test_an_address_that_does_not_answer_is_one_line(yudee):
    ended = yudee(*SMALL, "--send", "http://127.0.0.1:9/v1/key/secret/projects/1")

    assert (ended.status, ended.err.count("\n")) == (1, 1)
    assert "secret" not in ended.err


def test_a_province_that_does_not_exist_is_told(yudee):
    assert yudee("simulate", "--province", "99").err.endswith("[province-unknown]\n")
