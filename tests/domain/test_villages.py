"""Villages are computed from what was sent and decided, whenever it comes and in whatever order."""

import datetime as dt
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text

from server.db.models import (
    CommunityPlan,
    Entity,
    EntityVersion,
    Forum,
    ForumAttendance,
    GradeEvent,
    HouseholdAccount,
    HouseholdClosing,
    HouseholdMoney,
    HouseholdRegistration,
    HouseholdYear,
    IndicatorResult,
    ListRevision,
    PendingSubmission,
    StaleVillage,
    Submission,
    SubmissionFlag,
    VillageYear,
    Withdrawal,
)
from server.db.queries import pending, results
from server.db.session import transaction
from server.domain import reviews, years
from server.domain.checks import check_stale
from server.domain.digest import digest_waiting
from server.domain.recompute import Change, VillageUnknown, recompute
from server.domain.villages import compute_stale
from server.domain.years import YearNotOpen
from tests.domain.conftest import VILLAGE, YEAR, drain, rows
from tests.factories import make_household, make_village, make_year

NOW = dt.datetime(2027, 3, 31, 5, 0, tzinfo=dt.UTC)
FACTS = (
    HouseholdRegistration, HouseholdClosing, HouseholdAccount, HouseholdMoney, Forum, ForumAttendance, CommunityPlan,
    SubmissionFlag, HouseholdYear,
)  # fmt: skip
COMPUTED = (VillageYear, IndicatorResult)
WRITTEN = ("id", "recorded_at", "computed_at", "created_at", "updated_at")


def events(session, basis: str) -> list[tuple]:
    session.rollback()
    changes = select(GradeEvent.old_grade, GradeEvent.new_grade, GradeEvent.new_status)
    return [tuple(row) for row in session.execute(changes.where(GradeEvent.basis == basis).order_by(GradeEvent.id))]


def as_computed(session) -> dict:
    return rows(session, (*FACTS, *COMPUTED, Entity, EntityVersion), *WRITTEN)


def test_a_village_earns_its_provisional_grade_at_once_and_the_official_one_by_approval(village):
    village.send(*village.base_case())
    assert (village.grade("provisional"), village.grade("official")) == ("A", None)
    assert village.result("official").status == "no_data"

    village.review("approved")

    assert (village.grade("provisional"), village.grade("official")) == ("A", "A")
    assert village.shares("official") == [(7, 10), (7, 10)]
    assert village.result("official").reference_date == dt.date(2026, 12, 10)
    assert village.result("official").gate == "propose"


def test_before_the_plan_arrives_there_is_no_grade(village):
    village.send(village.account(1))

    assert (village.result("provisional").status, village.grade("provisional")) == ("in_progress", None)


@pytest.mark.parametrize(
    ("changes", "share"),
    [
        ({"period_start": "2569-11-01"}, (6, 10)),
        ({"period_start": "2025-09-01"}, (6, 10)),
        ({"plan_year": "2569"}, (6, 10)),
        ({"plan_year": "2571"}, (6, 10)),
        ({"consent_plan_use": "no"}, (6, 10)),
        ({"household": ""}, (6, 10)),
        ({"period_start": "2025-10-01"}, (7, 10)),
    ],
)
def test_an_account_at_fault_is_kept_and_not_counted(village, changes, share):
    village.send(*(village.account(number) for number in range(1, 7)), village.account(7, **changes))

    assert village.shares("provisional")[0] == share
    assert village.session.scalar(select(func.count(Submission.id))) == 7


def test_a_village_outside_the_phones_area_counts_once_the_district_accepts_it(village, new_phone):
    make_village(village.session, "50070601")
    village.session.commit()
    village.phone = new_phone(area="500706")
    village.send(*village.base_case())
    assert village.result("provisional").status == "no_data"

    for submission in list(village.session.scalars(select(Submission.id))):
        with transaction() as session:
            reviews.accept_area(session, village.officer, submission)
    drain()

    assert village.grade("provisional") == "A"


def test_an_account_of_a_household_that_arrives_later_is_counted_then(village):
    newcomer = str(uuid4())
    village.send(village.account(1), village.account(2, household=newcomer))
    assert village.shares("provisional")[0] == (1, 10)

    village.send(village.phone.fill("household_register", entity={"id": newcomer}, exists_from="1900-01-01"))

    assert village.shares("provisional")[0] == (2, 11)


def test_a_rejected_household_is_not_one_of_the_village_until_it_comes_back(village):
    registration = village.phone.fill("household_register")
    village.send(*village.base_case(), registration)
    assert village.shares("provisional") == [(7, 11), (7, 11)]

    village.review("rejected", registration)
    assert village.shares("provisional") == [(7, 10), (7, 10)]

    village.review("received", registration)
    assert village.shares("provisional") == [(7, 11), (7, 11)]


def test_a_closing_counts_provisionally_at_once_and_officially_when_approved(village):
    village.send(*village.base_case())
    village.review("approved")
    closing = village.close(10, "moved_out", exists_to="2026-11-30")
    village.send(closing)
    assert (village.shares("official")[0], village.shares("provisional")[0]) == ((7, 10), (7, 9))

    village.review("approved", closing)
    assert village.shares("official") == [(7, 9), (7, 9)]

    village.review("rejected", closing)
    assert village.shares("provisional") == village.shares("official") == [(7, 10), (7, 10)]


def test_a_merged_households_account_is_credited_to_the_one_that_goes_on(village):
    village.send(village.account(2), village.forum(2))
    village.send(village.close(2, "merged", exists_to="2026-11-30", merged_into=village.households[0]))
    assert village.shares("provisional") == [(1, 9), (1, 9)]

    village.send(village.account(1))
    assert village.shares("provisional") == [(1, 9), (1, 9)]


def test_a_household_merged_into_another_village_is_computed_there(village):
    other = make_village(village.session, "50070504")
    into = str(make_household(village.session, other.code).uuid)
    village.session.commit()
    village.send(village.account(1), village.close(1, "duplicate", merged_into=into))

    counted = select(IndicatorResult.num, IndicatorResult.den).where(
        IndicatorResult.village_code == other.code,
        IndicatorResult.indicator == 1,
        IndicatorResult.basis == "provisional",
    )
    assert village.session.execute(counted).one() == (1, 1)
    assert village.shares("provisional")[0] == (0, 9)


def test_evidence_that_arrives_later_is_counted_then(village):
    plan = village.plan()
    assert village.phone.post(plan.xml).status == 201
    village.send(*village.base_case()[:-1])
    assert village.grade("provisional") == "C"

    village.send(plan)

    assert village.grade("provisional") == "A"


def test_an_approved_forum_that_is_edited_leaves_the_official_figure(village):
    forum = village.forum(1, 2, 3, 4, 5, 6, 7)
    village.send(*village.base_case()[:7], forum, village.plan())
    village.review("approved")

    village.send(village.phone.edit(forum, attend_households=" ".join(village.households[:8])))

    assert (village.shares("official")[1], village.shares("provisional")[1]) == ((0, 10), (8, 10))
    assert (village.grade("official"), village.grade("provisional")) == ("B", "A")


def test_each_change_of_grade_is_one_event(village):
    village.send(*village.base_case())
    village.review("approved")
    for _ in range(2):
        again(village.session)

    assert [change for change in events(village.session, "provisional") if change[1]] == [(None, "A", "graded")]
    assert [change for change in events(village.session, "official") if change[1]] == [(None, "A", "graded")]


def test_an_event_names_the_submission_that_caused_it(village):
    forum = village.forum(1, 2, 3, 4, 5, 6, 7)
    village.send(*village.base_case()[:7], forum, village.plan())
    village.review("approved")
    village.review("has_issues", forum)

    newest = select(GradeEvent).where(GradeEvent.basis == "official").order_by(GradeEvent.id.desc()).limit(1)
    event = village.session.scalar(newest)
    assert (event.old_grade, event.new_grade, event.cause) == ("A", "B", forum.instance_id)


def again(session) -> None:
    """Have everything digested and computed once more."""
    with transaction() as asking:
        pending.queue_again(asking, 1)
        results.mark_all_stale(asking)
    drain()


def test_running_any_drain_twice_changes_nothing(village):
    village.send(*village.base_case(), village.close(9, "vacant", exists_to="2026-11-30"))
    village.review("approved")
    before, told = as_computed(village.session), events(village.session, "official")

    again(village.session)

    assert as_computed(village.session) == before
    assert events(village.session, "official") == told
    assert [village.session.scalar(select(func.count(table.id))) for table in (PendingSubmission, StaleVillage)] == [
        0,
        0,
    ]


def test_a_change_of_the_register_is_felt_in_every_open_year(village):
    make_year(village.session, 2571)
    village.session.commit()
    village.send(village.phone.fill("household_register"))

    assert [village.result("provisional", year).households for year in (2570, 2571)] == [11, 11]


def test_another_window_takes_in_accounts_that_lay_outside_it_and_another_threshold_keeps_them(village, sign_in):
    village.send(village.account(1, period_start="2025-06-01"), village.account(2))
    assert village.shares("provisional")[0] == (1, 10)

    for rules in ({"collection_start": dt.date(2025, 6, 1)}, {"threshold": 20}):
        with transaction() as session:
            years.set_rules(session, sign_in("province_officer", "50"), YEAR, rules)
        drain()

        assert village.shares("provisional")[0] == (2, 10)


def mixed(village) -> list:
    """A bit of everything, with a household that is registered by phone, mergers, faults, and an edit."""
    newcomer = str(uuid4())
    forum = village.forum(1, 2, 3, 8)
    return [
        village.account(1),
        village.account(2, household=newcomer),
        village.account(3, period_start="2569-11-01"),
        village.account(9),
        forum,
        village.forum(4, 9, forum_date="2026-12-11"),
        village.plan(files={}),
        village.phone.fill("household_register", entity={"id": newcomer}),
        village.close(9, "merged", exists_to="2026-11-30", merged_into=newcomer),
        village.close(8, "duplicate", merged_into=village.households[0]),
        village.close(10, "moved_out", exists_to="2569-11-30"),
        village.phone.edit(forum, attend_households=f"{village.households[0]} {newcomer}"),
    ]


DERIVED = (*COMPUTED, StaleVillage, PendingSubmission, *FACTS, EntityVersion, Entity, ListRevision)


@pytest.fixture
def undigested(village, _cleaner):
    """A mixed bag received and partly decided; calling it forgets whatever has been made of it."""
    forms = mixed(village)
    assert {village.phone.send(form).status for form in forms} == {201}
    drain()
    village.review("approved", *forms[:3], forms[8])
    village.review("rejected", forms[9])
    of_merged = {"workspace_id": 1, "household_id": UUID(village.households[8]), "plan_year": YEAR}
    village.session.add(Withdrawal(**of_merged, actor_id=village.officer.actor_id))
    village.session.commit()
    of_register = {
        table: f"delete from {table} where submission_id is not null"
        for table in ("household_registration", "household_closing", "entity_version")
    }
    made_by_phones = "delete from entity where not exists (select from entity_version v where v.uuid = entity.uuid)"

    def forget() -> list[int]:
        village.session.rollback()
        for table in DERIVED:
            name = table.__tablename__
            if name not in ("entity", "list_revision"):
                _cleaner.execute(of_register.get(name, f"delete from {name}"))
        _cleaner.execute(made_by_phones)
        _cleaner.execute(
            "update entity set version = v.version, data = v.data, label = v.label, conflict = null"
            " from entity_version v where v.uuid = entity.uuid"
        )
        _cleaner.execute("update submission set village_code = null, plan_year = null")
        return [row[0] for row in _cleaner.execute("select id from submission order by id")]

    return forget


def digest_in(order: list[int], at_once: int, *, computing_between: bool) -> None:
    for submission in order:
        with transaction() as session:
            pending.queue_submissions(session, 1, [submission])
    while step(digest_waiting, at_once):
        if computing_between:
            step(compute_stale, 5, now=NOW)
            step(check_stale, 5)
    while step(compute_stale, 5, now=NOW):
        pass
    while step(check_stale, 5):
        pass


def step(verb, limit: int, **terms) -> int:
    with transaction() as session:
        return verb(session, limit=limit, **terms)


def test_neither_the_order_of_processing_nor_doing_it_again_ever_matters(village, undigested):
    ids = undigested()
    digest_in(ids, 100, computing_between=False)
    expected = rows(village.session, (*FACTS, *COMPUTED, Entity), *WRITTEN)

    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    @given(order=st.permutations(ids), at_once=st.integers(1, 12), computing_between=st.booleans())
    def in_any_order(order, at_once, computing_between):
        undigested()
        digest_in(order, at_once, computing_between=computing_between)
        assert rows(village.session, (*FACTS, *COMPUTED, Entity), *WRITTEN) == expected
        digest_in(order[::-1], at_once, computing_between=computing_between)
        assert recompute(1, now=NOW).changes == ()
        assert rows(village.session, (*FACTS, *COMPUTED, Entity), *WRITTEN) == expected

    in_any_order()
    assert village.shares("provisional") != [(0, 10), (0, 10)]  # there was something to get wrong


def test_recomputing_everything_changes_nothing(village):
    village.send(*mixed(village))
    village.review("approved")
    before, revisions = as_computed(village.session), rows(village.session, (ListRevision,))

    done = recompute(1, now=NOW)

    assert (done.changes, done.submissions, done.villages) == ((), 11, 1)
    assert as_computed(village.session) == before
    assert rows(village.session, (ListRevision,)) == revisions  # no phone fetches a list again


def test_recomputing_mends_what_was_spoiled_and_says_so(village):
    village.send(*village.base_case())
    village.review("approved")
    lost = text("delete from household_account where household_id = :one")
    village.session.execute(lost, {"one": village.households[0]})
    village.session.execute(text("update village_year set grade = 'C' where basis = 'provisional'"))
    village.session.commit()

    done = recompute(1, village_code=VILLAGE, plan_year=YEAR, now=NOW)

    assert done.changes == (Change(VILLAGE, YEAR, "provisional", "grade", "C", "A"),)
    assert village.shares("provisional")[0] == (7, 10)


def test_recomputing_one_village_looks_at_the_accounts_of_its_households_wherever_they_were_sent(village):
    other = make_village(village.session, "50070504").code
    theirs = str(make_household(village.session, other).uuid)
    village.session.commit()
    village.send(village.account(1, household=theirs), village.account(2))
    village.session.execute(text("update household_account set consent = false"))
    village.session.commit()

    done = recompute(1, village_code=other, now=NOW)

    mended = village.session.scalars(select(HouseholdAccount.household_id).where(HouseholdAccount.consent)).all()
    assert (done.submissions, mended) == (1, [UUID(theirs)])


def test_a_village_or_year_that_is_not_there_is_not_recomputed(village):
    with pytest.raises(VillageUnknown):
        recompute(1, village_code="50070599", now=NOW)
    with pytest.raises(YearNotOpen):
        recompute(1, plan_year=2580, now=NOW)


def test_an_inactive_village_is_left_out(village):
    village.send(*village.base_case())
    village.session.execute(text("update village set active = false"))
    village.session.commit()

    assert recompute(1, now=NOW).villages == 0


def test_a_household_is_known_by_its_id_alone(village):
    """Two registrations under one id, from two phones, are one household."""
    same = {"id": str(uuid4())}
    village.send(*(village.phone.fill("household_register", entity=same) for _ in range(2)))

    assert village.result("provisional").households == 11
    assert village.session.scalar(select(func.count()).where(Entity.uuid == UUID(same["id"]))) == 1
