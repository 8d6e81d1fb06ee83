"""The household register: entering it, leaving it, and details that make no fact."""

import datetime as dt
from uuid import UUID

import pytest

from tests.domain.facts.conftest import RECEIVED_AT

HOUSEHOLD = "0f6f1a52-6c0f-4b7e-9d2e-0a1b2c3d4e5f"
OTHER = "0f6f1a52-6c0f-4b7e-9d2e-0a1b2c3d4e50"
CLOSE = {"action": "close", "household": HOUSEHOLD, "closing": ""}
AS_UPDATE = {"id": HOUSEHOLD, "create": "0", "update": "1"}


def close(read, **given):
    return read("household_register", entity=AS_UPDATE, **(CLOSE | given))


def test_a_new_household_is_a_registration(read):
    facts = read("household_register", entity={"id": HOUSEHOLD}, exists_from="2026-10-12")

    assert facts.rows == {
        "household_registration": [
            {
                "household_id": UUID(HOUSEHOLD),
                "village_code": "50070503",
                "exists_from": dt.date(2026, 10, 12),
                "recorded_at": RECEIVED_AT,
            }
        ]
    }
    assert facts.plan_year is None


@pytest.mark.parametrize(("said", "flags"), [("", []), ("2569-10-12", ["be_year_in_date"])])
def test_a_household_without_a_usable_first_day_was_always_there(read, said, flags):
    facts = read("household_register", entity={"id": HOUSEHOLD}, exists_from=said)

    assert facts.rows["household_registration"][0]["exists_from"] == dt.date(1900, 1, 1)
    assert list(facts.flags) == flags


def test_a_correction_of_details_is_no_fact(read):
    facts = read("household_register", action="edit", household=HOUSEHOLD, entity=AS_UPDATE)

    assert (facts.rows, facts.flags, facts.village_code) == ({}, {}, "50070503")


def test_a_closing_says_why_and_until_when(read):
    facts = close(read, close_reason="moved_out", exists_to="2026-11-30")

    (row,) = facts.rows["household_closing"]
    assert (row["household_id"], row["close_reason"], row["exists_to"]) == (
        UUID(HOUSEHOLD),
        "moved_out",
        dt.date(2026, 11, 30),
    )
    assert facts.flags == {}


def test_a_merger_names_who_goes_on(read):
    facts = close(read, close_reason="merged", exists_to="2026-11-30", merged_into=OTHER)

    assert facts.rows["household_closing"][0]["merged_into"] == UUID(OTHER)


@pytest.mark.parametrize(
    ("reason", "flags"), [("duplicate", []), ("mistake", []), ("vacant", ["closing_without_date"])]
)
def test_only_a_household_that_never_was_may_close_without_a_day(read, reason, flags):
    facts = close(read, close_reason=reason, exists_to="")

    assert list(facts.flags) == flags
    assert facts.rows["household_closing"][0]["exists_to"] is None


def test_a_closing_in_the_buddhist_era_is_kept_and_marked(read):
    facts = close(read, close_reason="moved_out", exists_to="2569-11-30")

    (row,) = facts.rows["household_closing"]
    assert (row["exists_to"], row["be_year"]) == (None, True)
    assert list(facts.flags) == ["be_year_in_date"]


def test_a_closing_without_a_reason_is_only_a_flag(read):
    facts = close(read, close_reason="")

    assert (facts.rows, list(facts.flags)) == ({}, ["closing_without_reason"])


@pytest.mark.parametrize("entity_id", ["", "12/3", "00000000-0000-1000-8000-000000000001"])
def test_without_an_id_of_its_own_nothing_is_registered(read, entity_id):
    facts = read("household_register", entity={"id": entity_id})

    assert facts.rows == {}
