"""Entity lists by command."""

from server.db.models import Entity, EntityVersion
from tests.factories import make_household, make_person, make_phone


def in_conflict(session) -> Entity:
    made = make_household(session, members="4")
    key = {"workspace_id": 1, "list_name": "households", "uuid": made.uuid}
    author = make_phone(session).actor_id
    for version, number in ((2, "5"), (3, "6")):
        said = {"label": made.label, "data": made.data | {"members": number}, "received": {"members": number}}
        clashing = ["members"] if version == 3 else []
        session.add(
            EntityVersion(**key, **said, version=version, base_version=1, conflicting=clashing, actor_id=author)
        )
    made.version, made.conflict, made.data = 3, "hard", made.data | {"members": "6"}
    session.commit()
    return made


def test_lists_are_counted_and_their_entities_named_without_what_they_say(yudee, session):
    made = in_conflict(session)
    make_household(session)

    (households,) = yudee("entities", "list", "--json").json
    listed = yudee("entities", "list", "households")

    assert (households["name"], households["entities"], households["conflicts"]) == ("households", 2, 1)
    assert households["approval_required"] is False
    assert "members" in households["properties"]
    assert str(made.uuid) in listed.out
    assert "สมมุติ" not in listed.out
    assert {row["village_code"] for row in yudee("entities", "list", "households", "--json").json} == {"50070503"}


def test_approval_is_switched_on_and_off(yudee, session):
    make_household(session)
    for word, is_required in (("on", True), ("off", False)):
        assert yudee("entities", "set", "households", "--approval", word).out == f"households: approval {word}\n"
        assert yudee("entities", "list", "--json").json[0]["approval_required"] is is_required
    assert "[not-found]" in yudee("entities", "set", "nothing", "--approval", "on").err


def test_a_conflict_is_listed_and_settled(yudee, session):
    made = in_conflict(session)
    (row,) = yudee("entities", "conflicts", "--json").json
    assert (row["uuid"], row["conflict"], row["properties"]) == (str(made.uuid), "hard", ["members"])

    settled = yudee("entities", "resolve", "households", made.uuid, "--set", "members=5")

    assert settled.out == f"{made.uuid}: resolved, version 4\n"
    session.refresh(made)
    assert (made.conflict, made.data["members"]) == (None, "5")
    assert yudee("entities", "conflicts", "--json").json == []
    assert "[nothing-to-resolve]" in yudee("entities", "resolve", "households", made.uuid).err


def test_a_setting_is_a_name_and_a_value(yudee, session):
    made = in_conflict(session)

    assert yudee("entities", "resolve", "households", made.uuid, "--set", "members").status != 0
    assert "[property-not-settable]" in yudee("entities", "resolve", "households", made.uuid, "--set", "x=1").err


def test_somebody_by_name_settles_in_their_area_only(yudee, session):
    made = in_conflict(session)
    make_person(session, "far@example.org", area="5006")

    refused = yudee("entities", "resolve", "households", made.uuid, "--as", "far@example.org")

    assert "[not-found]" in refused.err
