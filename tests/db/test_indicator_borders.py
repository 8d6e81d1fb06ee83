"""What only the tables know: phones and their areas, entries without a submission, nameless accounts, odd dates."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from server.db.queries.indicators import Verdict, explain, facts_of
from server.domain.indicators.judgement import Counts
from tests.db import stored_facts
from tests.db.counting import count
from tests.db.stored_facts import Tables, store, tables
from tests.domain.indicators.base_case import (
    AS_OF,
    BASE_CASE,
    CRITERIA,
    LATER,
    VILLAGE,
    account,
    closing,
    forum,
    plan,
    registration,
    village,
)

FAR, FAR_TAMBON = "50080101", "500801"
TWO_MONTHS = replace(CRITERIA, min_account_months=2)


@pytest.fixture
def into(connected: Engine) -> Iterator[Tables]:
    """Tables to write to; nothing is committed."""
    with Session(connected) as session:
        yield tables(session, [2569, 2570])


def accounts_counted(into: Tables, village_code: str = VILLAGE) -> int:
    into.write()
    (only,) = count(into.session, into.workspace_id, CRITERIA, "official", [village_code], AS_OF)
    return only.counts.accounts


def reasons(into: Tables, village_code: str = VILLAGE) -> list[str | None]:
    verdicts = explain(into.session, into.workspace_id, village_code, CRITERIA, "official", AS_OF)
    return [verdict.reason for verdict in verdicts]


def two_households_closed_into_one_far_away(into: Tables) -> None:
    stored_facts.add_registration(into, registration(7))
    stored_facts.add_registration(into, registration(101, village_code=FAR, state="imported"))
    stored_facts.add_closing(into, closing(7, "duplicate", into=101, state="page"), village_code=VILLAGE)


def test_a_phone_does_not_credit_a_household_of_another_tambon(into: Tables) -> None:
    two_households_closed_into_one_far_away(into)
    stored_facts.add_account(into, account(7))

    assert accounts_counted(into, FAR) == 0
    assert reasons(into, FAR) == ["outside_area"]
    assert reasons(into, VILLAGE) == ["other_village"]


def test_what_a_district_accepts_is_credited_to_the_other_tambon(into: Tables) -> None:
    two_households_closed_into_one_far_away(into)
    stored_facts.add_account(into, account(7), accepted=True)

    assert accounts_counted(into, FAR) == 1
    assert reasons(into, FAR) == [None]
    assert reasons(into, VILLAGE) == ["other_village"]


def test_an_account_sent_with_a_village_outside_the_phones_area_counts_nowhere(into: Tables) -> None:
    stored_facts.add_registration(into, registration(1))
    stored_facts.add_account(into, account(1, village_code=FAR))

    assert accounts_counted(into) == 0
    assert reasons(into) == ["outside_area"]


@pytest.mark.parametrize("named", [VILLAGE, FAR])
def test_a_phone_does_not_close_a_household_of_another_tambon_whatever_village_it_names(
    into: Tables, named: str
) -> None:
    stored_facts.add_registration(into, registration(1))
    mistake = closing(1, "mistake")
    stored_facts.add_closing(into, mistake, village_code=named, phone_area=FAR_TAMBON)
    stored_facts.add_account(into, account(1))

    assert accounts_counted(into) == 1


def test_a_registration_from_outside_is_not_in_the_register_until_it_is_accepted(into: Tables) -> None:
    stored_facts.add_registration(into, registration(1), phone_area=FAR_TAMBON)
    stored_facts.add_registration(into, registration(2), phone_area=FAR_TAMBON, accepted=True)
    into.write()

    (only,) = count(into.session, into.workspace_id, CRITERIA, "official", [VILLAGE], AS_OF)

    assert only.counts.households == 1


def test_the_phone_of_a_district_is_inside_all_its_villages(into: Tables) -> None:
    stored_facts.add_registration(into, registration(1), phone_area="5007")
    stored_facts.add_account(into, account(1), phone_area="5007")

    assert accounts_counted(into) == 1


@pytest.mark.parametrize(("closed_into", "village_code"), [(101, VILLAGE), (2, FAR)])
def test_a_circle_counts_where_its_smallest_id_is_registered(into: Tables, closed_into: int, village_code: str) -> None:
    stored_facts.add_registration(into, registration(7, state="imported"))
    stored_facts.add_registration(into, registration(closed_into, village_code=FAR, state="imported"))
    stored_facts.add_closing(into, closing(7, "duplicate", into=closed_into, state="page"), village_code=VILLAGE)
    stored_facts.add_closing(into, closing(closed_into, "duplicate", into=7, state="page"), village_code=FAR)
    stored_facts.add_account(into, account(closed_into), phone_area="50")

    assert [accounts_counted(into, one) for one in (VILLAGE, FAR)] == [village_code == VILLAGE, village_code == FAR]


def test_an_account_that_names_no_household_is_listed_where_it_was_sent(into: Tables) -> None:
    stored_facts.add_account(into, account(1, household=""))

    assert accounts_counted(into) == 0
    assert reasons(into) == ["household_unknown"]
    assert explain(into.session, into.workspace_id, FAR, CRITERIA, "official", AS_OF) == []


@pytest.mark.parametrize("column", ["period_start", "collected_on"])
def test_a_buddhist_date_in_the_tables_does_not_count_either(into: Tables, column: str) -> None:
    stored_facts.add_registration(into, registration(1, exists_from=date(2026, 1, 1)))
    stored_facts.add_account(into, account(1))
    into.write()
    into.session.execute(text("update household_registration set exists_from = date '2569-01-01'"))
    into.session.execute(text(f"update household_account set {column} = date '2569-11-01'"))

    counts = count(into.session, into.workspace_id, CRITERIA, "official", [VILLAGE], AS_OF)[0].counts

    assert counts.households == 1
    assert counts.accounts == (0 if column == "period_start" else 1)


def test_months_typed_without_measure_are_no_work(into: Tables) -> None:
    stored_facts.add_registration(into, registration(1))
    stored_facts.add_account(into, account(1, months=2_000_000_000))
    into.write()

    (only,) = count(into.session, into.workspace_id, TWO_MONTHS, "official", [VILLAGE], AS_OF)

    assert only.counts.accounts == 1


def test_villages_without_facts_are_counted_too_each_once_in_the_order_of_their_codes(into: Tables) -> None:
    asked = [FAR, VILLAGE, FAR]

    counted = count(into.session, into.workspace_id, CRITERIA, "official", asked, AS_OF)

    nothing = Counts(households=0, accounts=0, forum=0, lao_from_start=None, written_plan=None, has_any=False)
    assert [(one.village_code, one.counts) for one in counted] == [(VILLAGE, nothing), (FAR, nothing)]
    assert {one.reference_date for one in counted} == {AS_OF}
    assert count(into.session, into.workspace_id, CRITERIA, "official", [], AS_OF) == []


def test_another_workspace_is_another_world(into: Tables) -> None:
    stored_facts.add_registration(into, registration(1))
    stored_facts.add_account(into, account(1))
    into.write()
    elsewhere = into.workspace_id + 1

    (only,) = count(into.session, elsewhere, CRITERIA, "official", [VILLAGE], AS_OF)

    assert (only.counts.households, only.counts.accounts) == (0, 0)
    assert explain(into.session, elsewhere, VILLAGE, CRITERIA, "official", AS_OF) == []
    assert facts_of(into.session, elsewhere, VILLAGE).registrations == ()


def test_verdicts_come_by_indicator_and_in_the_order_of_receipt(connected: Engine) -> None:
    facts = village(
        registrations=BASE_CASE.registrations[:1],
        accounts=(account(1, "-b", received_at=LATER), account(1, "-c"), account(1, "-a", received_at=LATER)),
        forums=(forum(1, walk_ins=3),),
        plans=(plan(),),
    )
    with Session(connected) as session:
        workspace_id = store(session, facts)
        verdicts = explain(session, workspace_id, VILLAGE, CRITERIA, "official", AS_OF)

    assert [(one.indicator, one.instance_id) for one in verdicts] == [
        (1, "uuid:account-1-c"),
        (1, "uuid:account-1-a"),
        (1, "uuid:account-1-b"),
        (2, "uuid:forum-1"),
        (2, "uuid:forum-1"),
        (3, "uuid:plan-1"),
        (4, "uuid:plan-1"),
    ]
    assert Verdict(2, "uuid:forum-1", reason="walk_in_unregistered", walk_ins=3) in verdicts
