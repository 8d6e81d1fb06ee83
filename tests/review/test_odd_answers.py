"""Answers no form would let through: they are kept, and the page they are read on still opens."""

import pytest

from server.db.models import SubmissionFlag
from server.review.written import moment


@pytest.mark.parametrize("accuracy", ["1e400", "inf", "nan"])
def test_a_position_without_a_believable_accuracy_is_still_shown(officer, field, accuracy):
    forum = field.forum([0], place_gps=f"18.9 98.8 320 {accuracy}")
    page = officer.get(f"/review/{forum}")

    assert page.status == 200
    assert "18.90000, 98.80000" in page.text
    assert "Infinity" not in page.answer.get_data(as_text=True)


def test_a_report_without_a_believable_accuracy_does_not_close_its_projects_page(officer, project, report):
    report(at="19.01 98.83 320 1e400")
    page = officer.get(f"/projects/{project}")

    assert page.status == 200
    assert "Infinity" not in page.answer.get_data(as_text=True)
    assert officer.get("/api/areas/5007/progress?year=2570").status == 200


def test_a_number_longer_than_any_amount_is_shown_as_it_was_typed(officer, field):
    register = field.send("household_register", members="9" * 5000)

    assert "9" * 5000 in officer.get(f"/review/{register}").text


def test_an_answer_beyond_all_measure_is_cut_where_it_is_read(officer, field):
    register = field.send("household_register", head_name="ก" * 50_000)
    text = officer.get(f"/review/{register}").text

    assert "ก" * 10_000 + "…" in text
    assert "ก" * 10_001 not in text


@pytest.mark.parametrize("amount", ["9" * 5000, "1.²", "²", "1.5²"])
def test_an_amount_that_is_none_is_flagged_and_not_tried_for_ever(officer, field, session, amount):
    account = field.account(0, r_all=amount)
    session.rollback()
    flags = {flag.code for flag in session.query(SubmissionFlag).filter_by(submission_id=account)}

    assert "amount_unreadable" in flags
    assert officer.get(f"/review/{account}").status == 200


@pytest.mark.parametrize("text", ["9999-12-31T23:59:59.000Z", "0001-01-01T00:00:00.000+14:00"])
def test_a_time_at_the_end_of_the_calendar_is_shown_as_it_was_typed(app, text):
    with app.test_request_context():
        assert moment(text) == text
