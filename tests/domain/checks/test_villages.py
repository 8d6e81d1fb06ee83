"""Submissions of a village are compared: flags come and go with what is stored, in any order, and change no count."""

from itertools import permutations

import pytest
from sqlalchemy import select, text

from server.db.models import IndicatorResult, Submission, SubmissionFlag, SubmissionIndex, VillageYear
from server.domain.checks import CODES
from server.domain.recompute import recompute
from tests.domain.conftest import drain, rows
from tests.domain.test_villages import NOW
from workers.drains import drain_submissions


def flagged(village) -> dict[str, list[str]]:
    """{instance id: codes} of the flags of these checks."""
    village.session.rollback()
    wanted = select(Submission.instance_id, SubmissionFlag.code).join(
        SubmissionFlag, SubmissionFlag.submission_id == Submission.id
    )
    found: dict[str, list[str]] = {}
    for instance_id, code in village.session.execute(wanted.order_by(SubmissionFlag.code)):
        if code in CODES:
            found.setdefault(instance_id, []).append(code)
    return found


def registration(village, **answers):
    return village.phone.fill("household_register", **answers)


def test_a_house_registered_twice_is_told_at_the_later_one_until_one_is_closed(village):
    first, second = registration(village), registration(village)
    village.send(first, second)
    assert flagged(village) == {second.instance_id: ["household_twice"]}
    details = village.session.scalar(select(SubmissionFlag.details).filter_by(code="household_twice"))
    assert details == {"uuid": first.root.find("meta/entity").get("id")}

    village.review("rejected", first)

    assert flagged(village) == {}


def test_an_account_sent_twice_is_told_at_the_later_one_until_one_is_rejected(village):
    first, second = village.account(1), village.account(1)
    village.send(first, second, village.account(1, period_start="2026-12-01"), village.account(2))
    assert flagged(village) == {second.instance_id: ["account_twice"]}

    village.review("rejected", first)
    assert flagged(village) == {}

    village.review("received", first)
    assert flagged(village) == {second.instance_id: ["account_twice"]}


def test_the_inbox_is_told_of_it(village):
    village.send(village.account(1), village.account(1))

    village.session.rollback()
    assert [codes for codes in village.session.scalars(select(SubmissionIndex.flags)) if "account_twice" in codes]


def test_a_flag_does_not_blink_while_its_submission_is_digested_again(village):
    village.send(village.account(1), village.account(1))
    before = flagged(village)
    village.session.execute(
        text("insert into pending_submission (submission_id, workspace_id) select id, workspace_id from submission")
    )
    village.session.commit()

    drain_submissions()

    assert flagged(village) == before != {}


def test_an_edit_takes_it_to_another_household_and_the_flag_goes(village):
    first, second = village.account(1), village.account(1)
    village.send(first, second)

    village.send(village.phone.edit(second, household=village.households[1]))

    assert flagged(village) == {}


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_in_which_they_are_digested_does_not_matter(village, order):
    """All are received first, and then looked at one by one."""
    sent = [village.account(1), village.account(1), village.account(1)]
    assert {village.phone.send(one).status for one in sent} == {201}
    village.session.execute(text("delete from pending_submission"))
    for place in order:
        village.session.execute(
            text("insert into pending_submission (submission_id, workspace_id) select id, 1 from submission"
                 " where instance_id = :id"),
            {"id": sent[place].instance_id},
        )  # fmt: skip
        village.session.commit()
        drain()

    assert flagged(village) == {one.instance_id: ["account_twice"] for one in sent[1:]}


def test_an_income_far_from_the_villages_own_is_told_without_a_word_about_the_amount(village):
    odd = village.account(10, r_all="6000000", receipt_total="6000000")
    few = [village.account(number) for number in range(1, 9)]
    village.send(*few, odd)
    assert flagged(village) == {}

    village.send(village.account(9))

    assert flagged(village) == {odd.instance_id: ["income_unusual"]}
    assert village.session.scalar(select(SubmissionFlag.details).filter_by(code="income_unusual")) == {}


def counts(village) -> dict:
    """What is computed of the village; without a forum that is approved, the day turns on the clock."""
    return rows(village.session, (VillageYear, IndicatorResult), "computed_at", "reference_date")


def test_a_village_computed_again_has_the_same_flags_and_they_change_no_count(village):
    village.send(*village.base_case(), village.account(1), registration(village), registration(village))
    village.send(*(village.account(number) for number in (8, 9, 10)), village.account(2, r_all="9000000"))
    before = flagged(village), counts(village)
    assert {code for codes in before[0].values() for code in codes} >= {
        "account_twice",
        "household_twice",
        "income_unusual",
    }

    recompute(1, now=NOW)
    assert (flagged(village), counts(village)) == before

    village.session.execute(text("delete from submission_flag"))
    village.session.commit()
    recompute(1, now=NOW)
    assert (flagged(village), counts(village)) == before


def test_what_does_not_fit_together_is_told_at_forum_and_plan(village):
    forum = village.forum(1, 2, 3, people_male="1", people_female="1")
    plan = village.plan(accounts_used_n="9", plan_date="2026-12-01", lao_first_date="2026-12-11")
    village.send(forum, plan)

    assert flagged(village) == {
        forum.instance_id: ["fewer_people_than_households", "forum_position_missing", "sheet_photo_missing"],
        plan.instance_id: [
            "accounts_stated_differ", "lao_after_last_forum", "lao_not_at_forum", "plan_before_first_forum",
        ],
    }  # fmt: skip


def test_accounts_that_come_later_settle_what_the_plan_states(village):
    plan = village.plan(accounts_used_n="2", lao_stages="")
    village.send(plan)
    assert flagged(village) == {plan.instance_id: ["accounts_stated_differ"]}

    village.send(village.account(1))

    assert flagged(village) == {}


def test_a_forum_larger_than_the_register_is_told(village):
    walk_ins = [{"walk_in_house_no": str(number)} for number in range(9)]
    forum = village.forum(1, 2, walk_in=walk_ins)
    village.send(forum)
    assert "attendance_above_register" in flagged(village)[forum.instance_id]

    village.send(village.phone.fill("household_register"))

    assert "attendance_above_register" not in flagged(village)[forum.instance_id]
