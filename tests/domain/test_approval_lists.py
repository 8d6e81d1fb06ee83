"""Lists whose entities are made only once an officer has approved what asks for them."""

import pytest
from sqlalchemy import select

from server.db.models import Entity, Event, Submission, SubmissionFlag
from server.db.session import transaction
from server.domain import entity_lists, reviews
from server.errors import NotFound
from tests.factories import make_system
from tests.orchards import survey, update
from workers.drains import drain_submissions


@pytest.fixture
def switch(session):
    """Switch the approval of a list on or off."""
    author = make_system(session).id
    session.commit()

    def act(is_required: bool, name: str = "orchards") -> None:
        with transaction() as deciding:
            entity_lists.set_approval(deciding, 1, name, is_required=is_required, actor_id=author)
        drain_submissions()

    return act


def sent(phone, form) -> None:
    assert phone.send(form).status == 201
    drain_submissions()


def decide(session, officer, form, state: str) -> None:
    submission = session.scalar(select(Submission.id).where(Submission.instance_id == form.instance_id))
    with transaction() as deciding:
        reviews.review(deciding, officer, submission, state, "เหตุผล")
    drain_submissions()


def orchards(session) -> list[tuple[str, dict]]:
    session.rollback()
    there = select(Entity.label, Entity.data).where(Entity.list_name != "to_correct").order_by(Entity.label)
    return [tuple(row) for row in session.execute(there)]


def flags(session) -> list[str]:
    session.rollback()
    return sorted(session.scalars(select(SubmissionFlag.code)))


def test_a_creation_waits_until_it_is_approved(surveyor, session, switch, sign_in):
    officer, form = sign_in(), survey({"label": "สวน"})
    switch(True)
    sent(surveyor, form)
    assert (orchards(session), flags(session)) == ([], ["entity_needs_approval"])

    decide(session, officer, form, "has_issues")
    assert orchards(session) == []
    decide(session, officer, form, "approved")

    assert (orchards(session), flags(session)) == ([("สวน", {})], [])


def test_what_is_approved_before_it_is_digested_is_made(surveyor, session, switch, sign_in):
    officer, form = sign_in(), survey({"label": "สวน"})
    switch(True)
    assert surveyor.send(form).status == 201

    decide(session, officer, form, "approved")

    assert orchards(session) == [("สวน", {})]


def test_approving_again_makes_nothing_twice(surveyor, session, switch, sign_in):
    officer, form = sign_in(), survey({"label": "สวน"})
    switch(True)
    sent(surveyor, form)
    for state in ("approved", "received", "approved"):
        decide(session, officer, form, state)

    assert session.scalars(select(Entity.version)).all() == [1]


def test_an_update_does_not_wait(surveyor, session, switch):
    known = "7d0f1a52-6c0f-4b7e-9d2e-0a1b2c3d4e5f"
    sent(surveyor, survey({"label": "สวน", "id": known}))
    switch(True)

    sent(surveyor, survey(update(known, 1), owner="ข"))

    assert (orchards(session), flags(session)) == ([("สวน", {"owner": "ข"})], [])


def test_switched_off_what_waits_is_made(surveyor, session, switch):
    switch(True)
    sent(surveyor, survey({"label": "1"}))
    sent(surveyor, survey({"label": "2"}))

    switch(False)

    assert [label for label, _ in orchards(session)] == ["1", "2"]
    told = session.scalars(select(Event.details).where(Event.verb == "list.set_approval").order_by(Event.id)).all()
    assert told == [{"is_required": True}, {"is_required": False}]


def test_another_list_is_no_concern_of_it(surveyor, session, switch):
    switch(True, "trees")
    sent(surveyor, survey({"label": "สวน"}))

    assert orchards(session) == [("สวน", {})]


def test_phones_are_told_what_kind_of_list_it_is(surveyor, session, switch):
    sent(surveyor, survey({"label": "สวน"}))
    kinds, hashes = [], []
    for is_required in (True, False):
        switch(is_required)
        url = next(form["manifestUrl"] for form in surveyor.listing() if form["formID"] == "orchard_survey")
        files = {item["filename"]: item for item in surveyor.manifest(url)}
        kinds.append((files["orchards.csv"]["type"], files["trees.csv"]["type"]))
        hashes.append(files["orchards.csv"]["hash"])
        assert "integrityUrl" in files["orchards.csv"]

    assert kinds == [("approvalEntityList", "entityList"), ("entityList", "entityList")]
    assert hashes[0] != hashes[1]


def test_a_list_that_there_is_not_is_not_found(session, switch):
    with pytest.raises(NotFound):
        switch(True, "nothing")


def test_a_rejection_that_is_taken_back_makes_what_it_had_held_up(surveyor, session, sign_in):
    officer, form = sign_in(), survey({"label": "สวน"})
    assert surveyor.send(form).status == 201
    decide(session, officer, form, "rejected")
    assert orchards(session) == []

    decide(session, officer, form, "received")

    assert orchards(session) == [("สวน", {})]
