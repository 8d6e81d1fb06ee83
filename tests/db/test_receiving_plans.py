"""What receiving asks of PostgreSQL is found by keys, however full the tables are and before anybody analysed them."""

import re

import pytest
from psycopg import sql

from server.db.queries import receiving
from server.db.session import receiving as connection

VALUES = {
    "token_sha256": b"\x00" * 32,
    "workspace_id": 1,
    "form": 1,
    "form_version_id": 1,
    "roles": ["tambon_team"],
    "instance_id": "uuid:1",
    "deprecated_id": "uuid:0",
    "instance_name": None,
    "xml": b"",
    "xml_sha256": b"",
    "answers": "{}",
    "device_id": None,
    "user_agent": None,
    "names": ["1.jpg"],
    "sha256s": [b"\x00" * 32],
    "sizes": [1],
    "types": ["image/jpeg"],
}


def generic_plan(statement: str) -> str:
    """The plan PostgreSQL keeps for a prepared statement, whatever its values."""
    names = list(dict.fromkeys(re.findall(r"%\((\w+)\)s", statement)))
    numbered = re.sub(r"%\((\w+)\)s", lambda found: f"${names.index(found[1]) + 1}", statement)
    values = sql.SQL(", ").join(sql.Literal(VALUES[name]) for name in names)
    with connection() as one, one.transaction():
        one.execute("set local plan_cache_mode = force_generic_plan")
        one.execute("set local enable_seqscan = off")  # what nothing beats on the empty tables of a test
        one.execute(f"prepare asked as {numbered}")
        try:
            rows = one.execute(sql.SQL("explain execute asked ({})").format(values)).fetchall()
        finally:
            one.execute("deallocate asked")
    return "\n".join(line for (line,) in rows)


@pytest.mark.parametrize("name", ["LOOK", "STORE", "STORE_WITHOUT_FILES", "REPLACE"])
def test_a_version_is_found_by_its_instance_id_not_among_all_of_its_form(connected, name):
    plan = generic_plan(getattr(receiving, name))

    found_by = re.findall(r"on submission_version v(?:_\d)?\b.*\n\s+Index Cond: (.*)", plan)
    assert found_by, plan
    assert all("instance_id" in condition for condition in found_by), plan
    assert "Seq Scan on submission" not in plan, plan
