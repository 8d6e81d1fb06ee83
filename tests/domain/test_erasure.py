"""Erasing a submission: nothing it says is anywhere any more, and what must stay of it stays."""

import datetime as dt
import json
import os

import pytest
from sqlalchemy import func, select, text

from server import errors
from server.db.models import (
    Attachment,
    Base,
    Blob,
    Comment,
    Event,
    HouseholdAccount,
    HouseholdMoney,
    Submission,
    SubmissionFlag,
    SubmissionVersion,
)
from server.db.session import Scope, transaction
from server.domain import erasure, reviews, village_plans
from server.domain.permissions import ROLES
from server.domain.recompute import recompute
from tests.domain.conftest import VILLAGE, YEAR, drain

NOW = dt.datetime(2027, 3, 31, 5, 0, tzinfo=dt.UTC)
SECRETS = ("71234567", "นายความลับ", "ขอแก้ยอด 71234567", "device-of-somsri")


@pytest.fixture
def account(village):
    """An account of h7 with an amount that nobody else has, edited once, commented, approved; the six others too."""
    first = village.account(7, r_all="71234567", receipt_total="71234567.0", instanceName="นายความลับ 10/2568")
    village.send(*(village.account(number) for number in range(1, 7)), first)
    village.edit = village.phone.edit(first, p_all="45001")
    village.send(village.edit)
    village.first, village.id = first, id_of(village.session, first)
    with transaction() as session:
        sent_from = text("update submission_version set device_id = 'device-of-somsri' where submission_id = :id")
        session.execute(sent_from, {"id": village.id})
        reviews.comment_on(session, village.officer, village.id, "ขอแก้ยอด 71234567")
    village.review("approved")
    return village


@pytest.fixture
def store(app):
    return app.extensions["blobs"]


def id_of(session, filled) -> int:
    session.rollback()
    return session.scalar(select(Submission.id).where(Submission.instance_id == filled.instance_id))


def erase(village, store, submission_id=None, reason="court_order", caller=None):
    with transaction() as session:
        erasure.erase(session, caller or village.officer, submission_id or village.id, reason, store=store)
    drain()


def everything(session) -> str:
    """The whole database as text."""
    session.rollback()
    tables = [session.execute(select(table)).all() for table in Base.metadata.sorted_tables]
    return json.dumps([[list(row) for row in rows] for rows in tables], default=readable, ensure_ascii=False)


def readable(value: object) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes | memoryview) else str(value)


@pytest.mark.parametrize("reason", erasure.REASONS)
def test_nothing_an_account_says_is_anywhere_in_the_database_any_more(account, store, reason):
    assert [secret for secret in SECRETS if secret not in everything(account.session)] == []

    erase(account, store, reason=reason)

    told = everything(account.session)
    assert [secret for secret in SECRETS if secret in told] == []
    assert account.session.get(HouseholdMoney, account.id) is None
    of_it = [(Comment, Comment.submission_id), (SubmissionFlag, SubmissionFlag.submission_id)]
    assert [account.session.scalars(select(table).where(column == account.id)).all() for table, column in of_it] == [
        [],
        [],
    ]


def test_id_sha256_household_year_and_tombstone_stay(account, store):
    versions = select(SubmissionVersion.instance_id, SubmissionVersion.sha256).where(
        SubmissionVersion.submission_id == account.id
    )
    before = account.session.execute(versions.order_by(SubmissionVersion.id)).all()

    erase(account, store, reason="consent_withdrawn")

    account.session.rollback()
    row = account.session.get(Submission, account.id)
    assert (row.instance_id, row.village_code, row.plan_year, row.state) == (
        account.first.instance_id,
        VILLAGE,
        YEAR,
        "approved",
    )
    assert (row.erased_because, row.erased_at is None, row.deleted_at is None) == ("consent_withdrawn", False, False)
    assert account.session.execute(versions.order_by(SubmissionVersion.id)).all() == before
    fact = account.session.get(HouseholdAccount, account.id)
    assert (str(fact.household_id), fact.plan_year, fact.consent) == (account.households[6], YEAR, False)


@pytest.mark.parametrize(
    ("reason", "shares", "reasons"),
    [
        ("retention", (7, 10), {}),
        ("consent_withdrawn", (6, 10), {"no_consent": 1}),
        ("court_order", (6, 10), {}),
    ],
)
def test_what_is_counted_after_the_erasure_follows_its_reason(account, store, reason, shares, reasons):
    erase(account, store, reason=reason)

    for basis in ("official", "provisional"):
        assert account.shares(basis)[0] == shares
    with transaction() as session:
        plan = village_plans.of_village(session, account.officer, VILLAGE, YEAR, "official", today=NOW.date())
    assert plan.indicators[0].reasons == reasons
    assert recompute(1, now=dt.datetime.now(dt.UTC)).changes == ()


def test_the_book_says_who_erased_what_and_why(account, store):
    erase(account, store)

    event = account.session.scalar(select(Event).where(Event.verb == "submission.erase"))
    assert (event.actor_id, event.subject_id, event.details) == (
        account.officer.actor_id,
        str(account.id),
        {"because": "court_order"},
    )


def test_nobody_opens_or_decides_on_what_is_erased(account, store, sign_in):
    erase(account, store, reason="retention")

    for act in (
        lambda session: reviews.review(session, account.officer, account.id, "approved"),
        lambda session: reviews.comment_on(session, account.officer, account.id, "?"),
        lambda session: erasure.erase(session, account.officer, account.id, "court_order", store=store),
    ):
        with pytest.raises(errors.NotFound), transaction() as session:
            act(session)


def test_row_level_security_shows_an_officer_an_empty_version_at_most(account, store):
    erase(account, store)

    with transaction(Scope(1, ("5007",), ROLES["district_officer"].sees)) as session:
        seen = session.execute(
            select(SubmissionVersion.xml, SubmissionVersion.answers, SubmissionVersion.instance_name).where(
                SubmissionVersion.submission_id == account.id
            )
        ).all()
    assert {(bytes(xml), str(answers), name) for xml, answers, name in seen} == {(b"", "{}", None)}


# Who may, and what


@pytest.mark.parametrize(
    ("role", "area", "refused"),
    [
        ("district_officer", "5006", errors.NotFound),
        ("province_officer", "50", errors.NotAllowed),
        ("district_chief", "5007", errors.NotAllowed),
        ("admin", "50", errors.NotAllowed),
    ],
)
def test_only_a_district_officer_of_the_area_may(account, store, sign_in, role, area, refused):
    with pytest.raises(refused):
        erase(account, store, caller=sign_in(role, area))

    assert account.session.get(Submission, account.id).erased_at is None


def test_another_reason_is_refused(account, store):
    with pytest.raises(erasure.ErasureReasonUnknown, match="consent_withdrawn, retention, court_order"):
        erase(account, store, reason="because")


def test_a_form_that_made_a_household_is_not_erased_alone(village, store):
    registration = village.phone.fill("household_register")
    village.send(registration)

    with pytest.raises(erasure.EntityMade):
        erase(village, store, id_of(village.session, registration))

    assert village.session.scalar(select(func.count()).where(SubmissionVersion.xml == b"")) == 0


def test_a_forum_is_erased_for_a_court_with_its_photo_and_counts_no_more(village, store):
    forum = village.phone.fill(
        "forum_attendance", files={"sheet_photo_1": b"faces"}, attend_households=" ".join(village.households[:7])
    )
    village.send(forum)
    assert village.shares("provisional")[1] == (7, 10)
    (photo,) = store.folder.glob("??/*")
    os.utime(photo, (0, 0))
    with pytest.raises(erasure.ErasureReasonUnknown, match="Use one of court_order"):
        erase(village, store, id_of(village.session, forum), reason="consent_withdrawn")

    erase(village, store, id_of(village.session, forum))

    assert village.shares("provisional")[1] == (0, 10)
    assert not photo.exists()
    assert [village.session.scalar(select(func.count()).select_from(table)) for table in (Attachment, Blob)] == [0, 0]


# Files


@pytest.fixture
def with_photo(village, store):
    """Two plans; the second has the photo of the first, and one of its own."""
    first = village.phone.fill("community_plan", files={"plan_photo_1": b"shared"})
    second = village.phone.fill("community_plan", files={"plan_photo_1": b"shared", "plan_photo_2": b"own"})
    village.send(first, second)
    for path in store.folder.glob("??/*"):
        os.utime(path, (0, 0))
    village.first, village.second = first, second
    return village


def contents(store) -> set[bytes]:
    return {path.read_bytes() for path in store.folder.glob("??/*")}


def test_a_file_that_another_submission_has_stays(with_photo, store):
    erase(with_photo, store, id_of(with_photo.session, with_photo.second))

    assert contents(store) == {b"shared"}
    assert with_photo.session.scalar(select(func.count()).select_from(Blob)) == 1


def test_files_stay_when_the_transaction_fails(with_photo, store):
    with pytest.raises(ZeroDivisionError), transaction() as session:
        erasure.erase(
            session, with_photo.officer, id_of(with_photo.session, with_photo.second), "court_order", store=store
        )
        raise ZeroDivisionError

    assert contents(store) == {b"shared", b"own"}
    assert with_photo.session.scalar(select(func.count()).select_from(Blob)) == 2


def test_a_file_that_came_a_moment_ago_is_left_to_the_strays(with_photo, store):
    """A request that has just stored the same bytes may be about to name them."""
    for path in store.folder.glob("??/*"):
        os.utime(path)

    erase(with_photo, store, id_of(with_photo.session, with_photo.second))

    assert contents(store) == {b"shared", b"own"}


def test_what_is_erased_in_many_provinces_is_one_file_until_the_last_lets_go(with_photo, store):
    with_photo.session.execute(text("insert into workspace (id, province_code, name) values (2, '51', 'ลำพูน')"))
    with_photo.session.execute(
        text(
            "insert into blob (workspace_id, sha256, size, content_type) select 2, sha256, size, content_type from blob"
        )
    )
    with_photo.session.commit()

    erase(with_photo, store, id_of(with_photo.session, with_photo.second))

    assert contents(store) == {b"shared", b"own"}
