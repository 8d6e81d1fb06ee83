"""Two officers at once: the project is locked, and the second sees what the first did."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from server.db.models import ProjectDecision, ProjectTransfer
from server.db.session import transaction
from server.domain.projects import paying, problems
from server.domain.projects.paying import Decided, Paid
from tests.domain.projects.lives import TODAY, make_life


def all_at_once(acts) -> list[str]:
    """What each act came to: a stage, or the code of its refusal."""

    def tried(act) -> str:
        try:
            with transaction() as session:
                return act(session)
        except problems.Problem as problem:
            return problem.code

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(tried, acts))


def test_transfers_at_once_stay_within_the_budget(session):
    life = make_life(session).up_to("approved")
    session.commit()
    officer, now = life.people["province_officer"], life.tick()

    def pay(number):
        paid = Paid(paid_on=TODAY, amount=3_000_000, bank_ref=f"BAAC {number}", account_last4="1234")
        return lambda session: paying.transfer(session, officer, life.id, paid, now=now)

    came_to = all_at_once([pay(number) for number in range(8)])

    assert sorted(came_to) == ["funded"] * 3 + ["over-transfer"] * 5
    session.rollback()
    assert session.scalar(select(func.sum(ProjectTransfer.amount))) == life.row.transferred == 9_000_000


def test_a_transfer_sent_twice_at_once_is_entered_once(session):
    life = make_life(session).up_to("approved")
    session.commit()
    paid = Paid(paid_on=TODAY, amount=1_000_000, bank_ref="BAAC 1", account_last4="1234")
    officer, now = life.people["province_officer"], life.tick()

    came_to = all_at_once([lambda session: paying.transfer(session, officer, life.id, paid, now=now)] * 4)

    assert sorted(came_to) == ["funded"] + ["transfer-repeated"] * 3


def test_of_opposite_decisions_at_once_one_is_taken(session):
    life = make_life(session).up_to("forwarded")
    session.commit()
    officer, now = life.people["province_officer"], life.tick()
    yes = Decided(outcome="approved", decided_on=TODAY, order_no="1", budget_approved=10_000_000)
    no = Decided(outcome="not_approved", decided_on=TODAY, reason="ซ้ำซ้อน")

    came_to = all_at_once(
        [lambda session, one=one: paying.decide(session, officer, life.id, one, now=now) for one in (yes, no)]
    )

    assert sorted(came_to) in (["approved", "stage-forbids"], ["not_approved", "stage-forbids"])
    session.rollback()
    assert session.scalar(select(func.count()).select_from(ProjectDecision)) == 1
