"""How the work of an area goes: counted for whoever reads its figures, without a word of what was answered."""

from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import update

from server.db.models import Entity
from server.domain import process
from server.domain.assignments import AreaUnknown
from server.errors import NotFound
from tests.domain.conftest import drain
from tests.domain.money import YEAR, make_account, make_submission
from tests.factories import make_household, make_phone, make_village, make_year

VILLAGE, OTHER = "50070503", "50070601"
NOW = datetime(2027, 3, 31, 5, 0, tzinfo=UTC)
OFFICES = [("district_officer", "5007"), ("district_chief", "5007"), ("province_officer", "50")]


@pytest.fixture
def book(session):
    make_year(session)
    for village in (VILLAGE, OTHER):
        make_village(session, village)
    session.commit()
    return session


def counted(session, caller, code="5007", year=YEAR):
    session.commit()
    return process.of_area(caller, code, year=year, now=NOW)


def submission(session, village=VILLAGE, *, state="received", days_ago=0, changed=None, **changes):
    """received `days_ago` before NOW; changed: days before NOW at which its state came to be."""
    received_at = NOW - timedelta(days=days_ago)
    updated_at = None if changed is None else NOW - timedelta(days=changed)
    times = {"received_at": received_at, "updated_at": updated_at}
    return make_submission(session, village, state=state, **(times | changes))


def test_what_waits_longer_than_a_week_is_backlog(book, sign_in):
    submission(book, days_ago=6)
    submission(book, days_ago=8)
    submission(book, state="edited", days_ago=90, changed=6)
    submission(book, state="edited", days_ago=90, changed=8)
    for decided in ("approved", "has_issues", "rejected"):
        submission(book, state=decided, days_ago=90, changed=80)
    submission(book, days_ago=90, deleted_at=NOW)

    assert counted(book, sign_in()).whole.process.review_backlog == 2


def test_the_days_until_a_decision_are_whole_and_their_median_is_told(book, sign_in):
    for days, state in ((0.5, "approved"), (3.9, "has_issues"), (10, "rejected")):
        submission(book, state=state, days_ago=20, changed=20 - days)
    submission(book, days_ago=20)

    assert counted(book, sign_in()).whole.process.review_days_median == Decimal(3)


def test_a_submission_belongs_to_the_year_it_names_or_else_to_the_one_it_came_in(book, sign_in):
    submission(book, days_ago=30)
    submission(book, days_ago=30, plan_year=2569)
    submission(book, days_ago=30, plan_year=None)
    first = datetime(2026, 9, 30, 17, 0, tzinfo=UTC)  # midnight of 1 October in Bangkok
    submission(book, plan_year=None, received_at=first)
    submission(book, plan_year=None, received_at=first - timedelta(seconds=1))

    assert counted(book, sign_in()).whole.process.review_backlog == 3
    assert counted(book, sign_in(), year=2569).whole.process.review_backlog == 2


def test_files_that_are_named_and_have_not_come_are_missing_until_they_do(village, sign_in):
    plan = village.plan(files={"plan_photo_1": b"a plan", "lao_evidence_photo": b"an invitation"})
    village.phone.post(plan.xml, dict(list(plan.files.items())[:1]))
    drain()
    assert counted(village.session, sign_in()).whole.process.missing_attachments == 1

    village.send(plan)
    assert counted(village.session, sign_in()).whole.process.missing_attachments == 0


def test_the_share_of_accounts_whose_book_was_seen(book, sign_in):
    for seen, state in ((True, "approved"), (True, "received"), (False, "edited"), (True, "rejected")):
        make_account(book, VILLAGE, state=state, book_seen=seen)
    make_account(book, VILLAGE, consent=False, book_seen=None)

    whole = counted(book, sign_in()).whole.process
    assert (whole.accounts, whole.books_seen, whole.book_seen_pct) == (3, 2, Decimal("66.66"))


def test_walk_ins_of_plan_forums_are_open_until_their_list_is_rejected(village, sign_in):
    village.send(
        village.forum(1, has_walk_in="yes", walk_in=[{"walk_in_name": "นายสมมุติ"}] * 2),
        village.forum(2, forum_type="other", has_walk_in="yes", walk_in=[{"walk_in_name": "นายสมมุติ"}]),
    )
    assert counted(village.session, sign_in()).whole.process.walk_ins_open == 2

    village.review("rejected")
    assert counted(village.session, sign_in()).whole.process.walk_ins_open == 0


def test_a_house_number_of_several_open_households_is_counted_once(book, sign_in):
    for _ in range(3):
        make_household(book, VILLAGE, house_no="12/3")
    make_household(book, VILLAGE, house_no="12/3", hh_seq="2")
    make_household(book, OTHER, house_no="12/3")
    make_household(book, VILLAGE, house_no="7", status="closed")
    make_household(book, VILLAGE, house_no="7")

    assert counted(book, sign_in()).whole.process.duplicate_house_numbers == 1
    book.execute(update(Entity).values(deleted_at=NOW))
    assert counted(book, sign_in()).whole.process.duplicate_house_numbers == 0


def test_each_part_of_an_area_has_its_own_counts_and_the_whole_their_sum(book, sign_in):
    submission(book, VILLAGE, days_ago=8)
    submission(book, OTHER, days_ago=8)
    submission(book, days_ago=8, village_code=None, phone_area="500705")
    submission(book, days_ago=8, village_code=None, phone_area="5007")

    found = counted(book, sign_in())
    assert [(part.code, part.process.review_backlog) for part in found.parts] == [("500705", 2), ("500706", 1)]
    assert found.whole.process.review_backlog == 4
    assert [part.code for part in counted(book, sign_in(), "500705").parts] == [VILLAGE]
    assert counted(book, sign_in(), VILLAGE).parts == ()


def test_what_each_phone_sent_by_day_in_bangkok(book, sign_in):
    phone = make_phone(book, "ทีมสะลวง 1")
    today = datetime(2027, 3, 31, 1, 0, tzinfo=UTC)
    for received_at in (today, today, today - timedelta(hours=9), today - timedelta(days=40)):
        submission(book, actor_id=phone.actor_id, received_at=received_at)

    found = counted(book, sign_in())
    (team,) = found.teams
    assert (team.name, team.area_code, team.submissions, team.days) == ("ทีมสะลวง 1", "500705", 4, 3)
    assert team.last_day == date(2027, 3, 31)
    assert team.by_day == {date(2027, 3, 31): 2, date(2027, 3, 30): 1}
    assert (len(found.days), found.days[-1]) == (14, date(2027, 3, 31))


@pytest.mark.parametrize(("role", "area"), OFFICES)
def test_who_reads_no_names_reads_the_same_numbers_and_no_house_number(book, sign_in, role, area):
    for _ in range(2):
        make_household(book, VILLAGE, house_no="98765/4", head_name="นางสาวลับ เฉพาะ")
    make_account(book, VILLAGE)

    found = counted(book, sign_in(role, area), "5007")
    assert found.whole == counted(book, sign_in(), "5007").whole
    assert (found.whole.process.duplicate_house_numbers, found.whole.process.accounts) == (1, 1)
    assert "98765" not in str(asdict(found)) and "ลับ" not in str(asdict(found))


def test_another_area_is_not_there_and_one_that_nobody_has_is_unknown(book, sign_in):
    for caller, code in ((sign_in(area="5006"), "5007"), (sign_in(), "50")):
        with pytest.raises(NotFound):
            counted(book, caller, code)
    with pytest.raises(AreaUnknown):
        counted(book, sign_in(), "500799")
