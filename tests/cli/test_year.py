"""`yudee year` opens, sets, locks and unlocks plan years, and says what changed since a lock."""

import pytest
from sqlalchemy import text

from tests.factories import make_household, make_person, make_village, make_year


@pytest.fixture
def year(app, session):
    make_village(session)
    make_household(session)
    return make_year(session)


def test_a_year_is_opened_once(yudee, session):
    make_village(session)

    assert yudee("year", "open", 2571).out == "2571: opened\n"
    assert yudee("year", "open", 2571).out == "2571: was open already; nothing changed\n"
    assert "[not-a-plan-year]" in yudee("year", "open", 2028).err


def test_rules_are_set_and_shown(yudee, year):
    said = yudee("year", "set", 2570, "--threshold", 75, "--gate-min-grade", "A", "--collection-end", "2027-10-31")

    assert said.out.splitlines() == [
        "threshold: 70 → 75",
        "collection_end: 2027-09-30 → 2027-10-31",
        "gate_min_grade: B → A",
    ]
    shown = yudee("year", "show", 2570, "--json").json
    assert (shown["threshold"], shown["gate_min_grade"], shown["locked_on"], shown["changes"]) == (75, "A", None, [])
    assert yudee("year", "set", 2570, "--threshold", 75).out == "It is so already.\n"


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("set", 2570), 2, "Say what to change"),
        (("set", 2570, "--threshold", 101), 1, "must be 1 to 100 [rules-invalid]"),
        (("set", 2570, "--collection-end", "2570-09-30"), 1, "must be Gregorian"),
        (("set", 2580, "--threshold", 70), 1, "[year-not-open]"),
        (("show", 2580), 1, "[year-not-open]"),
        (("lock", 2580), 1, "[year-not-open]"),
        (("unlock", 2570), 2, "--reason"),
        (("unlock", 2570, "--reason", " "), 1, "[year-not-locked]"),
    ],
)
def test_what_cannot_be_meant_is_refused(yudee, year, words, status, said):
    ended = yudee("year", *words)

    assert ended.status == status
    assert said in ended.err


def test_a_year_is_locked_in_somebodys_name_and_what_changed_is_shown(yudee, year, session):
    make_person(session, "wichai@example.org", role="province_officer", area="50")

    assert yudee("year", "lock", 2570, "--as", "wichai@example.org", "--json").json["villages"] == 1
    session.execute(text("update village_year_now set households = 2 where basis = 'official'"))

    shown = yudee("year", "show", 2570)
    assert "wichai" in shown.out
    assert shown.out.splitlines()[-1].split() == ["50070503", "บ้านทดสอบ", "03", "households", "1", "2"]
    (change,) = yudee("year", "show", 2570, "--json").json["changes"]
    assert (change["locked"]["households"], change["now"]["households"]) == (1, 2)
    assert "[year-locked]" in yudee("year", "set", 2570, "--threshold", 80).err


def test_a_district_officer_cannot_lock_by_command_either(yudee, year, session):
    make_person(session, "somsri@example.org", role="district_officer", area="5007")

    assert "[not-allowed]" in yudee("year", "lock", 2570, "--as", "somsri@example.org").err


def test_a_locked_year_is_unlocked_with_a_reason(yudee, year, session):
    yudee("year", "lock", 2570)

    assert "[unlock-reason-missing]" in yudee("year", "unlock", 2570, "--reason", " ").err
    assert yudee("year", "unlock", 2570, "--reason", "บัญชีซ้ำ").out == "2570 is unlocked\n"
    assert yudee("year", "show", 2570, "--json").json["locked_on"] is None
