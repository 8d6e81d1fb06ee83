"""A community plan: what it claims, and whether the evidence has come."""

import datetime as dt

import pytest

CLAIMS = {"lao_stages": "prepare adopt", "lao_first_date": "2026-10-05", "accounts_used_n": "7"}
EVIDENCE = ("lao_evidence_photo", "plan_file")


def plan_of(facts):
    (row,) = facts.rows["community_plan"]
    return row


def test_a_plan_with_all_its_evidence(read):
    facts = read("community_plan", came=EVIDENCE, **CLAIMS)

    assert plan_of(facts) == {
        "village_code": "50070503",
        "plan_year": 2570,
        "plan_date": dt.date(2026, 11, 21),
        "be_year": False,
        "lao_prepare": True,
        "lao_evidence": True,
        "lao_first_date": dt.date(2026, 10, 5),
        "written": True,
        "written_evidence": True,
        "accounts_used_n": 7,
    }
    assert facts.flags == {}


def test_a_photo_of_the_cover_shows_the_plan_as_well_as_the_file(read):
    facts = read("community_plan", came=("plan_photo_1",))

    assert plan_of(facts)["written_evidence"] is True


@pytest.mark.parametrize("missing", EVIDENCE)
def test_a_claim_whose_file_has_not_arrived_is_flagged(read, missing):
    facts = read("community_plan", photos=EVIDENCE, came=set(EVIDENCE) - {missing}, **CLAIMS)

    assert "evidence_missing" in facts.flags
    assert [plan_of(facts)[kind] for kind in ("lao_evidence", "written_evidence")] == [
        question != missing for question in EVIDENCE
    ]


def test_what_is_not_claimed_needs_no_evidence(read):
    facts = read("community_plan", lao_stages="adopt", has_written_plan="no", plan_date=None)

    assert facts.flags == {}
    assert (plan_of(facts)["lao_prepare"], plan_of(facts)["written"]) == (False, False)


def test_a_plan_dated_in_the_buddhist_era_is_kept_without_its_date(read):
    facts = read("community_plan", came=EVIDENCE, plan_date="2569-11-21")

    assert (plan_of(facts)["plan_date"], plan_of(facts)["be_year"]) == (None, True)
    assert "be_year_in_date" in facts.flags


def test_the_last_of_february_is_a_buddhist_date_too(read):
    facts = read("community_plan", came=EVIDENCE, plan_date="2571-02-29")  # 2028 has this day, 2571 has not

    assert plan_of(facts)["be_year"] is True
    assert "be_year_in_date" in facts.flags


def test_a_date_that_is_none_is_flagged(read):
    facts = read("community_plan", came=EVIDENCE, plan_date="2026-13-45")

    assert (plan_of(facts)["plan_date"], plan_of(facts)["be_year"]) == (None, False)
    assert facts.flags == {"date_unreadable": {"question": "/written/plan_date"}}


def test_a_number_of_accounts_that_cannot_be_is_flagged(read):
    facts = read("community_plan", accounts_used_n="99999999999", came=EVIDENCE)

    assert plan_of(facts)["accounts_used_n"] is None
    assert facts.flags == {"number_unreadable": {"question": "/analysis/accounts_used_n"}}
