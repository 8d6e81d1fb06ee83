"""The book of events over the wire: for whoever looks after people, and without households."""

import pytest

from server.domain import events

MORE = {"X-Extended-Metadata": "true"}


@pytest.fixture
def admin(new_script):
    return new_script("admin", "50")


@pytest.fixture
def book(admin, session):
    """Who looked, decided and changed a household."""
    who = {"actor_id": admin.person_id, "workspace_id": 1}
    events.record(session, "submission.read", "submission", 7, **who)
    events.record(session, "submission.review", "submission", 7, **who, to="approved")
    events.record(session, "household.close", "household", "3f", **who)
    events.record(session, "entity.resolve", "entity", "3f", **who)
    events.record(session, "person.add", "person", 9, **who)
    session.commit()
    return lambda query="": [one["action"] for one in admin.get(f"/audits{query}").get_json()][:20]


def test_the_newest_comes_first_and_households_are_not_told_of(book):
    assert book()[:3] == ["person.add", "submission.review", "submission.read"]
    assert not {"household.close", "entity.resolve"} & set(book())


@pytest.mark.parametrize(
    ("query", "actions"),
    [
        ("?action=submission", ["submission.review", "submission.read"]),
        ("?action=submission.read", ["submission.read"]),
        ("?action=user", ["person.add"]),
        ("?action=nothing", []),
        ("?action=submission&limit=1", ["submission.review"]),
        ("?action=submission&offset=1&limit=1", ["submission.read"]),
        ("?action=submission&start=2999-01-01T00:00:00Z", []),
        ("?action=submission&end=2999-01-01T00:00:00.000%2B07:00", ["submission.review", "submission.read"]),
        ("?action=submission&end=2000-01-01", []),
    ],
)
def test_events_are_chosen_by_action_and_time(book, query, actions):
    assert book(query) == actions


def test_who_only_looked_can_be_left_out(book):
    assert "submission.read" not in book("?action=nonverbose")
    assert "submission.review" in book("?action=nonverbose")


def test_an_event_says_who_did_what_to_what(book, admin):
    review = admin.get("/audits?action=submission.review", **MORE).get_json()[0]

    assert review["actorId"] == review["actor"]["id"] == admin.person_id
    assert review["details"] == {"subject": "submission", "subjectId": "7", "to": "approved"}
    assert review["loggedAt"].endswith("Z")


@pytest.mark.parametrize(("query", "code"), [("?limit=x", 400.11), ("?start=yesterday", 400.8)])
def test_a_query_that_means_nothing_is_refused(admin, query, code):
    assert admin.get(f"/audits{query}").get_json()["code"] == code
