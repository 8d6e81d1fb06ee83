"""`yudee recompute` says what came out otherwise, for people and for scripts."""

import pytest
from sqlalchemy import text

from tests.factories import make_household, make_village, make_year
from workers.drains import drain_villages


@pytest.fixture
def computed(app, session):
    """A village with one household and a plan year, computed."""
    make_village(session)
    make_household(session)
    make_year(session)
    session.execute(
        text("insert into stale_village (workspace_id, village_code, plan_year) values (1, '50070503', 2570)")
    )
    session.commit()
    drain_villages()
    return session


def test_a_healthy_system_does_not_change(computed, yudee):
    ended = yudee("recompute", "--all")

    assert (ended.status, ended.err) == (0, "")
    assert ended.out == "0 submissions, 1 village years and 0 projects looked at again, 0 changes\n"


def test_what_changed_is_a_table(computed, yudee):
    computed.execute(text("update village_year set households = 7 where basis = 'official'"))

    lines = yudee("recompute", "--village", "50070503", "--year", 2570).out.splitlines()

    assert lines[0].endswith("1 changes")
    assert lines[2].split() == ["50070503", "2570", "official", "households", "7", "1"]


def test_a_script_gets_the_changes_as_json(computed, yudee):
    computed.execute(text("update village_year set grade = 'A'"))

    done = yudee("recompute", "--all", "--json").json

    assert [(change["figure"], change["before"], change["after"]) for change in done["changes"]] == [
        ("grade", "A", None)
    ] * 2


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ((), 2, "Say --all or --village CODE."),
        (("--all", "--village", "50070503"), 2, "Say --all or --village CODE."),
        (("--village", "50070599"), 1, "There is no village with the code 50070599"),
        (("--all", "--year", "2580"), 1, "There is no plan year 2580"),
    ],
)
def test_what_cannot_be_meant_is_refused(computed, yudee, words, status, said):
    ended = yudee("recompute", *words)

    assert ended.status == status
    assert said in ended.err
