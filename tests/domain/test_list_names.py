"""Lists and their properties come into being with the form that saves to them, under names that can be."""

import pytest
from sqlalchemy import select

from server.db.models import EntityList
from server.domain.entity_lists import (
    ListNameClash,
    ListNameUnusable,
    PropertyNameClash,
    PropertyNameUnusable,
    SavesNowhere,
)
from server.domain.forms import publish
from tests import orchards
from tests.factories import make_system, make_workspace


@pytest.fixture
def put(session):
    workspace_id, author = make_workspace(session).id, make_system(session).id

    def act(version="1", **changes):
        source = orchards.form(version, **changes)
        return publish(session, workspace_id, source, file_name="survey.xml", actor_id=author)

    return act


def lists(session) -> dict:
    return dict(session.execute(select(EntityList.name, EntityList.properties)).all())


def test_lists_and_properties_come_into_being_with_the_form(put, session):
    put()

    assert lists(session) == {"orchards": ["owner", "rai"], "trees": ["species", "height"]}


def test_a_further_version_adds_properties_at_the_end(put, session):
    put()
    put("2", area="size", owner="owner")

    assert lists(session)["orchards"] == ["owner", "rai", "size"]


@pytest.mark.parametrize("good", ["ต้นไม้", "trees-2", "_x", "Été"])
def test_a_name_is_an_identifier_of_xml(put, session, good):
    put(trees=good)

    assert good in lists(session)


@pytest.mark.parametrize(
    "bad", ["", "my.trees", "__trees", "1tree", "two words", "villages", "to_correct", "a:b", "x" * 201]
)
def test_other_names_are_refused(put, session, bad):
    with pytest.raises(ListNameUnusable):
        put(trees=bad)
    assert lists(session) == {}


@pytest.mark.parametrize("bad", ["name", "label", "Label", "__id", "a.b"])
def test_what_every_entity_has_is_no_property(put, bad):
    with pytest.raises(PropertyNameUnusable):
        put(owner=bad)


def test_names_that_differ_by_case_alone_are_refused(put):
    put()

    with pytest.raises(ListNameClash, match="trees"):
        put("2", trees="Trees")
    with pytest.raises(PropertyNameClash, match="owner"):
        put("3", owner="Owner")
    with pytest.raises(PropertyNameClash):
        put("4", owner="size", area="Size")
    with pytest.raises(ListNameClash, match="households"):
        put("5", trees="Households")


def test_what_is_saved_from_a_deeper_repeat_or_to_nothing_is_refused(session):
    workspace_id, author = make_workspace(session).id, make_system(session).id
    none = orchards.form().replace(b"entity", b"other")
    not_in_the_repeat = none.replace(b'<other dataset="orchards"', b'<entity dataset="orchards"').replace(
        b"</other><instanceID", b"</entity><instanceID"
    )
    for source in (none, not_in_the_repeat):
        with pytest.raises(SavesNowhere):
            publish(session, workspace_id, source, file_name="survey.xml", actor_id=author)
