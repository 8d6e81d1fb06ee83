"""The gate of a village: what the phone shows follows the official grade, and so do the projects that it holds."""

import csv
import io

import pytest
from sqlalchemy import select

from server.db.models import SubmissionFlag
from server.domain import reviews
from tests.domain.projects.lives import make_life
from tests.factories import make_household, make_person
from tests.fixtures.field import drain, photo


@pytest.fixture
def graded(phone, province):
    """Ten households; seven accounts, a forum of seven, a plan with its evidence: everything that makes an A."""
    ids = [str(make_household(province, house_no=str(number + 1)).uuid) for number in range(10)]
    province.commit()
    files = {"plan_photo_1": photo("plan"), "lao_evidence_photo": photo("letter")}
    sent = [phone.fill("household_account", household=one, today="2026-11-22") for one in ids[:7]]
    sent += [
        phone.fill("forum_attendance", attend_households=" ".join(ids[:7]), today="2026-11-22"),
        phone.fill("community_plan", lao_stages="prepare analyse", today="2026-11-22", files=files),
    ]
    assert {phone.send(filled).status for filled in sent} == {201}
    drain()
    return [filled.instance_id for filled in sent]


@pytest.fixture
def decide(session):
    """`decide("approved", instance ids)`, by an officer of the district, and what follows from it."""
    person = make_person(session)
    session.commit()

    def decided(state, instance_ids):
        from server.db.models import Submission
        from server.domain.people import caller

        officer = caller(session, person.email, 1)
        for submission_id in session.scalars(select(Submission.id).where(Submission.instance_id.in_(instance_ids))):
            reviews.review(session, officer, submission_id, state, "ตรวจแล้ว")
        session.commit()
        drain()

    return decided


def on_the_phone(phone):
    """(plan year, gate) of the village, as the phone's form reads it."""
    listed = phone.get(f"{phone.server_url}/forms/community_plan/attachments/villages.csv")
    (row,) = csv.DictReader(io.StringIO(listed.text))
    return row["plan_year"], row["gate"]


def test_a_regrade_reaches_the_phone_and_holds_or_lets_through_what_was_proposed(phone, session, graded, decide):
    assert on_the_phone(phone)[1] == "unknown"
    decide("approved", graded)
    assert on_the_phone(phone) == ("2570", "propose")
    life = make_life(session)
    life.up_to("forwarded")
    session.commit()

    decide("has_issues", graded[5:8])  # two accounts and the forum: two of four indicators are left

    session.rollback()
    assert on_the_phone(phone) == ("2570", "make_plan")
    assert life.row.stage == "proposed"
    flags = select(SubmissionFlag.code).where(SubmissionFlag.submission_id == life.proposal.id)
    assert list(session.scalars(flags)) == ["gate_failed"]

    decide("approved", graded[5:8])

    session.rollback()
    assert on_the_phone(phone) == ("2570", "propose")
    assert life.row.stage == "forwarded"
    assert list(session.scalars(flags)) == []


def test_what_is_not_approved_opens_no_gate(phone, graded, decide):
    decide("approved", graded[:8])  # without the plan there is no grade

    assert on_the_phone(phone)[1] == "unknown"
