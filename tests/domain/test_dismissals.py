"""A flag is set aside with a reason, by whoever may review, for the answers as they are."""

import pytest
from sqlalchemy import select, update

from server import errors
from server.auth import scope_of
from server.db.models import Event, SubmissionIndex, SubmissionVersion
from server.db.queries import flags
from server.db.session import transaction
from server.domain import dismissals

CODE = "be_year_in_date"


@pytest.fixture
def flagged(village) -> int:
    filled = village.account(1, period_start="2569-11-01")
    village.send(filled)
    return village.session.scalar(select(SubmissionIndex.submission_id))


def dismiss(caller, submission_id: int, code: str = CODE, reason: str = "ถามทีมแล้ว") -> None:
    with transaction() as session:
        dismissals.dismiss(session, caller, submission_id, code, reason)


def found_by(session, submission_id: int) -> list[str]:
    session.rollback()
    return session.scalar(select(SubmissionIndex.flags).where(SubmissionIndex.submission_id == submission_id))


def test_a_flag_set_aside_is_shown_with_the_reason_and_adds_no_risk(village, flagged):
    assert CODE in found_by(village.session, flagged)

    dismiss(village.officer, flagged)

    assert CODE not in found_by(village.session, flagged)
    shown = {row.code: row for row in flags.of_submission(village.session, flagged)}[CODE]
    assert (shown.reason, shown.dismissed_by is not None) == ("ถามทีมแล้ว", True)
    event = village.session.scalar(select(Event).where(Event.verb == "flag.dismiss"))
    assert event.details == {"code": CODE}


def test_a_dismissal_is_taken_back(village, flagged):
    dismiss(village.officer, flagged)
    with transaction() as session:
        dismissals.raise_again(session, village.officer, flagged, CODE)

    assert CODE in found_by(village.session, flagged)


def test_a_reason_is_needed_and_the_flag_has_to_be_there(village, flagged):
    with pytest.raises(dismissals.ReasonMissing):
        dismiss(village.officer, flagged, reason="  ")
    with pytest.raises(errors.NotFound):
        dismiss(village.officer, flagged, code="outside_area")


def test_an_edit_raises_the_flag_again(village):
    filled = village.account(1, period_start="2569-11-01")
    village.send(filled)
    submission_id = village.session.scalar(select(SubmissionIndex.submission_id))
    dismiss(village.officer, submission_id)

    village.send(village.phone.edit(filled, house_no="13"))

    assert CODE in found_by(village.session, submission_id)
    assert [row.reason for row in flags.of_submission(village.session, submission_id) if row.code == CODE] == [None]


def test_nobody_sets_aside_a_flag_of_what_they_sent_themselves(village, flagged):
    own = {"actor_id": village.officer.actor_id}
    village.session.execute(update(SubmissionVersion).where(SubmissionVersion.submission_id == flagged).values(own))
    village.session.commit()

    with pytest.raises(errors.OwnSubmission):
        dismiss(village.officer, flagged)


def test_flags_are_read_by_whoever_may_open_the_submission(village, flagged, sign_in):
    def read(caller) -> list[str]:
        with transaction(scope_of(caller)) as session:
            return [row.code for row in flags.of_submission(session, flagged)]

    assert CODE in read(village.officer)
    assert read(sign_in(area="5006")) == []


def test_another_district_does_not_find_it(flagged, sign_in):
    with pytest.raises(errors.NotFound):
        dismiss(sign_in(area="5006"), flagged)
