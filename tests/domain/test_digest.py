"""Submissions that wait become entities, facts and flags: once, in any order, and none holds up the others."""

import logging
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.errors import AdminShutdown, DiskFull
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError

from server.db.models import (
    Entity,
    EntityVersion,
    Forum,
    HouseholdAccount,
    HouseholdRegistration,
    PendingSubmission,
    ProgressReport,
    Submission,
    SubmissionFlag,
    SubmissionVersion,
    Village,
)
from server.db.queries import pending
from server.db.session import transaction
from server.domain import facts, reviews, years
from server.domain.batch import Batch
from server.domain.imports import projects, villages
from server.domain.permissions import Caller
from tests.factories import make_household, make_person, make_project, make_system, make_village
from workers.drains import drain_projects, drain_submissions

OUTSIDE = "50070601"
BRANCH = "b0000000-0000-4000-8000-000000000001"


def flags(session) -> dict[str, dict]:
    return dict(session.execute(select(SubmissionFlag.code, SubmissionFlag.details)).all())


def count(session, table) -> int:
    return session.scalar(select(func.count()).select_from(table))


def entities(session) -> list:
    return session.execute(select(Entity.label, Entity.version, Entity.data)).all()


def send(phone, *forms) -> None:
    assert [phone.send(form).status for form in forms] == [201] * len(forms)


def officer(session) -> Caller:
    made = make_person(session)
    session.commit()
    return Caller(made.actor_id, "person", "อำเภอ", 1, "district_officer", "5007")


def chain(phone, household: str) -> list:
    """A household made, corrected and corrected again on a phone without a signal."""
    change = {"action": "edit", "household": household}
    on_phone = {"id": household, "create": "0", "update": "1", "trunkVersion": "", "branchId": BRANCH}
    return [
        phone.fill("household_register", house_no="9", members="3", entity={"id": household, "label": "9 ก"}),
        phone.fill(
            "household_register", **change, house_no="9/1", entity=on_phone | {"baseVersion": "1", "label": "9/1 ก"}
        ),
        phone.fill(
            "household_register", **change, house_no="9/2", entity=on_phone | {"baseVersion": "2", "label": "9/2 ก"}
        ),
    ]


def test_a_registration_makes_a_household_that_phones_get(phone, session):
    household = str(uuid4())
    send(phone, phone.fill("household_register", entity={"id": household, "label": "12/3 นายสมมุติ"}))
    drain_submissions()

    phone.sync()
    assert phone.lists["households"].rows[household]["label"] == "12/3 นายสมมุติ"
    assert session.scalar(select(HouseholdRegistration.household_id)) == UUID(household)
    assert session.execute(select(Submission.village_code, Submission.plan_year)).one() == ("50070503", None)
    assert count(session, PendingSubmission) == 0


def test_an_entity_is_made_once_however_often_it_is_sent_and_digested(phone, session):
    filled = phone.fill("household_register")
    send(phone, filled, filled)
    drain_submissions()
    with transaction() as again:
        pending.queue_submissions(again, 1, [session.scalar(select(Submission.id))] * 3)
    drain_submissions()

    assert [version for _, version, _ in entities(session)] == [1]
    assert (count(session, EntityVersion), count(session, HouseholdRegistration)) == (1, 1)


def test_a_village_outside_the_phones_area_waits_until_the_district_accepts_it(phone, session):
    make_village(session, OUTSIDE)
    session.commit()
    elsewhere = {"tambon_code": OUTSIDE[:6], "village_code": OUTSIDE}
    send(phone, phone.fill("household_register", **elsewhere))
    drain_submissions()
    assert (set(flags(session)), entities(session)) == ({"outside_area"}, [])

    with transaction() as deciding:
        reviews.accept_area(deciding, officer(session), session.scalar(select(Submission.id)))
    drain_submissions()

    assert flags(session) == {}
    assert len(entities(session)) == 1


def test_a_village_nobody_has_entered_is_flagged_until_it_is_imported(phone, session):
    send(phone, phone.fill("forum_attendance", village_code="50070599", place_gps="19.01 98.83 0 5"))
    drain_submissions()
    assert set(flags(session)) == {"village_unknown"}

    with transaction() as importing:
        villages.put(importing, 1, [villages.NewVillage(code="50070599", moo=99, name_th="บ้านใหม่")])
    drain_submissions()

    assert flags(session) == {}
    assert session.scalar(select(Forum.village_code)) == "50070599"


def test_a_year_that_is_not_open_is_flagged_until_it_is(phone, session):
    send(phone, phone.fill("household_account", household=str(uuid4()), plan_year="2571"))
    drain_submissions()
    assert set(flags(session)) == {"year_not_open"}
    assert session.scalar(select(HouseholdAccount.plan_year)) == 2571

    with transaction() as opening:
        years.open_year(opening, 1, 2571)
    drain_submissions()

    assert flags(session) == {}


@pytest.mark.parametrize(
    ("entity", "flag"),
    [
        ({"id": "12/3"}, "entity_id_invalid"),
        ({"id": "00000000-0000-1000-8000-000000000001"}, "entity_id_invalid"),
        ({"label": ""}, "entity_without_label"),
        ({"dataset": "trees"}, "entity_list_unknown"),
    ],
)
def test_a_broken_entity_is_kept_flagged_and_not_in_the_register(phone, session, entity, flag):
    send(phone, phone.fill("household_register", entity=entity))
    drain_submissions()

    assert set(flags(session)) == {flag}
    assert (entities(session), count(session, HouseholdRegistration)) == ([], 0)
    assert count(session, SubmissionVersion) == 1


def test_a_new_household_that_says_it_makes_none_is_not_in_the_register(phone, session):
    send(phone, phone.fill("household_register", entity={"create": "0"}))
    drain_submissions()

    assert (entities(session), count(session, HouseholdRegistration)) == ([], 0)
    assert set(flags(session)) == {"entity_not_asked_for"}


def test_the_second_phone_to_use_an_id_is_flagged(phone, session):
    household = {"id": str(uuid4())}
    send(phone, *(phone.fill("household_register", entity=household | {"label": label}) for label in ("1 ก", "2 ข")))
    drain_submissions()

    assert [label for label, _, _ in entities(session)] == ["1 ก"]
    assert set(flags(session)) == {"entity_exists"}


def test_changes_of_a_household_that_arrive_before_it_wait_for_it(phone, session):
    made, corrected, again = chain(phone, str(uuid4()))
    send(phone, again, corrected)
    drain_submissions()
    assert (entities(session), set(flags(session))) == ([], {"entity_unknown"})

    send(phone, made)
    drain_submissions()

    ((label, version, properties),) = entities(session)
    assert (label, version, properties["house_no"], properties["members"]) == ("9/2 ก", 3, "9/2", "4")
    assert flags(session) == {}


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(3)), at_once=st.booleans())
def test_an_offline_chain_comes_to_the_same_in_any_order(phone, session, order, at_once):
    household = str(uuid4())
    forms = chain(phone, household)
    for place in order:
        send(phone, forms[place])
        if not at_once:
            drain_submissions()
    drain_submissions()

    session.rollback()
    made = session.execute(select(Entity.label, Entity.version, Entity.conflict).where(Entity.uuid == UUID(household)))
    assert made.all() == [("9/2 ก", 3, None)]


def test_two_phones_that_change_the_same_are_told_apart(new_phone, session):
    household = str(make_household(session).uuid)
    session.commit()
    for phone, number in ((new_phone(), "7"), (new_phone(), "8")):
        entity = {"create": "0", "update": "1", "baseVersion": "1", "trunkVersion": "1", "branchId": str(uuid4())}
        change = {"action": "edit", "household": household, "members": number}
        send(phone, phone.fill("household_register", **change, entity=entity))
    drain_submissions()

    assert session.execute(select(Entity.version, Entity.conflict)).one() == (3, "hard")


def test_a_household_rejected_before_anybody_read_it_is_made_when_it_comes_back(phone, session):
    send(phone, phone.fill("household_register"))
    caller, submission = officer(session), session.scalar(select(Submission.id))
    decide(caller, submission, "rejected")
    drain_submissions()
    assert entities(session) == []

    decide(caller, submission, "received")
    drain_submissions()

    assert len(entities(session)) == 1


def decide(caller: Caller, submission: int, state: str) -> None:
    with transaction() as deciding:
        reviews.review(deciding, caller, submission, state, "เหตุผล")


def test_a_photo_that_comes_later_is_noticed(phone, session):
    plan = phone.fill("community_plan", lao_stages="prepare", files={"lao_evidence_photo": b"1", "plan_file": b"2"})
    assert phone.post(plan.xml).status == 201
    drain_submissions()
    assert flags(session) == {"evidence_missing": {}, "files_missing": {"count": 2}}

    send(phone, plan)
    drain_submissions()

    assert flags(session) == {}


def test_a_report_on_a_project_nobody_has_entered_waits_for_it(phone, session):
    project = projects.NewProject(
        uuid=uuid4(), village_code="50070503", fiscal_year=2570, title="ฝาย", programme=3, impl_unit="village",
        stage="funded", budget_approved=50_000,
    )  # fmt: skip
    send(phone, phone.fill("project_progress", project=str(project.uuid), site_gps="19.01 98.83 0 5"))
    drain_submissions()
    assert {"project_unknown"} <= set(flags(session))
    assert count(session, ProgressReport) == 0

    with transaction() as importing:
        projects.add(importing, 1, [project], actor_id=make_system(importing).id)
    drain_submissions()

    assert "project_unknown" not in flags(session)
    assert session.scalar(select(ProgressReport.project_id)) == project.uuid
    assert session.execute(select(Submission.village_code, Submission.plan_year)).one() == ("50070503", 2570)


def test_money_beyond_the_budget_or_without_consent_and_a_missing_position_are_flagged(phone, session):
    project = str(make_project(session, budget_approved=1_000_000).id)
    session.commit()
    send(phone, phone.fill("project_progress", project=project, disbursed_total="10000.01"))
    drain_submissions()
    drain_projects()

    assert set(flags(session)) == {"over_budget", "consent_missing", "position_missing"}
    assert session.scalar(select(ProgressReport.disbursed)) == 1_000_001


def test_an_edit_replaces_the_facts_of_what_it_corrects(phone, session):
    sent = phone.fill("forum_attendance", forum_date="2569-11-20", place_gps="19.01 98.83 0 5")
    send(phone, sent)
    drain_submissions()
    assert set(flags(session)) == {"be_year_in_date"}

    send(phone, phone.edit(sent, forum_date="2026-11-20", attend_households=str(uuid4())))
    drain_submissions()

    assert flags(session) == {}
    assert session.execute(select(Forum.forum_date, Forum.be_year)).one()[1] is False
    assert count(session, Forum) == 1


def corrupt(session, form) -> None:
    """As if a fault of ours or of the disk had spoiled what is stored."""
    spoiled = text("update submission_version set xml = 'นายลับ เงินล้าน' where instance_id = :id")
    session.execute(spoiled, {"id": form.instance_id})
    session.commit()


def test_a_submission_that_breaks_us_does_not_hold_up_the_others(phone, session):
    first, broken, last = (phone.fill("household_register", entity={"label": label}) for label in ("1", "2", "3"))
    send(phone, first, broken, last)
    corrupt(session, broken)
    drain_submissions()

    assert {label for label, _, _ in entities(session)} == {"1", "3"}
    assert session.execute(select(PendingSubmission.attempts)).all() == [(1,)]


def test_a_submission_that_breaks_us_is_tried_again_later_and_ever_more_rarely(phone, session):
    broken = phone.fill("household_register")
    send(phone, broken)
    corrupt(session, broken)
    waits = []
    for _ in range(3):
        drain_submissions()
        waits.append(session.scalar(select(func.extract("epoch", PendingSubmission.not_before - func.now()))))
        session.execute(text("update pending_submission set not_before = now()"))
        session.commit()

    assert [round(float(wait) / 60) for wait in waits] == [1, 2, 4]


@pytest.mark.parametrize("fault", [DiskFull, AdminShutdown])
def test_a_full_disk_and_a_database_that_stops_are_no_fault_of_the_submissions(phone, session, monkeypatch, fault):
    send(phone, *(phone.fill("household_register") for _ in range(2)))

    def away(_batch: object) -> None:
        raise OperationalError("insert", {}, fault())

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Batch, "digest", away)
        with pytest.raises(OperationalError):
            drain_submissions()
    assert session.execute(select(PendingSubmission.attempts)).all() == [(0,), (0,)]

    drain_submissions()
    assert len(entities(session)) == 2


def test_what_was_mended_is_digested_at_the_next_try(phone, session):
    broken = phone.fill("household_register")
    send(phone, broken)
    corrupt(session, broken)
    drain_submissions()

    session.execute(text("update submission_version set xml = :xml"), {"xml": broken.xml})
    session.execute(text("update pending_submission set not_before = now()"))
    session.commit()
    drain_submissions()

    assert (len(entities(session)), count(session, PendingSubmission)) == (1, 0)


def test_logs_say_which_submission_broke_but_never_what_it_said(phone, session, caplog, monkeypatch):
    def break_down(submitted, facts):
        raise ValueError(submitted.text("/details/head_name"))

    monkeypatch.setitem(facts.READERS, "household_register", break_down)
    send(phone, phone.fill("household_register", head_name="นายลับ เงินล้าน"))
    with caplog.at_level(logging.DEBUG):
        drain_submissions()

    assert "นายลับ" not in caplog.text
    assert f"submission={session.scalar(select(Submission.id))}" in caplog.text
    assert "ValueError" in caplog.text
    assert "break_down" in caplog.text  # where it broke


def test_a_village_taken_out_of_use_keeps_what_is_sent_about_it(phone, session):
    session.get(Village, (1, "50070503")).active = False
    send(phone, phone.fill("household_register"))
    session.commit()
    drain_submissions()

    assert len(entities(session)) == 1
