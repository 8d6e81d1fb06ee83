"""What the district sends back stands in the list `to_correct` until its team has corrected it."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from server.db.models import (
    Comment,
    Correction,
    Entity,
    EntityVersion,
    Event,
    ListRevision,
    ReviewBatch,
    Submission,
    SubmissionFlag,
)
from server.db.queries import corrections
from server.db.session import transaction
from server.domain import batches, erasure, reviews, to_correct
from server.domain.entities import PROPERTIES
from server.domain.recompute import recompute
from tests.domain.conftest import drain, rows
from tests.factories import make_household

WHY = "ยอดรายจ่ายไม่ตรงกับสมุด"


@pytest.fixture
def officer(sign_in):
    return sign_in()


@pytest.fixture
def store(app):
    return app.extensions["blobs"]


@pytest.fixture
def decide(officer, session):
    def decided(state: str, *forms, comment: str = WHY) -> None:
        with transaction() as deciding:
            reviews.review_many(deciding, officer, [id_of(session, form) for form in forms], state, comment)
        drain()

    return decided


@pytest.fixture
def account(phone, session):
    """An account of a household, received and read: `account(corrects=entry)`."""
    household = str(make_household(session).uuid)
    session.commit()

    def send(form_id: str = "household_account", **answers):
        about = {"household": household} if form_id == "household_account" else {}
        filled = phone.fill(form_id, **(about | answers))
        assert phone.send(filled).status == 201
        drain()
        return filled

    return send


def id_of(session, form) -> int:
    session.rollback()
    return session.scalar(select(Submission.id).where(Submission.instance_id == form.instance_id))


def state_of(session, form) -> str:
    return session.get_one(Submission, id_of(session, form), populate_existing=True).state


def listed(session) -> list[Entity]:
    session.rollback()
    session.expire_all()
    there = select(Entity).where(Entity.list_name == "to_correct", Entity.deleted_at.is_(None))
    return list(session.scalars(there.order_by(Entity.created_at)))


def entry_of(form) -> str:
    return str(to_correct.entry_of(form.form_id, form.instance_id))


def flags(session, form) -> set[str]:
    return set(session.scalars(select(SubmissionFlag.code).filter_by(submission_id=id_of(session, form))))


def test_what_is_sent_back_stands_in_the_list_with_the_words_of_the_district(account, decide, session):
    sent = account()
    decide("has_issues", sent, comment=WHY + "ก" * 300)

    (entry,) = listed(session)
    assert (str(entry.uuid), entry.village_code, entry.version) == (entry_of(sent), "50070503", 1)
    assert set(entry.data) == set(PROPERTIES["to_correct"])
    assert (entry.data["form"], entry.data["instance_id"]) == ("household_account", sent.instance_id)
    assert entry.data["comment"] == (WHY + "ก" * 300)[:200]
    assert "บัญชีรับ-จ่ายครัวเรือน" in entry.label


@pytest.mark.parametrize("state", ["approved", "rejected", "received", "edited"])
def test_another_decision_takes_it_off_and_nothing_that_was_said_stays(account, decide, session, state):
    sent = account()
    decide("has_issues", sent)
    decide(state, sent, comment="ดีแล้ว")

    assert listed(session) == []
    entry = session.scalar(select(Entity).where(Entity.list_name == "to_correct"))
    assert (entry.label, entry.data) == ("", {"form": sent.form_id, "instance_id": sent.instance_id})
    assert session.scalars(select(EntityVersion).where(EntityVersion.list_name == "to_correct")).all() == []


def test_what_is_sent_back_again_is_the_same_entry_in_a_later_version(account, decide, session):
    sent = account()
    for state in ("has_issues", "approved", "has_issues"):
        decide(state, sent)

    assert [(str(one.uuid), one.version) for one in listed(session)] == [(entry_of(sent), 2)]


def test_a_comment_added_later_is_what_the_team_reads(account, decide, officer, session):
    sent = account()
    decide("has_issues", sent)
    sent_id = id_of(session, sent)
    with transaction() as saying:
        reviews.comment_on(saying, officer, sent_id, "ดูหน้า 4 ของสมุด")

    assert listed(session)[0].data["comment"] == "ดูหน้า 4 ของสมุด"


@pytest.mark.parametrize("form_id", ["forum_attendance", "community_plan"])
def test_an_edit_on_the_phone_closes_the_loop(account, phone, decide, session, form_id):
    sent = account(form_id)
    decide("has_issues", sent)
    assert len(listed(session)) == 1

    edited = phone.edit(sent)
    assert [phone.send(edited).status for _ in range(2)] == [201, 201]
    drain()

    assert (listed(session), state_of(session, sent)) == ([], "edited")


def test_an_erased_one_leaves_the_list(account, decide, officer, session, store):
    sent = account()
    decide("has_issues", sent)
    sent_id = id_of(session, sent)
    with transaction() as erasing:
        erasure.erase(erasing, officer, sent_id, "court_order", store=store)

    assert listed(session) == []


def test_a_correction_closes_the_loop_and_replaces_what_it_corrects_once_approved(account, decide, session):
    old = account()
    decide("has_issues", old)
    new = account(corrects=entry_of(old))

    assert session.scalars(select(Correction.corrects)).all() == [id_of(session, old)]
    assert (listed(session), state_of(session, old)) == ([], "has_issues")
    decide("approved", new)

    assert (state_of(session, old), state_of(session, new)) == ("rejected", "approved")
    words = select(Comment.body).filter_by(submission_id=id_of(session, old)).order_by(Comment.id.desc())
    assert session.scalars(words).first() == reviews.REPLACED
    told = select(Event.details).filter_by(verb="submission.review", subject_id=str(id_of(session, old)))
    assert session.scalars(told.order_by(Event.id.desc())).first()["to"] == "rejected"


def test_undoing_the_approval_of_a_correction_brings_back_what_it_replaced(account, decide, officer, session):
    old = account()
    decide("has_issues", old)
    new = account(corrects=entry_of(old))
    decide("approved", new)
    with transaction() as undoing:
        batches.undo(undoing, officer, undoing.scalar(select(func.max(ReviewBatch.id))), datetime.now(UTC))
    drain()

    assert (state_of(session, old), state_of(session, new)) == ("has_issues", "received")


def test_a_rejected_correction_brings_back_what_it_was_to_correct(account, decide, session):
    old = account()
    decide("has_issues", old)
    new = account(corrects=entry_of(old))
    decide("rejected", new)

    assert [str(one.uuid) for one in listed(session)] == [entry_of(old)]


def test_a_correction_that_is_sent_back_stands_in_the_list_instead(account, decide, session):
    old = account()
    decide("has_issues", old)
    new = account(corrects=entry_of(old))
    decide("has_issues", new)
    newest = account(corrects=entry_of(new))
    decide("approved", newest)

    assert listed(session) == []
    assert [state_of(session, one) for one in (old, new, newest)] == ["rejected", "rejected", "approved"]


def test_what_was_approved_before_it_was_read_replaces_all_the_same(phone, account, decide, officer, session):
    old = account()
    decide("has_issues", old)
    new = phone.fill("household_account", corrects=entry_of(old))
    phone.send(new)
    new_id = id_of(session, new)
    with transaction() as deciding:
        reviews.review(deciding, officer, new_id, "approved")
    assert state_of(session, old) == "has_issues"
    drain()

    assert state_of(session, old) == "rejected"


def test_a_decision_of_the_district_on_the_first_stands(account, decide, session):
    old = account()
    decide("has_issues", old)
    new = account(corrects=entry_of(old))
    decide("approved", old)
    decide("approved", new)

    assert state_of(session, old) == "approved"


@pytest.mark.parametrize("said", ["not an id", "1d3ba9a0-3a53-4f2f-9e2b-27bf57d86ba1"])
def test_what_names_nothing_known_is_flagged(account, session, said):
    sent = account(corrects=said)

    assert "correction_unknown" in flags(session, sent)
    assert session.scalars(select(Correction)).all() == []


def test_a_form_corrects_none_of_another_form_and_none_of_another_tambon(account, new_phone, decide, session):
    old = account()
    decide("has_issues", old)
    other = account("household_register", corrects=entry_of(old))
    neighbour = new_phone(area="500706")
    far = neighbour.fill("household_account", corrects=entry_of(old))
    neighbour.send(far)
    drain()

    assert "correction_unknown" in flags(session, other) & flags(session, far)
    assert len(listed(session)) == 1


def test_a_household_stays_in_the_register_when_an_edit_of_it_corrects_its_registration(
    account, phone, decide, session
):
    made = account("household_register")
    decide("has_issues", made)
    household = made.root.find("meta/entity").get("id")
    of = {"id": household, "create": "0", "update": "1", "baseVersion": "1", "trunkVersion": "1"}
    edit = phone.fill(
        "household_register", entity=of, action="edit", household=household, corrects=entry_of(made), house_no="12/4"
    )
    phone.send(edit)
    drain()
    decide("approved", edit)

    assert (listed(session), state_of(session, made)) == ([], "has_issues")


def test_reviewers_read_what_corrects_what(account, decide, session):
    old = account()
    decide("has_issues", old)
    new = account(corrects=entry_of(old))

    links = corrections.of(session, id_of(session, old))
    assert (links.corrects, [(one.id, one.state) for one in links.corrected_by]) == (
        [],
        [(id_of(session, new), "received")],
    )
    assert [one.id for one in corrections.of(session, id_of(session, new)).corrects] == [id_of(session, old)]


def test_phones_of_other_tambons_notice_nothing(account, decide, session):
    decide("has_issues", account())

    raised = select(ListRevision.tambon_code).where(ListRevision.list_name == "to_correct")
    assert session.scalars(raised).all() == ["500705"]


def test_computing_everything_again_changes_nothing(account, decide, session):
    first, second = account(), account()
    decide("has_issues", first, second)
    account(corrects=entry_of(second))
    tables = (Entity, EntityVersion, ListRevision, Correction, Comment)
    before = rows(session, tables)
    recompute(1, now=datetime.now(UTC))

    assert rows(session, tables) == before
