"""What receiving asks of PostgreSQL is found by keys, however full the tables are."""

import re

import pytest
from psycopg import Rollback, sql

from server.db.queries import receiving, together
from server.db.session import receiving as connection

VALUES = {
    "token_sha256": b"\x00" * 32,
    "workspace_id": 1,
    "form": 1,
    "form_version_id": 1,
    "instance_id": "uuid:1",
    "deprecated_id": "uuid:0",
    "instance_name": None,
    "xml": b"",
    "xml_sha256": b"",
    "answers": "{}",
    "is_encrypted": False,
    "device_id": None,
    "user_agent": None,
    "request_id": "4f7a91c207be",
    "names": ["1.jpg"],
    "sha256s": [b"\x00" * 32],
    "sizes": [1],
    "types": ["image/jpeg"],
}

FULL = """
    insert into workspace (id, province_code, name) values (1, '50', '');
    insert into actor (id, kind, display_name) values (1, 'phone', '');
    insert into form (workspace_id, form_id, title, data_class) values (1, 'household_account', '', 'amounts');
    insert into form_version (workspace_id, form, version, xml, md5, questions, media, created_by, published_by,
                              published_at, is_current)
        select 1, id, '1', '', '', '[]', '[]', 1, 1, now(), true from form;
    insert into submission (workspace_id, form, instance_id, data_class, actor_id, phone_area)
        select 1, id, 'uuid:' || n, 'amounts', 1, '500705' from form, generate_series(1, 3000) n;
    insert into submission_version (workspace_id, form, submission_id, form_version_id, instance_id, xml, sha256,
                                    answers, actor_id)
        select 1, s.form, s.id, v.id, s.instance_id, '', '', '{}', 1 from submission s, form_version v;
    analyze submission, submission_version;
"""


VALUE = re.compile(r"%\((\w+)\)[sb]")
OF_MANY = {name: [VALUES[name]] * 3 for name in together.SENT}


def generic_plan(statement: str, given: dict[str, object] = VALUES) -> str:
    """The plan PostgreSQL keeps for a prepared statement, whatever its values."""
    names = list(dict.fromkeys(VALUE.findall(statement)))
    numbered = VALUE.sub(lambda found: f"${names.index(found[1]) + 1}", statement)
    values = sql.SQL(", ").join(sql.Literal(given[name]) for name in names)
    rows: list[tuple[str]] = []
    with connection() as one, one.transaction():
        one.execute(FULL, prepare=False)
        one.execute("set local plan_cache_mode = force_generic_plan")
        one.execute(f"prepare asked as {numbered}")
        rows += one.execute(sql.SQL("explain execute asked ({})").format(values)).fetchall()
        one.execute("deallocate asked")
        raise Rollback
    return "\n".join(line for (line,) in rows)


@pytest.mark.parametrize("name", ["LOOK", "REPLACE"])
def test_a_version_is_found_by_its_instance_id_not_among_all_of_its_form(clean, connected, name):
    plan = generic_plan(getattr(receiving, name))

    found_by = re.findall(r"on submission_version v(?:_\d)?\b.*\n\s+Index Cond: (.*)", plan)
    assert found_by, plan
    assert all("instance_id" in condition for condition in found_by), plan
    assert "Seq Scan on submission" not in plan, plan


@pytest.mark.parametrize(
    ("statement", "given"),
    [(receiving.STORE, VALUES), (receiving.STORE_WITHOUT_FILES, VALUES), (together.STORE, OF_MANY)],
    ids=["with files", "without", "together"],
)
def test_a_new_submission_is_stored_without_a_look_at_those_that_are_here(clean, connected, statement, given):
    plan = generic_plan(statement, given)

    assert "Conflict Arbiter Indexes: uq_submission_workspace_id_form_instance_id" in plan
    assert not re.search(r"Scan (using \w+ )?on submission(_version)?\b", plan), plan
