"""What came back when a project is cancelled was there before."""

import pytest

from server.domain.projects import acts, problems
from tests.domain.projects.lives import make_life


@pytest.fixture
def cancel(session):
    def cancel(life, baht: int) -> str:
        officer = life.people["province_officer"]
        return acts.cancel(session, officer, life.id, "ที่ดินมีปัญหา", refunded=baht * 100, now=life.tick())

    return cancel


def test_no_more_comes_back_than_was_transferred(session, cancel):
    life = make_life(session).up_to("funded")

    with pytest.raises(problems.RefundAboveTransfers):
        cancel(life, 50_001)
    assert cancel(life, 50_000) == "cancelled"


def test_nothing_comes_back_of_nothing(session, cancel):
    life = make_life(session).up_to("approved")

    with pytest.raises(problems.RefundAboveTransfers):
        cancel(life, 1)
    assert cancel(life, 0) == "cancelled"


def test_what_an_agency_gives_back_is_not_measured_by_transfers(session, cancel):
    assert cancel(make_life(session, impl_unit="agency").up_to("approved"), 10_000) == "cancelled"
