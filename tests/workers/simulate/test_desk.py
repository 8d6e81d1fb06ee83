"""What is received in bulk is, row for row, what is received one by one, and is read into the same facts."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import text

from server import storage
from server.db.queries.facts import TABLES
from server.db.session import transaction
from server.domain.deliveries import receive_many
from server.domain.submissions import receive
from tests.workers.simulate.conftest import asked, simulation
from workers import drains
from workers.simulate.desk import Desk
from workers.simulate.papers import Paper
from workers.simulate.plan import papers_of, year_of

RECEIVED = ("submission", "submission_version", "attachment", "blob", "pending_submission")
READ = (*TABLES, "submission_flag", "entity", "entity_version")
LEFT_OUT = ["id", "submission_id", "submission_version_id"]
LEFT_OUT += ["received_at", "created_at", "updated_at", "queued_at", "recorded_at", "checked_at"]
ROW = "cast(to_jsonb(t) - cast(:named as text[]) as text)"


@pytest.fixture
def desk(empty_room) -> Desk:
    empty_room()
    return simulation(asked(villages=2)).desk


def rows(tables: Sequence[str]) -> dict[str, list[str]]:
    """Every row of these tables, but for numbers and times of storing."""
    with transaction() as session:
        return {
            table: list(session.scalars(text(f"select {ROW} as row from {table} t order by row"), {"named": LEFT_OUT}))
            for table in tables
        }


def forget() -> None:
    with transaction() as session:
        session.execute(text("truncate submission, entity, blob, list_revision, stale_village cascade"))


def stored(papers: Sequence[Paper], desk: Desk, put: Callable) -> list[dict]:
    """What stands in the tables once these are received in this way, and once they are digested."""
    forget()
    put([desk.delivery(paper) for paper in papers])
    received = rows(RECEIVED)
    while drains.submissions_batch():
        pass
    return [received, rows(READ)]


def one_by_one(deliveries) -> None:
    for one in deliveries:
        receive(one.upload, storage.blobs())


def together(deliveries) -> None:
    assert receive_many(deliveries, storage.blobs()) == len(deliveries)


@given(seed=some.integers(0, 1000), order=some.randoms(use_true_random=False))
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_bulk_stores_what_receiving_stores(desk, seed, order):
    year = year_of(asked(villages=2, households=5, seed=seed), desk.province.villages, desk.province.criteria)
    papers = [paper for story in year.villages for paper in papers_of(year, story)]
    order.shuffle(papers)
    chosen = papers[: order.randint(5, 30)]

    assert stored(chosen, desk, together) == stored(chosen, desk, one_by_one)
