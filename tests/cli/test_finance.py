"""Household finance told anew by command."""

from tests.domain.money import make_accounts
from tests.factories import make_village, make_year


def test_finance_is_told_anew_at_once(yudee, session):
    make_village(session, "50070503")
    make_year(session, 2570)
    make_accounts(session, "50070503", 12)

    assert yudee("finance", "publish", "--year", 2570, "--json").json == {"told": 1}
    assert yudee("finance", "publish", "--year", 2570).out.startswith("0 groups")


def test_a_year_that_is_not_open_is_refused(yudee, session):
    make_village(session, "50070503")

    assert "[year-not-open]" in yudee("finance", "publish", "--year", 2580).err
