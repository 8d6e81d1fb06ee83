"""Entity lists between two syncs: the server wins unless the phone is ahead."""

from dataclasses import replace

import pytest

from tests.engine import EntityList

HEAD = "name,label,__version,status\n"


@pytest.fixture
def kept():
    entities = EntityList("households")
    entities.sync(HEAD + "a,1 คำ,2,active\nb,2 แก้ว,1,active\n")
    return entities


def ahead(kept, name, **changes):
    """The same list with one entity changed without a network."""
    kept.entities[name] = replace(kept.entities[name], **changes)
    return kept


def test_a_new_entity_grows_from_the_version_of_the_server(kept):
    row = kept.csv().splitlines()[1]

    assert row == f"a,1 คำ,2,2,{kept.entities['a'].branch},active"


def test_an_unchanged_entity_keeps_its_branch_and_a_newer_one_starts_another(kept):
    before = dict(kept.entities)

    kept.sync(HEAD + "a,1 คำ,2,active\nb,2 แก้วมา,2,closed\n")

    assert kept.entities["a"] == before["a"]
    assert (kept.entities["b"].label, kept.entities["b"].trunk) == ("2 แก้วมา", 2)
    assert kept.entities["b"].branch != before["b"].branch


def test_an_entity_the_server_no_longer_serves_is_gone_unless_it_was_made_offline(kept):
    ahead(kept, "b", is_offline=True, trunk=None)

    kept.sync(HEAD)

    assert list(kept.entities) == ["b"]


def test_a_phone_that_is_ahead_keeps_its_version(kept):
    ahead(kept, "a", version=4)
    before = kept.entities["a"]

    kept.sync(HEAD + "a,1 คำ,3,active\n")

    assert kept.entities["a"] == before


def test_the_server_wins_when_it_has_caught_up(kept):
    ahead(kept, "a", version=3, label="typed on the phone")

    kept.sync(HEAD + "a,from the server,3,active\n")

    assert (kept.entities["a"].label, kept.entities["a"].trunk) == ("from the server", 3)
