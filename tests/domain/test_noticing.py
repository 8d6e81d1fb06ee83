"""What is noticed about single submissions: new phones, haste, and where the phone stood."""

from itertools import permutations

import pytest
from sqlalchemy import select, text

from server.db.models import Submission, SubmissionFlag
from server.db.session import transaction
from server.domain import noticing
from server.domain.imports import boundaries
from tests.domain.imports.test_boundaries import collection, feature
from tests.factories import make_system
from workers.drains import drain_submissions


def flagged(session, code: str) -> set[str]:
    """The instance ids that have a flag."""
    session.rollback()
    has_it = select(SubmissionFlag.submission_id).where(SubmissionFlag.code == code)
    return set(session.scalars(select(Submission.instance_id).where(Submission.id.in_(has_it))))


@pytest.mark.new_phones
@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_what_a_new_phone_sends_first_is_flagged_in_whatever_order_it_is_digested(phone, session, monkeypatch, order):
    monkeypatch.setattr(noticing, "FIRST", 2)
    sent = [phone.fill("community_plan") for _ in range(3)]
    assert {phone.send(one).status for one in sent} == {201}
    session.execute(text("delete from pending_submission"))
    for place in order:
        again = "insert into pending_submission (submission_id, workspace_id) select id, 1 from submission"
        session.execute(text(f"{again} where instance_id = :id"), {"id": sent[place].instance_id})
        session.commit()
        drain_submissions()

    assert flagged(session, "new_phone") == {one.instance_id for one in sent[:2]}


@pytest.mark.new_phones
def test_an_edit_is_no_further_submission_and_another_phone_is_new_by_itself(phone, new_phone, session, monkeypatch):
    monkeypatch.setattr(noticing, "FIRST", 1)
    first = phone.fill("community_plan")
    for one in (first, edited := phone.edit(first, plan_title="แผน"), phone.fill("community_plan")):
        assert phone.send(one).status == 201
    other = new_phone(area="500705")
    assert other.send(theirs := other.fill("community_plan")).status == 201
    drain_submissions()

    assert flagged(session, "new_phone") == {first.instance_id, theirs.instance_id}
    assert edited.instance_id not in flagged(session, "new_phone")


def test_a_form_filled_in_within_seconds_is_flagged(phone, session):
    times = {"start": "2026-11-22T09:00:00.000+07:00", "end": "2026-11-22T09:00:05.000+07:00"}
    fast, slow = (
        phone.fill("household_account", **times | more) for more in ({}, {"end": "2026-11-22T09:10:00+07:00"})
    )
    assert [phone.send(one).status for one in (fast, slow)] == [201, 201]
    drain_submissions()

    assert flagged(session, "filled_fast") == {fast.instance_id}


@pytest.mark.parametrize(
    ("form_id", "question"), [("forum_attendance", "place_gps"), ("household_register", "location")]
)
def test_what_is_filled_in_outside_the_subdistrict_is_flagged_once_its_boundary_is_known(
    phone, session, form_id, question
):
    sent = [
        phone.fill(form_id, **{question: at})
        for at in ("19.05 98.85 300 5", "19.101 98.85 300 5", "19.15 98.85 300 5", "0 0 0 0", "")
    ]
    assert {phone.send(one).status for one in sent} == {201}
    drain_submissions()
    assert flagged(session, "outside_tambon") == set()

    with transaction() as importing:
        boundaries.import_geojson(importing, 1, collection(feature()), actor_id=make_system(importing).id)
    drain_submissions()

    assert flagged(session, "outside_tambon") == {sent[2].instance_id}
